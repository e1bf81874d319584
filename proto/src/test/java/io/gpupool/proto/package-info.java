/**
 * Checks of the wire contracts against recorded bytes of the autoscaler's releases and against the
 * official Kubernetes classes. The README of this module says how a golden file is to be read.
 */
@NullMarked
package io.gpupool.proto;

import org.jspecify.annotations.NullMarked;
