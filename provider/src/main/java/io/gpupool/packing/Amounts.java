package io.gpupool.packing;

import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongBinaryOperator;

/**
 * How much of each resource a pod asks for or a node has, by Kubernetes' resource name. Cpu is in
 * thousandths of a core, memory and storage in bytes, everything else in whole units; {@link #PODS}
 * counts pods. A resource that isn't there is zero; none is negative.
 */
public final class Amounts {

  /** Processors, in thousandths of a core. */
  public static final String CPU = "cpu";

  /** Memory, in bytes. */
  public static final String MEMORY = "memory";

  /** Places for pods. */
  public static final String PODS = "pods";

  /** Nothing of anything. */
  public static final Amounts NONE = new Amounts(new TreeMap<>());

  private final SortedMap<String, Long> byName;

  private Amounts(SortedMap<String, Long> byName) {
    this.byName = byName;
  }

  /**
   * So much of each; zeros are left out.
   *
   * @throws IllegalArgumentException if an amount is negative
   */
  public static Amounts of(Map<String, Long> byName) {
    SortedMap<String, Long> some = new TreeMap<>();
    byName.forEach(
        (name, amount) -> {
          if (amount < 0) {
            throw new IllegalArgumentException(amount + " of " + name);
          }
          if (amount > 0) {
            some.put(name, amount);
          }
        });
    return new Amounts(some);
  }

  /** How much there is of a resource, zero or more. */
  public long get(String name) {
    return byName.getOrDefault(name, 0L);
  }

  /** The names of all resources that there is something of. */
  public SortedSet<String> names() {
    return new TreeSet<>(byName.keySet());
  }

  /** Both together; what is too much for a number stays at the largest one. */
  public Amounts plus(Amounts other) {
    return with(other, (a, b) -> a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b);
  }

  /** The larger of both, resource by resource. */
  public Amounts max(Amounts other) {
    return with(other, Math::max);
  }

  /** Whether this much fits into what is {@code free}. */
  public boolean fitsInto(Amounts free) {
    return byName.entrySet().stream().allMatch(one -> one.getValue() <= free.get(one.getKey()));
  }

  private Amounts with(Amounts other, LongBinaryOperator operator) {
    SortedMap<String, Long> result = new TreeMap<>(byName);
    other.byName.forEach(
        (name, amount) -> result.put(name, operator.applyAsLong(get(name), amount)));
    return new Amounts(result);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Amounts amounts && byName.equals(amounts.byName);
  }

  @Override
  public int hashCode() {
    return byName.hashCode();
  }

  @Override
  public String toString() {
    return byName.toString();
  }
}
