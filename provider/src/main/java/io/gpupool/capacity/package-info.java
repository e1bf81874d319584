/** What clouds couldn't deliver lately, so that nobody asks for it again at once. */
@NullMarked
package io.gpupool.capacity;

import org.jspecify.annotations.NullMarked;
