/** Notices that the configuration or a file that it names has changed, and has it taken over. */
@NullMarked
package io.gpupool.reload;

import org.jspecify.annotations.NullMarked;
