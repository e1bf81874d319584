@NullMarked
package io.gpupool.clouds.aws;

import org.jspecify.annotations.NullMarked;
