/** Machine types with accelerators, as facts: what they have and what they cost by list price. */
@NullMarked
package io.gpupool.clouds.catalog;

import org.jspecify.annotations.NullMarked;
