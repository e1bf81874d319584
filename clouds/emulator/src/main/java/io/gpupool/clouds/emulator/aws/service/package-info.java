/** What the services have in common: actions by name, and the way from a request to an answer. */
@NullMarked
package io.gpupool.clouds.emulator.aws.service;

import org.jspecify.annotations.NullMarked;
