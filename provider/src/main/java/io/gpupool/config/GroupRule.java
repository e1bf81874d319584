package io.gpupool.config;

import java.util.Objects;

/**
 * One entry of {@code groups}: settings for all groups that a pattern matches.
 *
 * @param match for which groups
 * @param settings what to set for them
 */
public record GroupRule(GroupPattern match, GroupSettings settings) {
  public GroupRule {
    Objects.requireNonNull(match, "match");
    Objects.requireNonNull(settings, "settings");
  }
}
