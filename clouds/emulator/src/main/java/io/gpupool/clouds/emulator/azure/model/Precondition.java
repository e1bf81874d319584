package io.gpupool.clouds.emulator.azure.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * What must be so for a change to be made, by the headers of the request.
 *
 * @param ifMatch the ETag that the resource must have; an asterisk for any
 * @param ifNoneMatch the ETag that it mustn't have; an asterisk if there must be no resource
 */
public record Precondition(Optional<String> ifMatch, Optional<String> ifNoneMatch) {

  /** Nothing in particular. */
  public static final Precondition NONE = new Precondition(Optional.empty(), Optional.empty());

  /** Refuses a change of a resource with an ETag, or of one that isn't there. */
  void check(Optional<String> etag) {
    if (ifMatch.isPresent() && etag.filter(here -> names(ifMatch.get(), here)).isEmpty()) {
      throw AzureException.preconditionFailed("If-Match", etag.orElse("none"));
    }
    if (ifNoneMatch.isPresent()
        && etag.filter(here -> names(ifNoneMatch.get(), here)).isPresent()) {
      throw AzureException.preconditionFailed("If-None-Match", etag.orElse("none"));
    }
  }

  private static boolean names(String header, String etag) {
    return Arrays.stream(header.split(",", -1))
        .map(String::strip)
        .anyMatch(each -> each.equals("*") || each.equals(etag) || ('"' + each + '"').equals(etag));
  }
}
