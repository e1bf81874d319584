/**
 * What every cloud must keep: {@link io.gpupool.clouds.contract.CloudContract} is the contract of
 * {@code Cloud} as tests, {@link io.gpupool.clouds.contract.ContractWorld} what a cloud brings to
 * be tested, and {@link io.gpupool.clouds.contract.FakeCloud} a cloud in memory for the tests of
 * everything above the interface.
 */
@NullMarked
package io.gpupool.clouds.contract;

import org.jspecify.annotations.NullMarked;
