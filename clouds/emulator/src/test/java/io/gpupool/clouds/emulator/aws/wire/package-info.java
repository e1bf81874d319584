/** The query protocol, specified. */
@NullMarked
package io.gpupool.clouds.emulator.aws.wire;

import org.jspecify.annotations.NullMarked;
