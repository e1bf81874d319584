package io.gpupool.clouds.azure;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which accelerator a machine type has. Azure says how many there are and not of what kind; that is
 * in the type's name. The memory is that of a whole one, though some types have a part of one: the
 * catalog knows which. FPGAs, those of the NP series, aren't GPUs for pods.
 *
 * @see <a href="https://learn.microsoft.com/azure/virtual-machines/sizes/overview">sizes</a>
 */
final class Accelerators {

  /**
   * @param vendor who makes it
   * @param name what it is called
   * @param bytes its memory
   */
  record Model(String vendor, String name, long bytes) {}

  private record Row(Pattern type, Model model) {}

  private static final List<Row> TABLE =
      List.of(
          row("nd\\d+\\w*_gb300_.*", "nvidia", "GB300", 288),
          row("nd\\d+\\w*_gb200_.*", "nvidia", "GB200", 192),
          row("n[cd]\\d+\\w*_h200_.*", "nvidia", "H200", 141),
          row("nd\\d+\\w*_mi300x_.*", "amd", "MI300X", 192),
          row("nd\\d+\\w*_h100_.*", "nvidia", "H100", 80),
          row("ncc?\\d+\\w*_h100_.*", "nvidia", "H100 NVL", 94),
          row("nc\\d+\\w*_rtxpro6000bse_.*", "nvidia", "RTX PRO 6000", 96),
          row("n[cd]\\d+\\w*_a100_v4", "nvidia", "A100", 80),
          row("nd\\d+asr?_v4", "nvidia", "A100", 40),
          row("nc\\d+\\w*_a10_v4|nv\\d+\\w*_a10_v5", "nvidia", "A10", 24),
          row("nc\\d+\\w*_t4_v3", "nvidia", "T4", 16),
          row("nd\\d+r?s_v2", "nvidia", "V100", 32),
          row("nc\\d+r?s_v3", "nvidia", "V100", 16),
          row("nc\\d+r?s_v2", "nvidia", "P100", 16),
          row("nd\\d+r?s", "nvidia", "P40", 24),
          row("nv\\d+\\w*_v710_.*", "amd", "V710", 28),
          row("ng\\d+\\w*_v620_.*", "amd", "V620", 32),
          row("nv\\d+as_v4", "amd", "MI25", 16),
          row("nv\\d+(s_v[23])?", "nvidia", "M60", 8),
          row("nc\\d+r?", "nvidia", "K80", 12));

  private Accelerators() {}

  /** The accelerator of a type such as {@code Standard_ND96isr_H100_v5}, if its name tells. */
  static Optional<Model> model(String machineType) {
    String plain =
        machineType.toLowerCase(Locale.ROOT).replace("standard_", "").replace("_promo", "");
    return TABLE.stream()
        .filter(row -> row.type().matcher(plain).matches())
        .map(Row::model)
        .findFirst();
  }

  private static Row row(String type, String vendor, String name, long gib) {
    return new Row(Pattern.compile(type), new Model(vendor, name, gib << 30));
  }
}
