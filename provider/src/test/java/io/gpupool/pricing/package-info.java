@NullMarked
package io.gpupool.pricing;

import org.jspecify.annotations.NullMarked;
