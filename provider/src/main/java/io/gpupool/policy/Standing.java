package io.gpupool.policy;

import io.gpupool.clouds.api.OptionOverrides;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Which options hold for a group at a moment, and who says so: for each setting, the first of the
 * sources that says anything of it. What none says is as the autoscaler has it.
 *
 * @param options all that is said
 * @param by who has said it, setting by setting
 */
public record Standing(OptionOverrides options, Map<Setting, Source> by) {

  public Standing {
    by = Map.copyOf(by);
  }

  /** What comes of these sources, the strongest first. */
  public static Standing of(List<Source> sources) {
    OptionOverrides options = OptionOverrides.NONE;
    Map<Setting, Source> by = new EnumMap<>(Setting.class);
    for (Source source : sources) {
      options = options.orElse(source.options());
      for (Setting setting : Setting.values()) {
        if (setting.in(source.options()).isPresent()) {
          by.putIfAbsent(setting, source);
        }
      }
    }
    return new Standing(options, by);
  }
}
