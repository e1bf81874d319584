/** Tests of the configuration file: {@code ConfigText} is the file that most of them begin with. */
@NullMarked
package io.gpupool.config;

import org.jspecify.annotations.NullMarked;
