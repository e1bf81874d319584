/** What the emulated clouds share, specified. */
@NullMarked
package io.gpupool.clouds.emulator;

import org.jspecify.annotations.NullMarked;
