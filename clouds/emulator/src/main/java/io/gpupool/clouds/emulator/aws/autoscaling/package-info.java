/**
 * Amazon EC2 Auto Scaling, an action a class, each to be read beside its page of the <a
 * href="https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Operations.html">API
 * reference</a>.
 */
@NullMarked
package io.gpupool.clouds.emulator.aws.autoscaling;

import org.jspecify.annotations.NullMarked;
