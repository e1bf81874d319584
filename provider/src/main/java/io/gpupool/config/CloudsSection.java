package io.gpupool.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads {@code clouds}: a list of entries, each with a name and one cloud. */
final class CloudsSection {

  private static final Keys ENTRY =
      Keys.of(
          Key.of("name", "A name of your own for the entry, which no other entry has.")
              .such("aws-us"),
          Key.of("aws", "What to manage in AWS; an entry is about one cloud."),
          Key.of("gcp", "What to manage in Google Cloud; an entry is about one cloud."),
          Key.of("azure", "What to manage in Azure; an entry is about one cloud."));

  private static final List<String> CLOUDS = List.of("aws", "gcp", "azure");

  private static final Form<String> NAME =
      Form.text("a name of letters, digits and dashes", Outline.of("[A-Za-z0-9-]+", 63));

  private CloudsSection() {}

  /**
   * The section as a whole.
   *
   * @param file how files are named
   */
  static Form<List<CloudConfig>> form(Form<Path> file) {
    Form<String> name = NAME.eachOnce();
    return Form.listOfSome(
        "a list of one or more clouds", Form.mapping(ENTRY, entry -> read(entry, name, file)));
  }

  private static Optional<CloudConfig> read(
      YamlMapping entry, Form<String> nameForm, Form<Path> file) {
    Optional<String> name = entry.required("name", nameForm);
    Optional<AwsConfig> aws = entry.optional("aws", AwsSection.form(name));
    Optional<GcpConfig> gcp = entry.optional("gcp", GcpSection.form(name));
    Optional<AzureConfig> azure = entry.optional("azure", AzureSection.form(name, file));
    List<String> clouds = entry.mentioned(CLOUDS);
    if (entry.lacksAll("aws", "gcp", "azure") && clouds.isEmpty()) {
      entry.problem("none of " + String.join(", ", CLOUDS), "exactly one of them");
    } else if (clouds.size() > 1) {
      entry.problem(String.join(" and ", clouds) + " in one entry", "an entry for each");
    }
    return entry.build(
        () -> aws.<CloudConfig>map(only -> only).or(() -> gcp).or(() -> azure).orElseThrow());
  }
}
