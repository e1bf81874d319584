/**
 * What the autoscaler relies on, item by item, through real gRPC with mutual TLS, the real AWS SDK
 * and an emulated AWS. The table of the items is in the module's README.
 */
@NullMarked
package io.gpupool.conformance;

import org.jspecify.annotations.NullMarked;
