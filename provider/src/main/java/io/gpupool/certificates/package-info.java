/** Certificates for trials: made on the spot, good for a day or a year, trusted by nobody else. */
@NullMarked
package io.gpupool.certificates;

import org.jspecify.annotations.NullMarked;
