package io.gpupool.config;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What editors are told. That they take whatever the server takes is looked at wherever a test
 * reads a {@link ConfigText}.
 */
final class ConfigSchemaTest {

  private static final String TLS_LINES =
      "  tls:\n    certificate: tls.crt\n    key: tls.key\n    clientCa: ca.crt\n";

  private static final List<String> CLOUDS = List.of("aws", "gcp", "azure");

  @Test
  void isASchema() {
    assertThat(EditorCheck.complaintsAboutTheSchema()).isEmpty();
  }

  @Test
  void takesTheFileWithEveryKey() throws IOException, URISyntaxException {
    assertThat(EditorCheck.complaints(Files.readString(ExampleFileTest.file()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpupool.yaml", "gpupool-gcp.yaml"})
  void takesTheFilesOfTheFirstSetUps(String name) throws IOException, ConfigException {
    Path file = Path.of("..", "deploy", name);

    assertThat(EditorCheck.complaints(Files.readString(file))).isEmpty();
    assertThat(ConfigReader.read(file).clouds()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.30", "1.36", "\"1.36\"", "1.36.1"})
  void takesReleasesAsTheReaderDoes(String release) throws ConfigException {
    assertThat(ConfigText.small().and("autoscaler: {release: " + release + "}\n").read())
        .isNotNull();
  }

  @ParameterizedTest
  @MethodSource("brokenTexts")
  void refusesWhatTheReaderRefuses(String what, ConfigText broken) {
    assertThat(broken.problems()).as(what).isNotEmpty();
    assertThat(EditorCheck.complaints(broken.text())).as(what).isNotEmpty();
  }

  static Stream<Arguments> brokenTexts() {
    ConfigText small = ConfigText.small();
    return Stream.of(
        arguments("an unknown key", small.and("gpuLable: a\n")),
        arguments("an unknown key below", small.with("regions", "region: x\n      regions")),
        arguments("a key of a later release", small.and("ceilings: []\n")),
        arguments("a cloud of a later release", small.and("  - {name: b, azure: {}}\n")),
        arguments("a text for a list", small.with("[us-east-1]", "us-east-1")),
        arguments("a list for a mapping", small.and("autoscaler: []\n")),
        arguments("a number for a mapping", small.and("autoscaler: 7\n")),
        arguments("a text for a boolean", rule("zeroOrMax: \"true\"")),
        arguments("a text for a number", rule("weight: \"1\"")),
        arguments("no value", small.and("gpuLabel:\n")),
        arguments("no server", new ConfigText(small.text().substring(small.text().indexOf("clo")))),
        arguments("no certificate", small.without("    certificate: tls.crt\n")),
        arguments("neither tls nor plaintext", small.with(TLS_LINES, "  expander: {}\n")),
        arguments("no name", small.with("- name: main\n    aws", "- aws")),
        arguments("no cloud in an entry", small.and("  - {name: b}\n")),
        arguments("no groups at all", small.without("      groups: [{name: p5}]\n")),
        arguments("no pattern", small.and("groups: [{weight: 1}]\n")),
        arguments("an empty list", small.with("[us-east-1]", "[]")),
        arguments("no tags", small.with("groups: [{name: p5}]", "discover: {tags: {}}")),
        arguments("a region twice", small.with("[us-east-1]", "[us-east-1, us-east-1]")),
        arguments("no region", small.with("us-east-1", "us-east")),
        arguments("no role", small.with("groups:", "assumeRole: gpupool\n      groups:")),
        arguments("no address", small.with("server:\n", "server:\n  admin: {listen: \"8088\"}\n")),
        arguments("no URL", small.with("groups:", "endpoint: ftp://a\n      groups:")),
        arguments("no unit", small.with("groups:", "refresh: 30\n      groups:")),
        arguments("no release", small.and("autoscaler: {release: v1.36}\n")),
        arguments("an empty path", small.with("tls.key", "''")),
        arguments("a label's key", rule("labels: {a b: c}")),
        arguments("a label's value", rule("labels: {a: b c}")),
        arguments("a label's value too long", rule("labels: {a: " + "b".repeat(64) + "}")),
        arguments("a quantity", rule("resources: {memory: 16GB}")),
        arguments("a taint", rule("taints: [\"a=b:Never\"]")),
        arguments("a capacity type", rule("capacityType: Spot")),
        arguments("a weight below zero", rule("weight: -1")),
        arguments("a tier below one", rule("tier: 0")),
        arguments("a size too large", small.with("p5}", "p5, max: 2147483648}")),
        arguments("no project", gcp("groups: [{name: a}]")),
        arguments("a project with capitals", gcp("project: My-Project, groups: [{name: a}]")),
        arguments("no location", gcp("project: my-project, locations: [a], groups: [{name: a}]")),
        arguments("a discovery of everything", gcp("project: my-project, discover: {max: 3}")),
        arguments("a prefix", gcp("project: my-project, discover: {namePrefix: GPU}")),
        arguments("a label", gcp("project: my-project, discover: {labels: {k8s.io/a: b}}")),
        arguments("other credentials", gcp("project: my-project, credentials: any")),
        arguments("no account", gcp("project: my-project, impersonate: me@example.com")));
  }

  @Test
  void tellsTheDefaultsThatTheReaderFillsIn() throws ConfigException {
    GpupoolConfig config =
        ConfigText.small()
            .with("server:\n", "server:\n  expander: {}\n")
            .and("  - {name: g, gcp: {project: my-project, groups: [{name: a}]}}\n")
            .read();
    AwsConfig aws = (AwsConfig) config.clouds().get(0);
    GcpConfig gcp = (GcpConfig) config.clouds().get(1);
    ServerConfig server = config.server();
    ExpanderConfig expander = server.expander().orElseThrow();

    assertThat(defaults("", ConfigSchema.asJson()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                entry(".server.cloudProvider.listen", server.cloudProvider().toString()),
                entry(".server.expander.listen", expander.listen().toString()),
                entry(".server.expander.scheduler", expander.scheduler().toString()),
                entry(".server.expander.budget", "1.5s"),
                entry(".prices.overrides", List.of()),
                entry(".prices.discounts", List.of()),
                entry(".prices.reservations", List.of()),
                entry(".scaleDown.rules", List.of()),
                entry(".scaleDown.breakEven.drain", "1m"),
                entry(".scaleDown.breakEven.afterRunning", "2m30s"),
                entry(".scaleDown.breakEven.atLeast", "1m"),
                entry(".server.admin.listen", server.admin().listen().toString()),
                entry(".server.tls.allowedClients", server.tls().orElseThrow().allowedClients()),
                entry(".server.plaintext", server.plaintext()),
                entry(".gpuLabel", config.gpuLabel()),
                entry(".clouds.aws.refresh", aws.refresh().toSeconds() + "s"),
                entry(".clouds.gcp.refresh", gcp.refresh().toSeconds() + "s"),
                entry(".clouds.gcp.credentials", gcp.credentials().toString()),
                entry(".clouds.azure.refresh", "30s"),
                entry(".clouds.azure.environment", AzureEnvironment.PUBLIC.toString()),
                entry(".groups", config.groups())));
  }

  @Test
  void namesNoKeyOfALaterRelease() {
    assertThat(ConfigSchema.asJson().toString()).doesNotContain("ceilings");
  }

  @Test
  void tellsWhatEveryKeyDoesAndGivesExamplesThatMakeAConfiguration() throws ConfigException {
    Shape root = RootSection.form(Path.of("")).shape();

    GpupoolConfig config = new ConfigText(example(root)).read();

    assertThat(config.clouds())
        .extracting(CloudConfig::name)
        .containsExactly("aws-us", "gcp-us", "azure-us");
    assertThat(config.groups()).hasSize(1);
  }

  /** A value of this shape that consists of the examples of all keys. */
  private static String example(Shape shape) {
    if (shape instanceof Shape.ListOf list) {
      return "[" + example(list.item()) + "]";
    }
    if (shape instanceof Shape.Mapping mapping && mapping.alternatives().contains(CLOUDS)) {
      // an entry for each cloud
      return mapping.fields().stream()
          .filter(field -> CLOUDS.contains(field.key().name()))
          .map(
              field ->
                  "{name: %1$s-us, %1$s: %2$s}"
                      .formatted(field.key().name(), example(field.shape())))
          .collect(Collectors.joining(", "));
    }
    assertThat(shape).isInstanceOf(Shape.Mapping.class);
    List<String> entries = new ArrayList<>();
    for (Shape.Field field : ((Shape.Mapping) shape).fields()) {
      assertThat(field.key().does()).endsWith(".");
      String value =
          field.key().example().isEmpty() ? example(field.shape()) : field.key().example();
      entries.add(field.key().name() + ": " + value);
    }
    return "{" + String.join(", ", entries) + "}";
  }

  /** Every default below a schema, by the names that lead to it. */
  private static Map<String, Object> defaults(String path, Map<?, ?> schema) {
    Map<String, Object> defaults = new TreeMap<>();
    if (schema.containsKey("default")) {
      defaults.put(path, Objects.requireNonNull(schema.get("default")));
    }
    if (schema.get("items") instanceof Map<?, ?> items) {
      defaults.putAll(defaults(path, items));
    }
    if (schema.get("properties") instanceof Map<?, ?> properties) {
      properties.forEach(
          (name, property) -> defaults.putAll(defaults(path + "." + name, (Map<?, ?>) property)));
    }
    return defaults;
  }

  /** The smallest file and an entry for Google Cloud that says this. */
  private static ConfigText gcp(String says) {
    return ConfigText.small().and("  - {name: b, gcp: {" + says + "}}\n");
  }

  private static ConfigText rule(String line) {
    return ConfigText.small().and("groups:\n  - match: aws/**\n    " + line + "\n");
  }
}
