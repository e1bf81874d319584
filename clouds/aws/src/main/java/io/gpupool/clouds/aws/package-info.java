/**
 * EC2 Auto Scaling groups of one region of one account, in gpupool's words. {@link
 * io.gpupool.clouds.aws.AwsCloud} is the way in; the two tables of errors are {@code AwsErrors}
 * (what a call was refused for) and {@code LaunchFailures} (what a launch failed for).
 */
@NullMarked
package io.gpupool.clouds.aws;

import org.jspecify.annotations.NullMarked;
