@NullMarked
package io.gpupool.rpc;

import org.jspecify.annotations.NullMarked;
