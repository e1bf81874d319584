/** Certificates that real TLS accepts and refuses. */
@NullMarked
package io.gpupool.certificates;

import org.jspecify.annotations.NullMarked;
