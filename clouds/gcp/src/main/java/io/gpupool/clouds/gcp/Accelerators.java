package io.gpupool.clouds.gcp;

import io.gpupool.clouds.api.Accelerator;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Compute Engine's accelerator types are. Its API states no memory, so the types that there
 * are stand here; a name that isn't here speaks for itself as far as it can.
 *
 * @see <a href="https://cloud.google.com/compute/docs/gpus">GPU machine types</a>
 */
final class Accelerators {

  private record Kind(String vendor, String model, int gibibytes) {}

  private static final Map<String, Kind> KNOWN =
      Map.ofEntries(
          nvidia("nvidia-tesla-k80", "K80", 12),
          nvidia("nvidia-tesla-p4", "P4", 8),
          nvidia("nvidia-tesla-p100", "P100", 16),
          nvidia("nvidia-tesla-v100", "V100", 16),
          nvidia("nvidia-tesla-t4", "T4", 16),
          nvidia("nvidia-tesla-a100", "A100", 40),
          nvidia("nvidia-a100-80gb", "A100", 80),
          nvidia("nvidia-l4", "L4", 24),
          nvidia("nvidia-h100-80gb", "H100", 80),
          nvidia("nvidia-h100-mega-80gb", "H100-MEGA", 80),
          nvidia("nvidia-h200-141gb", "H200", 141),
          nvidia("nvidia-b200", "B200", 180),
          nvidia("nvidia-gb200", "GB200", 186),
          nvidia("nvidia-rtx-pro-6000", "RTX-PRO-6000", 96));

  /** The same cards with a licence for graphics. */
  private static final String WORKSTATION = "-vws";

  private static final Pattern SPEAKING =
      Pattern.compile("([a-z]+)-(?:tesla-)?(.+?)(?:-(\\d+)gb)?");
  private static final Pattern TPU = Pattern.compile("ct\\d.*|tpu.*|v\\d+[a-z]*-.*");
  private static final long GIB = 1L << 30;

  private Accelerators() {}

  /** So many of a type, by the API's name for it. */
  static Accelerator of(String type, int count) {
    String name = type.toLowerCase(Locale.ROOT);
    String plain =
        name.endsWith(WORKSTATION) ? name.substring(0, name.length() - WORKSTATION.length()) : name;
    Kind kind = KNOWN.getOrDefault(plain, spoken(plain));
    return new Accelerator(kind.vendor(), kind.model(), count, kind.gibibytes() * GIB);
  }

  private static Kind spoken(String name) {
    if (TPU.matcher(name).matches()) {
      return new Kind("google", name.toUpperCase(Locale.ROOT), 0);
    }
    Matcher parts = SPEAKING.matcher(name);
    if (!parts.matches()) {
      return new Kind("google", name.toUpperCase(Locale.ROOT), 0);
    }
    int gibibytes = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
    return new Kind(parts.group(1), parts.group(2).toUpperCase(Locale.ROOT), gibibytes);
  }

  private static Map.Entry<String, Kind> nvidia(String type, String model, int gibibytes) {
    return Map.entry(type, new Kind("nvidia", model, gibibytes));
  }
}
