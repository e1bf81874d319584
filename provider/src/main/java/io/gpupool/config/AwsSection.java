package io.gpupool.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads what an entry of {@code clouds} says about AWS. */
final class AwsSection {

  private static final Keys AWS =
      Keys.of("regions", "assumeRole", "discover", "groups", "endpoint", "refresh");
  private static final Keys DISCOVER = Keys.of("tags");
  private static final Keys GROUP = Keys.of("name", "min", "max");

  private static final Form<String> REGION =
      Form.text(
          "a region such as us-east-1",
          Forms.matching(Pattern.compile("[a-z]{2,}(?:-[a-z]+)+-[0-9]+"), 32));

  private static final Form<String> ROLE =
      Form.text(
          "the ARN of an IAM role, such as arn:aws:iam::111122223333:role/gpupool",
          Forms.matching(
              Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+"), 640));

  private static final Form<Map<String, String>> TAGS =
      Form.mapOf(
              "a mapping of one or more tags to their values, \"\" being any",
              Form.text("the key of a tag", Forms::notBlank),
              Form.text("the value of a tag, \"\" being any", text -> text))
          .where(tags -> !tags.isEmpty());

  private static final Form<Duration> REFRESH =
      Forms.durationOfAtLeast(
          AwsConfig.SHORTEST_REFRESH, "a duration of 1s or more, such as 30s or 1m30s");

  private AwsSection() {}

  /** The section of the entry with this name; nothing comes of it if the name isn't known. */
  static Form<AwsConfig> form(Optional<String> name) {
    return Form.mapping(AWS, aws -> read(aws, name));
  }

  private static Optional<AwsConfig> read(YamlMapping aws, Optional<String> name) {
    Optional<List<String>> regions = aws.required("regions", regions());
    Optional<List<String>> assumeRole =
        aws.orDefault("assumeRole", Form.oneOrMore(ROLE.eachOnce()), List.of());
    Optional<Map<String, String>> tags =
        aws.orDefault(
            "discover",
            Form.mapping(DISCOVER, discover -> discover.required("tags", TAGS)),
            Map.of());
    Optional<List<ExplicitGroup>> groups = aws.orDefault("groups", groups(), List.of());
    Optional<URI> endpoint = aws.optional("endpoint", Forms.HTTP_URL);
    Optional<Duration> refresh = aws.orDefault("refresh", REFRESH, AwsConfig.DEFAULT_REFRESH);

    if (aws.lacks("discover") && aws.lacks("groups")) {
      aws.problem("neither discover nor groups", "at least one, or there is nothing to manage");
    }
    return aws.build(
        () ->
            new AwsConfig(
                name.orElseThrow(),
                regions.orElseThrow(),
                assumeRole.orElseThrow(),
                tags.orElseThrow(),
                groups.orElseThrow(),
                endpoint,
                refresh.orElseThrow()));
  }

  private static Form<List<String>> regions() {
    return Form.listOf("a list of one or more regions, such as [us-east-1]", REGION.eachOnce())
        .where(regions -> !regions.isEmpty());
  }

  private static Form<List<ExplicitGroup>> groups() {
    Form<String> name = Form.text("the name of a group", Forms::notBlank).eachOnce();
    return Form.listOf(
            "a list of one or more groups, such as [{name: p5-spot, min: 0, max: 16}]",
            Form.mapping(GROUP, group -> group(group, name)))
        .where(groups -> !groups.isEmpty());
  }

  private static Optional<ExplicitGroup> group(YamlMapping group, Form<String> nameForm) {
    Optional<String> name = group.required("name", nameForm);
    OptionalInt min = group.optionalNumber("min", 0);
    OptionalInt max = group.optionalNumber("max", 0);
    if (min.isPresent() && max.isPresent() && min.getAsInt() > max.getAsInt()) {
      group.problemAt("min", min.getAsInt() + ", above the maximum", max.getAsInt() + " or less");
    }
    return group.build(() -> new ExplicitGroup(name.orElseThrow(), min, max));
  }
}
