/** What nodes have cost and cost now, and what was deleted lately, as far as a server has seen. */
@NullMarked
package io.gpupool.spending;

import org.jspecify.annotations.NullMarked;
