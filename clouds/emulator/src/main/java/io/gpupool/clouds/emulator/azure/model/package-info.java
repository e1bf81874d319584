/**
 * The world of the emulated Azure and how it changes with time: subscriptions, scale sets, their
 * virtual machines, and the operations that go on after a request was answered. It knows nothing of
 * HTTP.
 */
@NullMarked
package io.gpupool.clouds.emulator.azure.model;

import org.jspecify.annotations.NullMarked;
