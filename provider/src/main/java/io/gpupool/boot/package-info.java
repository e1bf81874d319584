/** How long instances take to come up, as seen. */
@NullMarked
package io.gpupool.boot;

import org.jspecify.annotations.NullMarked;
