/** Tests of what is learnt of boots. */
@NullMarked
package io.gpupool.boot;

import org.jspecify.annotations.NullMarked;
