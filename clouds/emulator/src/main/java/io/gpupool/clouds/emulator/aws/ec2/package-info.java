/**
 * The part of Amazon EC2 that goes with Auto Scaling, an action a class, each to be read beside its
 * page of the <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html">API
 * reference</a>.
 */
@NullMarked
package io.gpupool.clouds.emulator.aws.ec2;

import org.jspecify.annotations.NullMarked;
