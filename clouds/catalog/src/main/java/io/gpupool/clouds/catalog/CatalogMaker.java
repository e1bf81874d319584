package io.gpupool.clouds.catalog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes the catalog's three files from one table of machine types and prices:
 *
 * <pre>java -cp clouds/catalog/target/classes io.gpupool.clouds.catalog.CatalogMaker TABLE.csv
 * clouds/catalog/src/main/resources/io/gpupool/clouds/catalog</pre>
 *
 * <p>The table has the columns {@code cloud, instance_type, accel_vendor, gpu_name, gpu_count,
 * gpu_fraction, gpu_mem_gib, vcpu, mem_gib, arch, local_ssd_gib, network_gbps, region,
 * ondemand_usd_per_hr, spot_usd_per_hr, spot_kind, source, source_date}, one row for each type and
 * region.
 */
final class CatalogMaker {

  /** Nominal memory of a whole accelerator in GB, by vendor and name in the table. */
  private static final Map<String, String> MODELS =
      Map.ofEntries(
          Map.entry("nvidia A10", "nvidia-a10-24gb"),
          Map.entry("nvidia A100-40GB", "nvidia-a100-40gb"),
          Map.entry("nvidia A100-80GB", "nvidia-a100-80gb"),
          Map.entry("nvidia A10G", "nvidia-a10g-24gb"),
          Map.entry("nvidia B200", "nvidia-b200-180gb"),
          Map.entry("nvidia B300", "nvidia-b300-288gb"),
          Map.entry("nvidia GB200", "nvidia-gb200-192gb"),
          Map.entry("nvidia H100", "nvidia-h100-80gb"),
          Map.entry("nvidia H100-MEGA", "nvidia-h100-mega-80gb"),
          Map.entry("nvidia H100-NVL", "nvidia-h100-nvl-94gb"),
          Map.entry("nvidia H200", "nvidia-h200-141gb"),
          Map.entry("nvidia K520", "nvidia-k520-4gb"),
          Map.entry("nvidia K80", "nvidia-k80-12gb"),
          Map.entry("nvidia L4", "nvidia-l4-24gb"),
          Map.entry("nvidia L40S", "nvidia-l40s-48gb"),
          Map.entry("nvidia M60", "nvidia-m60-8gb"),
          Map.entry("nvidia P100", "nvidia-p100-16gb"),
          Map.entry("nvidia P4", "nvidia-p4-8gb"),
          Map.entry("nvidia RTX PRO 6000", "nvidia-rtx-pro-6000-96gb"),
          Map.entry("nvidia RTX PRO-4500", "nvidia-rtx-pro-4500-32gb"),
          Map.entry("nvidia T4", "nvidia-t4-16gb"),
          Map.entry("nvidia T4g", "nvidia-t4g-16gb"),
          Map.entry("nvidia V100", "nvidia-v100-16gb"),
          Map.entry("nvidia V100-32GB", "nvidia-v100-32gb"),
          Map.entry("amd MI25", "amd-mi25-16gb"),
          Map.entry("amd MI300X", "amd-mi300x-192gb"),
          Map.entry("amd Radeon Pro V520", "amd-radeon-pro-v520-8gb"),
          Map.entry("amd V620", "amd-v620-32gb"),
          Map.entry("amd V710", "amd-v710-28gb"),
          Map.entry("aws-neuron Inferentia", "aws-inferentia-8gb"),
          Map.entry("aws-neuron Inferentia2", "aws-inferentia2-32gb"),
          Map.entry("aws-neuron Trainium", "aws-trainium-32gb"),
          Map.entry("habana Gaudi HL-205", "habana-gaudi-32gb"),
          Map.entry("qualcomm AIC100", "qualcomm-aic100-16gb"));

  private CatalogMaker() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("expected the table and the folder to write to");
    }
    List<Map<String, String>> table = read(Path.of(arguments[0]));
    Path folder = Path.of(arguments[1]);
    TreeMap<String, String> machines = new TreeMap<>();
    TreeSet<String> prices = new TreeSet<>();
    Map<String, Integer> sources = new LinkedHashMap<>();
    for (Map<String, String> row : table) {
      String machine = machine(row);
      String former = machines.put(row.get("cloud") + " " + row.get("instance_type"), machine);
      if (former != null && !former.equals(machine)) {
        throw new IllegalStateException("two machines in one: " + former + " and " + machine);
      }
      int source =
          sources.computeIfAbsent(cell(row, "source").replace(',', ';'), s -> sources.size() + 1);
      prices.add(price(row, source));
    }
    write(
        folder.resolve("machine-types.csv"),
        "cloud,type,vendor,model,accelerators,fraction,accelerator_gib,vcpu,memory_gib,"
            + "architecture,local_ssd_gib,network_gbps",
        List.copyOf(machines.values()));
    write(
        folder.resolve("prices.csv"),
        "cloud,region,type,on_demand_usd_per_hour,spot_usd_per_hour,spot_kind,source,date",
        List.copyOf(prices));
    List<String> numbered = new ArrayList<>();
    sources.forEach((text, number) -> numbered.add(number + "," + text));
    write(folder.resolve("sources.csv"), "source,text", numbered);
  }

  private static String machine(Map<String, String> row) {
    String vendor = cell(row, "accel_vendor");
    String model = MODELS.get(vendor + " " + cell(row, "gpu_name"));
    if (model == null) {
      throw new IllegalStateException(
          "no name is known for the accelerator " + vendor + " " + cell(row, "gpu_name"));
    }
    return String.join(
        ",",
        cell(row, "cloud"),
        cell(row, "instance_type"),
        vendor.equals("aws-neuron") ? "aws" : vendor,
        model,
        plain(cell(row, "gpu_count")),
        cell(row, "gpu_fraction").isEmpty() ? "1" : plain(cell(row, "gpu_fraction")),
        plain(cell(row, "gpu_mem_gib")),
        plain(cell(row, "vcpu")),
        plain(cell(row, "mem_gib")),
        cell(row, "arch"),
        plain(cell(row, "local_ssd_gib")),
        plain(cell(row, "network_gbps")));
  }

  private static String price(Map<String, String> row, int source) {
    return String.join(
        ",",
        cell(row, "cloud"),
        cell(row, "region"),
        cell(row, "instance_type"),
        plain(cell(row, "ondemand_usd_per_hr")),
        plain(cell(row, "spot_usd_per_hr")),
        cell(row, "spot_kind").toLowerCase(Locale.ROOT),
        Integer.toString(source),
        cell(row, "source_date"));
  }

  /** A number without needless zeros: 1.0 and 1 are the same. */
  private static String plain(String number) {
    return number.isEmpty()
        ? ""
        : new java.math.BigDecimal(number).stripTrailingZeros().toPlainString();
  }

  private static String cell(Map<String, String> row, String column) {
    String value = row.get(column);
    if (value == null) {
      throw new IllegalStateException("the table has no column " + column);
    }
    return value.strip();
  }

  private static List<Map<String, String>> read(Path table) throws IOException {
    List<String> lines = Files.readAllLines(table, StandardCharsets.UTF_8);
    List<String> columns = List.of(lines.get(0).split(",", -1));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      if (cells.length != columns.size()) {
        throw new IllegalStateException("a row with other columns than the heading: " + line);
      }
      Map<String, String> row = new LinkedHashMap<>();
      for (int k = 0; k < cells.length; k++) {
        row.put(columns.get(k), cells[k]);
      }
      rows.add(row);
    }
    return rows;
  }

  private static void write(Path file, String heading, List<String> rows) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(heading);
    lines.addAll(rows);
    Files.writeString(file, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
  }
}
