/**
 * What the emulated AWS holds and how it changes with time: instance types, launch templates,
 * groups, instances, activities. It knows nothing of HTTP, forms or XML. Start with {@link
 * io.gpupool.clouds.emulator.aws.model.World} and {@link
 * io.gpupool.clouds.emulator.aws.model.Scaling}.
 */
@NullMarked
package io.gpupool.clouds.emulator.aws.model;

import org.jspecify.annotations.NullMarked;
