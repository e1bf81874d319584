package io.gpupool.clouds.emulator.aws.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Regions, their zones, and the one subnet that each account has in each zone. */
public final class Geography {

  private final long seed;
  private final Map<String, List<String>> zonesByRegion = new TreeMap<>();

  Geography(long seed) {
    this.seed = seed;
    add("us-east-1", "abcdef");
    add("us-east-2", "abc");
    add("us-west-1", "ac");
    add("us-west-2", "abcd");
    add("ca-central-1", "abd");
    add("eu-central-1", "abc");
    add("eu-north-1", "abc");
    add("eu-west-1", "abc");
    add("eu-west-2", "abc");
    add("ap-northeast-1", "acd");
    add("ap-south-1", "abc");
    add("ap-southeast-1", "abc");
    add("ap-southeast-2", "abc");
  }

  private void add(String region, String letters) {
    zonesByRegion.put(region, lettered(region, letters));
  }

  private static List<String> lettered(String region, String letters) {
    return letters.chars().mapToObj(letter -> region + (char) letter).toList();
  }

  /** All regions, by name. */
  public List<String> regions() {
    return List.copyOf(zonesByRegion.keySet());
  }

  /** Whether there is such a region. */
  public boolean knows(String region) {
    return zonesByRegion.containsKey(region);
  }

  /** The zones of a region; a region that AWS may have and this list doesn't has three. */
  public List<String> zones(String region) {
    return zonesByRegion.getOrDefault(region, lettered(region, "abc"));
  }

  /** Adds zones to a region, such as a Local Zone. */
  void addZones(String region, Collection<String> more) {
    List<String> zones = new ArrayList<>(zones(region));
    more.stream().filter(zone -> !zones.contains(zone)).forEach(zones::add);
    zonesByRegion.put(region, List.copyOf(zones));
  }

  /** A zone's id, which unlike its name is the same in all accounts: {@code use1-az1}. */
  public String zoneId(String region, String zone) {
    StringBuilder brief = new StringBuilder();
    for (String part : region.split("-", -1)) {
      brief.append(
          switch (part) {
            case "northeast" -> "ne";
            case "northwest" -> "nw";
            case "southeast" -> "se";
            case "southwest" -> "sw";
            case "us", "eu", "ap", "ca", "sa", "me", "af", "il", "mx" -> part;
            default -> part.substring(0, Math.min(1, part.length()));
          });
    }
    return brief + "-az" + (zones(region).indexOf(zone) + 1);
  }

  /** The subnet of an account in a zone. */
  public String subnet(String account, String zone) {
    long place = 31L * account.hashCode() + zone.hashCode();
    SplittableRandom random = new SplittableRandom(seed ^ place);
    return String.format("subnet-0%016x", random.nextLong());
  }

  /** The zone in which an account has a subnet. */
  public Optional<String> zoneOfSubnet(String account, String region, String subnet) {
    return zones(region).stream().filter(zone -> subnet(account, zone).equals(subnet)).findFirst();
  }
}
