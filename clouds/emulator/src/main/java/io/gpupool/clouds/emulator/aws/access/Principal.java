package io.gpupool.clouds.emulator.aws.access;

/**
 * Who signed a request.
 *
 * @param account twelve digits
 * @param arn such as {@code arn:aws:iam::111122223333:user/emulated}
 * @param userId AWS's own id for it
 */
public record Principal(String account, String arn, String userId) {}
