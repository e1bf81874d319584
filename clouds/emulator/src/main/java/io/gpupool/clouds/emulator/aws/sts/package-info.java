/**
 * The part of AWS Security Token Service that an SDK needs to become somebody, an action a class,
 * each to be read beside its page of the <a
 * href="https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html">API reference</a>.
 */
@NullMarked
package io.gpupool.clouds.emulator.aws.sts;

import org.jspecify.annotations.NullMarked;
