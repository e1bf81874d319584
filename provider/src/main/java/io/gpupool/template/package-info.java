/** What a new node of a group will look like to the scheduler. Functions of their inputs. */
@NullMarked
package io.gpupool.template;

import org.jspecify.annotations.NullMarked;
