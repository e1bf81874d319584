package io.gpupool.template;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kubernetes' quantities, without exponents: {@code 1060m}, {@code 41Gi}. */
final class Quantities {

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,20}(?:\\.\\d{1,9})?)([numkMGTPE]|[KMGTPE]i)?");

  private static final Map<String, BigDecimal> UNITS =
      Map.ofEntries(
          Map.entry("n", new BigDecimal("1e-9")),
          Map.entry("u", new BigDecimal("1e-6")),
          Map.entry("m", new BigDecimal("1e-3")),
          Map.entry("k", new BigDecimal("1e3")),
          Map.entry("M", new BigDecimal("1e6")),
          Map.entry("G", new BigDecimal("1e9")),
          Map.entry("T", new BigDecimal("1e12")),
          Map.entry("P", new BigDecimal("1e15")),
          Map.entry("E", new BigDecimal("1e18")),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
          Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

  private Quantities() {}

  /**
   * How much a quantity is.
   *
   * @throws IllegalArgumentException if it is none
   */
  static BigDecimal amount(String quantity) {
    Matcher form = FORM.matcher(quantity);
    if (!form.matches()) {
      throw new IllegalArgumentException("'" + quantity + "' is no quantity");
    }
    BigDecimal number = new BigDecimal(form.group(1));
    return form.group(2) == null
        ? number
        : number.multiply(UNITS.getOrDefault(form.group(2), BigDecimal.ONE));
  }
}
