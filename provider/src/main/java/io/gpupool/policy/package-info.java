/** How the autoscaler should treat each group. Functions of their inputs. */
@NullMarked
package io.gpupool.policy;

import org.jspecify.annotations.NullMarked;
