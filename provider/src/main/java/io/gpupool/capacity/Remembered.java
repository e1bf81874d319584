package io.gpupool.capacity;

import io.gpupool.clouds.api.FailureCode;
import java.time.Instant;
import java.util.Objects;

/**
 * Something that couldn't be had.
 *
 * @param offering what
 * @param code why
 * @param text the cloud's own words
 * @param since when
 * @param until when it is worth another try
 */
public record Remembered(
    Offering offering, FailureCode code, String text, Instant since, Instant until) {
  public Remembered {
    Objects.requireNonNull(offering, "offering");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(until, "until");
  }
}
