package io.gpupool.clouds.emulator.gcp.model;

import java.time.Instant;

/**
 * An error as {@code listErrors} tells it.
 *
 * @param at when
 * @param instance the path of the instance
 * @param action what the group was doing
 * @param template the path of the template
 * @param error what went wrong
 */
public record RecordedError(
    Instant at, String instance, Member.Action action, String template, CreationError error) {}
