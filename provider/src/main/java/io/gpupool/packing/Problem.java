package io.gpupool.packing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A {@link Question} in numbers: amounts as rows of the same few columns, so that thousands of
 * plans can be tried in a second. What a node can have once only is a column of which every node
 * has one. The arrays are read by the package and changed by nobody.
 */
final class Problem {

  private static final String ALONE = "alone:";

  final List<PodClass> pods;
  final List<Shape> nodes;
  final int classes;
  final int shapes;

  /** What the columns are of. */
  final List<String> columns;

  /** By class: what a pod asks for, a column for each resource. */
  final long[][] requests;

  /** By class: what matters for formulas that know only these. */
  final long[] milliCpu;

  final long[] memoryBytes;
  final long[] gpus;

  /** The columns of processors and memory; -1 where no pod asks for any. */
  final int cpuColumn;

  final int memoryColumn;

  /** The columns of GPUs, of whatever vendor. */
  final int[] gpuColumns;

  /** By shape: what pods can have of a node. */
  final long[][] allocatable;

  /** By shape and class: whether an empty node holds such a pod. */
  final boolean[][] holds;

  /** By shape: the classes that it holds, in the order in which the autoscaler places them. */
  final int[][] order;

  /** By shape: the number of its kind. Pods can't tell nodes of a kind apart. */
  final int[] kind;

  /** How many kinds there are. */
  final int kinds;

  /** By shape: the number of its prepaid pool, or -1. */
  final int[] pool;

  private final List<String> pools;

  private Problem(Question question) {
    pods = question.classes();
    nodes = question.shapes();
    classes = pods.size();
    shapes = nodes.size();
    pools = pools(question);
    columns = columns(pods);
    cpuColumn = columns.indexOf(Amounts.CPU);
    memoryColumn = columns.indexOf(Amounts.MEMORY);
    gpuColumns =
        IntStream.range(0, columns.size()).filter(d -> Gpus.isGpu(columns.get(d))).toArray();
    requests = pods.stream().map(pod -> row(pod)).toArray(long[][]::new);
    milliCpu = pods.stream().mapToLong(pod -> pod.requests().get(Amounts.CPU)).toArray();
    memoryBytes = pods.stream().mapToLong(pod -> pod.requests().get(Amounts.MEMORY)).toArray();
    gpus = pods.stream().mapToLong(pod -> Gpus.in(pod.requests())).toArray();
    allocatable = nodes.stream().map(node -> row(node)).toArray(long[][]::new);
    pool = nodes.stream().mapToInt(node -> node.prepaid().map(pools::indexOf).orElse(-1)).toArray();
    holds = new boolean[shapes][classes];
    order = new int[shapes][];
    for (int s = 0; s < shapes; s++) {
      for (int c = 0; c < classes; c++) {
        holds[s][c] = nodes.get(s).holds(pods.get(c));
      }
      order[s] = order(s);
    }
    kind = new int[shapes];
    kinds = numberKinds();
  }

  /** Groups in several zones, on demand and spot, often have the very same nodes. */
  private int numberKinds() {
    Map<List<List<?>>, Integer> numbers = new HashMap<>();
    for (int s = 0; s < shapes; s++) {
      List<List<?>> same =
          List.of(
              Arrays.stream(allocatable[s]).boxed().toList(),
              Arrays.stream(order[s]).boxed().toList());
      kind[s] = numbers.computeIfAbsent(same, first -> numbers.size());
    }
    return numbers.size();
  }

  static Problem of(Question question) {
    return new Problem(question);
  }

  /** Where every plan begins: all pods pending and no node added. */
  State start(Question question) {
    return new State(
        question.pods().stream().mapToInt(Integer::intValue).toArray(),
        nodes.stream().mapToInt(Shape::room).toArray(),
        pools.stream().mapToInt(name -> question.prepaid().getOrDefault(name, 0)).toArray());
  }

  /** What is left of the prepaid pools in a state, by their names. */
  Map<String, Integer> prepaid(State state) {
    Map<String, Integer> left = new HashMap<>();
    for (int p = 0; p < pools.size(); p++) {
      left.put(pools.get(p), state.prepaid(p));
    }
    return left;
  }

  private static List<String> pools(Question question) {
    NavigableSet<String> names = new TreeSet<>();
    question.shapes().forEach(shape -> shape.prepaid().ifPresent(names::add));
    return List.copyOf(names);
  }

  private static List<String> columns(List<PodClass> pods) {
    NavigableSet<String> names = new TreeSet<>();
    for (PodClass pod : pods) {
      names.addAll(pod.requests().names());
      pod.alone().forEach(token -> names.add(ALONE + token));
    }
    return List.copyOf(names);
  }

  private long[] row(PodClass pod) {
    return columns.stream()
        .mapToLong(
            column ->
                column.startsWith(ALONE)
                    ? (pod.alone().contains(column.substring(ALONE.length())) ? 1 : 0)
                    : pod.requests().get(column))
        .toArray();
  }

  private long[] row(Shape shape) {
    return columns.stream()
        .mapToLong(column -> column.startsWith(ALONE) ? 1 : shape.allocatable().get(column))
        .toArray();
  }

  /**
   * The classes that a shape holds, those first whose pods take the largest parts of a node's
   * processors and memory; GPUs have no part in it. Where the autoscaler leaves ties to chance they
   * are broken by request here.
   */
  private int[] order(int s) {
    Comparator<Integer> byShare = Comparator.comparingDouble(c -> -share(s, c));
    return IntStream.range(0, classes)
        .filter(c -> holds[s][c])
        .boxed()
        .sorted(
            byShare
                .thenComparing((a, b) -> Arrays.compare(requests[b], requests[a]))
                .thenComparing(c -> pods.get(c).name()))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private double share(int s, int c) {
    Amounts whole = nodes.get(s).allocatable();
    return part(milliCpu[c], whole.get(Amounts.CPU))
        + part(memoryBytes[c], whole.get(Amounts.MEMORY));
  }

  private static double part(long asked, long whole) {
    return asked == 0 ? 0 : asked / (double) whole;
  }

  /** How many pods of a class still fit where this much is free. */
  int fit(int c, long[] free) {
    long[] request = requests[c];
    for (int d = 0; d < request.length; d++) {
      if (free[d] < request[d]) {
        return 0;
      }
    }
    long most = Integer.MAX_VALUE;
    for (int d = 0; d < request.length; d++) {
      if (request[d] > 0) {
        most = Math.min(most, free[d] / request[d]);
      }
    }
    return (int) most;
  }
}
