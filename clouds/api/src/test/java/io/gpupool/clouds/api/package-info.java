/** What the values of the cloud interface promise by themselves. */
@NullMarked
package io.gpupool.clouds.api;

import org.jspecify.annotations.NullMarked;
