/** What can be seen of the server from outside: logs, metrics, health. */
@NullMarked
package io.gpupool.admin;

import org.jspecify.annotations.NullMarked;
