package io.gpupool.clouds.catalog;

import io.gpupool.clouds.api.Accelerator;
import io.gpupool.clouds.api.MachineType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The accelerator machine types of the three clouds with their list prices, from the files beside
 * this class; a few types have no list price. Types that aren't in it exist all the same: clouds
 * describe them by their API.
 */
public final class Catalog {

  private record Key(String cloud, String type) {}

  /**
   * What has a price.
   *
   * @param cloud {@code aws}, {@code gcp} or {@code azure}
   * @param region the cloud's own name for it
   * @param machineType the cloud's own name for it
   */
  public record PriceKey(String cloud, String region, String machineType) {}

  private final Map<Key, CatalogEntry> entries = new LinkedHashMap<>();
  private final Map<PriceKey, ListPrice> prices = new HashMap<>();

  private Catalog() {}

  /** Reads the catalog that is part of this build. */
  public static Catalog load() {
    Catalog catalog = new Catalog();
    Map<String, String> sources = new HashMap<>();
    for (String[] row : rows("sources.csv", 2)) {
      sources.put(row[0], row[1]);
    }
    rows("machine-types.csv", 12).forEach(catalog::add);
    rows("unpriced.csv", 14).forEach(catalog::add);
    for (String[] row : rows("prices.csv", 8)) {
      ListPrice price =
          new ListPrice(
              number(row[3]),
              number(row[4]),
              row[5],
              sources.getOrDefault(row[6], ""),
              LocalDate.parse(row[7]));
      catalog.prices.put(new PriceKey(row[0], row[1], row[2]), price);
    }
    return catalog;
  }

  /** Every machine type, in the order of clouds and names. */
  public Collection<CatalogEntry> entries() {
    return Collections.unmodifiableCollection(entries.values());
  }

  /** One machine type, by the cloud's own name for it. */
  public Optional<CatalogEntry> entry(String cloud, String machineType) {
    return Optional.ofNullable(entries.get(new Key(cloud, machineType)));
  }

  /**
   * One machine type, as its cloud describes it. Where accelerators are attached to a machine that
   * is sold without any, the catalog has a row for both together, such as {@code
   * n1-standard-8+1xT4}.
   */
  public Optional<CatalogEntry> entry(String cloud, MachineType machine) {
    Optional<CatalogEntry> byName = entry(cloud, machine.name());
    if (byName.isPresent() || machine.accelerator().isEmpty()) {
      return byName;
    }
    Accelerator attached = machine.accelerator().get();
    String together = machine.name() + "+" + attached.count() + "x";
    return entries.values().stream()
        .filter(entry -> entry.cloud().equals(cloud))
        .filter(entry -> entry.machine().name().startsWith(together))
        .filter(entry -> AcceleratorNames.mean(attached, entry.model()))
        .findFirst();
  }

  /**
   * What the accelerators of a machine are called across clouds, as far as the catalog knows the
   * machine or, on whatever machine it is, the accelerator by the name that its cloud gives it.
   */
  public Optional<String> modelOf(String cloud, MachineType machine) {
    Optional<String> known = entry(cloud, machine).map(CatalogEntry::model);
    if (known.isPresent() || machine.accelerator().isEmpty()) {
      return known;
    }
    List<String> candidates =
        entries.values().stream()
            .map(CatalogEntry::model)
            .filter(model -> AcceleratorNames.mean(machine.accelerator().get(), model))
            .distinct()
            .toList();
    return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
  }

  /** Its price in a region. */
  public Optional<ListPrice> price(String cloud, String region, String machineType) {
    return Optional.ofNullable(prices.get(new PriceKey(cloud, region, machineType)));
  }

  private void add(String[] row) {
    CatalogEntry entry = entry(row);
    if (entries.put(new Key(entry.cloud(), entry.machine().name()), entry) != null) {
      throw new IllegalStateException(
          "the catalog has " + entry.machine().name() + " of " + entry.cloud() + " twice");
    }
  }

  /** All prices. */
  public Map<PriceKey, ListPrice> prices() {
    return Collections.unmodifiableMap(prices);
  }

  private static CatalogEntry entry(String[] row) {
    Accelerator accelerator =
        new Accelerator(row[2], row[3], Integer.parseInt(row[4]), gibibytes(row[6]));
    MachineType machine =
        new MachineType(
            row[1],
            row[9],
            Integer.parseInt(row[7]),
            gibibytes(row[8]),
            Optional.of(accelerator),
            gibibytes(row[10]),
            OptionalInt.empty());
    return new CatalogEntry(row[0], machine, row[3], Double.parseDouble(row[5]), number(row[11]));
  }

  /** So many; zero where nothing is said. */
  private static long gibibytes(String number) {
    return number.isEmpty() ? 0 : Math.round(Double.parseDouble(number) * (1L << 30));
  }

  private static OptionalDouble number(String text) {
    return text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text));
  }

  /** The rows of a file of ours without its heading: plain commas, no quotes. */
  private static List<String[]> rows(String file, int columns) {
    InputStream stream = Catalog.class.getResourceAsStream(file);
    if (stream == null) {
      throw new IllegalStateException("the catalog's " + file + " is missing from this build");
    }
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .skip(1)
          .map(
              line -> {
                String[] row = line.split(",", -1);
                if (row.length != columns) {
                  throw new IllegalStateException(
                      file + ": expected " + columns + " columns: " + line);
                }
                return row;
              })
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the catalog's " + file + " can't be read", e);
    }
  }
}
