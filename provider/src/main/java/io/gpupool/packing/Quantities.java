package io.gpupool.packing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kubernetes' notation for amounts: {@code 4}, {@code 3920m}, {@code 16Gi}, {@code 1e3} (<a
 * href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/">Quantity
 * </a>).
 */
public final class Quantities {

  private static final Map<String, BigDecimal> UNITS =
      Map.ofEntries(
          Map.entry("", BigDecimal.ONE),
          Map.entry("n", new BigDecimal("0.000000001")),
          Map.entry("u", new BigDecimal("0.000001")),
          Map.entry("m", new BigDecimal("0.001")),
          Map.entry("k", BigDecimal.TEN.pow(3)),
          Map.entry("M", BigDecimal.TEN.pow(6)),
          Map.entry("G", BigDecimal.TEN.pow(9)),
          Map.entry("T", BigDecimal.TEN.pow(12)),
          Map.entry("P", BigDecimal.TEN.pow(15)),
          Map.entry("E", BigDecimal.TEN.pow(18)),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
          Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

  private static final Pattern FORM =
      Pattern.compile(
          "([+-]?(?:\\d{1,40}(?:\\.\\d{0,40})?|\\.\\d{1,40}))(?:[eE]([+-]?\\d{1,3})|([a-zA-Z]{0,2}))");

  private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  private Quantities() {}

  /**
   * An amount of a resource in the unit of {@link Amounts}, rounded up as Kubernetes does; what is
   * larger than a {@code long} is the largest.
   *
   * @throws IllegalArgumentException for what is no quantity, or a negative one, naming both
   */
  public static long amount(String resource, String quantity) {
    BigDecimal value = exactly(resource, quantity);
    if (value.signum() < 0) {
      throw new IllegalArgumentException("'" + quantity + "' of " + resource + " is negative");
    }
    BigDecimal inUnits = resource.equals(Amounts.CPU) ? value.movePointRight(3) : value;
    BigDecimal whole = inUnits.setScale(0, RoundingMode.CEILING);
    return whole.compareTo(LARGEST) > 0 ? Long.MAX_VALUE : whole.longValueExact();
  }

  /**
   * The number that a quantity stands for.
   *
   * @throws IllegalArgumentException for what is no quantity
   */
  public static BigDecimal exactly(String resource, String quantity) {
    Matcher form = FORM.matcher(quantity);
    if (form.matches()) {
      BigDecimal number = new BigDecimal(form.group(1));
      if (form.group(2) != null) {
        return number.scaleByPowerOfTen(Integer.parseInt(form.group(2)));
      }
      BigDecimal unit = UNITS.get(form.group(3));
      if (unit != null) {
        return number.multiply(unit);
      }
    }
    throw new IllegalArgumentException("'" + quantity + "' is no quantity of " + resource);
  }
}
