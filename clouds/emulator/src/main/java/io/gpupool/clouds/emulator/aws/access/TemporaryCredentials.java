package io.gpupool.clouds.emulator.aws.access;

/** What AssumeRole hands out: a key, its secret, and the token that goes with every request. */
public record TemporaryCredentials(String accessKeyId, String secret, String sessionToken) {}
