package io.gpupool.clouds.api;

import java.util.Objects;

/** What became of one instance that was to be deleted. */
public sealed interface DeleteResult {

  /** It is on its way out and the group's target counts it no longer. */
  record Terminating() implements DeleteResult {}

  /** There is no such instance any more. The group's target was not touched. */
  record Gone() implements DeleteResult {}

  /** It is still there, or it is not known ({@link CloudError#mayHaveHappened()}). */
  record Refused(CloudError error) implements DeleteResult {
    public Refused {
      Objects.requireNonNull(error, "error");
    }
  }
}
