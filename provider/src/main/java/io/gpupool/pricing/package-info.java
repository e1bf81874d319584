/** What a node costs per hour, here and now. Functions of their inputs. */
@NullMarked
package io.gpupool.pricing;

import org.jspecify.annotations.NullMarked;
