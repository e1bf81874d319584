/** The command line, and the wiring of everything it starts. */
@NullMarked
package io.gpupool.cli;

import org.jspecify.annotations.NullMarked;
