package io.gpupool.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what an entry of {@code clouds} says about AWS. */
final class AwsSection {

  private static final Keys AWS =
      Keys.of(
          Key.of("regions", "The regions to look at, each once.").such("[us-east-1, us-west-2]"),
          Key.of(
                  "assumeRole",
                  "The role to take on, or a list of one for each of several accounts; without it,"
                      + " the credentials are those that the environment gives.")
              .such("arn:aws:iam::111122223333:role/gpupool"),
          Key.of("discover", "How groups are found; instead of groups or beside them."),
          Key.of("groups", "Groups by name; instead of discover or beside it."),
          Key.of("endpoint", "Another endpoint for all services of AWS, such as an emulated one.")
              .such("http://127.0.0.1:5000"),
          Key.of(
                  "refresh",
                  "How often the account is read while no group is changing size; it is read more"
                      + " often while one is.")
              .such("30s"));
  private static final Keys DISCOVER =
      Keys.of(
          Key.of(
                  "tags",
                  "Tags that a group carries, all of them, each with this value, or with any value"
                      + " where it is \"\".")
              .such("{k8s.io/cluster-autoscaler/enabled: \"true\"}"));
  private static final Keys GROUP =
      Keys.of(
          Key.of("name", "The name of the Auto Scaling group, each once.").such("p5-spot"),
          Key.of(
                  "min",
                  "The smallest size to give it, which narrows the group's own limits; without it,"
                      + " the group's own.")
              .such("0"),
          Key.of(
                  "max",
                  "The largest size to give it, which narrows the group's own limits; without it,"
                      + " the group's own.")
              .such("16"));

  private static final Form<String> REGION =
      Form.text("a region such as us-east-1", Outline.of("[a-z]{2,}(?:-[a-z]+)+-[0-9]+", 32));

  private static final Form<String> ROLE =
      Form.text(
          "the ARN of an IAM role, such as arn:aws:iam::111122223333:role/gpupool",
          Outline.of("arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+", 640));

  private static final Form<Map<String, String>> TAGS =
      Form.mapOfSome(
          "a mapping of one or more tags to their values, \"\" being any",
          Form.text("the key of a tag", Outline.VISIBLE, Forms::notBlank),
          Form.text("the value of a tag, \"\" being any", text -> text));

  private AwsSection() {}

  /** The section of the entry with this name; nothing comes of it if the name isn't known. */
  static Form<AwsConfig> form(Optional<String> name) {
    return Form.mapping(AWS, aws -> read(aws, name));
  }

  private static Optional<AwsConfig> read(YamlMapping aws, Optional<String> name) {
    Optional<List<String>> regions = aws.required("regions", regions());
    Optional<List<String>> assumeRole = aws.optional("assumeRole", Form.oneOrMore(ROLE.eachOnce()));
    Optional<Map<String, String>> tags =
        aws.optional(
            "discover", Form.mapping(DISCOVER, discover -> discover.required("tags", TAGS)));
    Optional<List<ExplicitGroup>> groups = aws.optional("groups", groups());
    Optional<URI> endpoint = aws.optional("endpoint", Forms.HTTP_URL);
    Optional<Duration> refresh =
        aws.orDefault("refresh", Forms.REFRESH, CloudConfig.DEFAULT_REFRESH);

    if (aws.lacksAll("discover", "groups")) {
      aws.problem("neither discover nor groups", "at least one, or there is nothing to manage");
    }
    return aws.build(
        () ->
            new AwsConfig(
                name.orElseThrow(),
                regions.orElseThrow(),
                assumeRole.orElse(List.of()),
                tags.orElse(Map.of()),
                groups.orElse(List.of()),
                endpoint,
                refresh.orElseThrow()));
  }

  private static Form<List<String>> regions() {
    return Form.listOfSome("a list of one or more regions, such as [us-east-1]", REGION.eachOnce());
  }

  private static Form<List<ExplicitGroup>> groups() {
    Form<String> name =
        Form.text("the name of a group", Outline.VISIBLE, Forms::notBlank).eachOnce();
    return Form.listOfSome(
        "a list of one or more groups, such as [{name: p5-spot, min: 0, max: 16}]",
        Form.mapping(GROUP, group -> group(group, name)));
  }

  private static Optional<ExplicitGroup> group(YamlMapping group, Form<String> nameForm) {
    Optional<String> name = group.required("name", nameForm);
    Sizes sizes = Sizes.read(group);
    return group.build(() -> new ExplicitGroup(name.orElseThrow(), sizes.min(), sizes.max()));
  }
}
