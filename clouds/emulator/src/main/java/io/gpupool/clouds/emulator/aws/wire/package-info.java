/**
 * AWS's query protocol, both kinds of it: requests are forms, answers are XML. Nothing here knows
 * what any action does.
 */
@NullMarked
package io.gpupool.clouds.emulator.aws.wire;

import org.jspecify.annotations.NullMarked;
