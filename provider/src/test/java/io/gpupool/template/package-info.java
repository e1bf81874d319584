/** Templates as the scheduler will see them. */
@NullMarked
package io.gpupool.template;

import org.jspecify.annotations.NullMarked;
