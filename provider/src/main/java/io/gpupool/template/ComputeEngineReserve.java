package io.gpupool.template;

import io.gpupool.clouds.api.NodeSystem;
import io.gpupool.clouds.api.NodeSystem.Distribution;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What the systems of nodes on Compute Engine take of a machine before a kubelet counts anything.
 * All of it was measured on Google's node images, by distribution; images of others are taken for
 * whichever takes more, for a template that promised too much would bring up nodes for pods that
 * then don't fit.
 */
final class ComputeEngineReserve {

  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  private static final String ARM = "arm64";

  /** Buffers for devices that can't reach all of the memory. */
  private static final long BOUNCE_BUFFERS = 64 * MIB;

  /** An encrypted machine moves everything through them: 6 % of its memory, at most 1 GiB. */
  private static final long MOST_BOUNCE_BUFFERS = GIB;

  private static final double SHARE_OF_BOUNCE_BUFFERS = 0.06;

  /** What the file system takes of so many local disks together, in KiB. */
  private static final NavigableMap<Integer, Long> COS_LOCAL_SSDS =
      new TreeMap<>(
          Map.of(
              1, 7_289_472L,
              2, 13_725_224L,
              3, 20_031_312L,
              4, 26_332_924L,
              5, 32_634_536L,
              6, 38_946_604L,
              7, 45_254_008L,
              8, 51_556_096L,
              16, 52_837_800L,
              24, 78_686_620L));

  private static final NavigableMap<Integer, Long> UBUNTU_LOCAL_SSDS =
      new TreeMap<>(
          Map.of(
              1, 7_219_840L,
              2, 13_651_496L,
              3, 19_953_488L,
              4, 26_255_100L,
              5, 32_556_712L,
              6, 38_860_588L,
              7, 45_163_896L,
              8, 51_465_984L,
              16, 52_747_688L,
              24, 78_601_704L));

  private ComputeEngineReserve() {}

  /** What the kernel takes of so much memory. */
  static long kernelBytes(NodeSystem system, String architecture, long memoryBytes) {
    if (system.distribution() == Distribution.WINDOWS) {
      return 0;
    }
    long reserved = memoryBytes / 64 + 16 * MIB;
    if (system.confidential()) {
      long wanted = (long) (memoryBytes * SHARE_OF_BOUNCE_BUFFERS);
      reserved += Math.min(MOST_BOUNCE_BUFFERS, Math.max(BOUNCE_BUFFERS, wanted));
    } else if (memoryBytes > 3 * GIB) {
      reserved += BOUNCE_BUFFERS;
    }
    if (memoryBytes <= 8 * GIB) {
      reserved += 8 * MIB;
    }
    reserved += Math.min((long) (0.00175 * memoryBytes), 248 * MIB);
    if (system.distribution() != Distribution.COS) {
      return reserved + 4 * MIB;
    }
    return architecture.equals(ARM) ? Math.round(reserved * 0.9971) : reserved;
  }

  /** What the system and its file system take of a root disk. */
  static long systemDiskBytes(NodeSystem system, String architecture, long diskBytes) {
    long thousandth = Math.min(100 * MIB, up(0.001 * diskBytes));
    return switch (system.distribution()) {
      case COS ->
          up(0.015635 * diskBytes)
              + up(4.148 * GIB)
              + thousandth
              + (architecture.equals(ARM) ? 64 * MIB : 0);
      case UBUNTU, OTHER -> up(0.03083 * diskBytes) + up(0.171 * GIB) + thousandth;
      case WINDOWS -> up(0.1133 * GIB) + up(0.010 * GIB);
    };
  }

  /** What the file system takes of so many local disks, if pods have their storage there. */
  static long localSsdBytes(NodeSystem system, int disks) {
    NavigableMap<Integer, Long> table =
        system.distribution() == Distribution.UBUNTU ? UBUNTU_LOCAL_SSDS : COS_LOCAL_SSDS;
    Map.Entry<Integer, Long> row = table.ceilingEntry(disks);
    return (row == null ? table.lastEntry() : row).getValue() * KIB;
  }

  private static long up(double bytes) {
    return (long) Math.ceil(bytes);
  }
}
