/** The commands as people type them. */
@NullMarked
package io.gpupool.cli;

import org.jspecify.annotations.NullMarked;
