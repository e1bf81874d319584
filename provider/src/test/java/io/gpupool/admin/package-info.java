/** What is seen of the server from outside. */
@NullMarked
package io.gpupool.admin;

import org.jspecify.annotations.NullMarked;
