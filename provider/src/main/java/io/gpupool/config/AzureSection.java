package io.gpupool.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads what an entry of {@code clouds} says about Azure. */
final class AzureSection {

  private static final Keys AZURE =
      Keys.of(
          Key.of("subscription", "The id of the subscription, or a list of several, each once.")
              .such("00000000-0000-0000-0000-000000000000"),
          Key.of(
                  "resourceGroups",
                  "Resource groups whose scale sets are looked at, in any case; without it, all"
                      + " of the subscription.")
              .such("[mc_my-cluster_eastus]"),
          Key.of("discover", "How scale sets are found; instead of groups or beside them."),
          Key.of("groups", "Scale sets by name; instead of discover or beside it."),
          Key.of(
                  "environment",
                  "Which Azure: public, us-government or china, which are separate from each"
                      + " other.")
              .such("public"),
          Key.of(
                  "endpoint",
                  "Another endpoint for Azure Resource Manager, such as an emulated one; https,"
                      + " unless it is on loopback or there are no credentials.")
              .such("https://arm.example.com"),
          Key.of("identity", "As whom Azure is asked; without it, whom Azure's libraries find."),
          Key.of(
                  "refresh",
                  "How often the subscription is read while no group is changing size; it is read"
                      + " more often while one is.")
              .such("30s"));
  private static final Keys DISCOVER =
      Keys.of(
          Key.of(
                  "tags",
                  "Tags that a scale set carries, all of them, each with this value, or with any"
                      + " value where it is \"\".")
              .such("{cluster-autoscaler-enabled: \"true\"}"),
          Key.of("min", "The smallest size of scale sets that have no tag min; without it, 0.")
              .such("0"),
          Key.of("max", "The largest size of scale sets that have no tag max; without it, 1000.")
              .such("16"));
  private static final Keys GROUP =
      Keys.of(
          Key.of("name", "The name of the scale set, in any case.").such("nd-h100"),
          Key.of(
                  "resourceGroup",
                  "Its resource group; without it, wherever there is a scale set of that name.")
              .such("mc_my-cluster_eastus"),
          Key.of("min", "The smallest size to give it; without it, what its tag min says, or 0.")
              .such("0"),
          Key.of("max", "The largest size to give it; without it, what its tag max says, or 1000.")
              .such("16"));
  private static final Keys IDENTITY =
      Keys.of(
          Key.of(
                  "kind",
                  "Where credentials come from: default is what Azure's libraries find;"
                      + " workload-identity is a federated token that Kubernetes gives to a pod;"
                      + " managed-identity is the machine's; client-secret is an application's, in"
                      + " a file; none is for another endpoint.")
              .such("client-secret"),
          Key.of("tenant", "The tenant's id; without it, that of the environment.")
              .such("00000000-0000-0000-0000-000000000000"),
          Key.of("client", "The client id of the application or of the user-assigned identity.")
              .such("00000000-0000-0000-0000-000000000000"),
          Key.of("file", "The file with the federated token or with the secret.")
              .such("/etc/gpupool/azure-secret"));

  private static final Form<String> GUID =
      Form.text(
          "an id such as 00000000-0000-0000-0000-000000000000",
          Outline.of("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", 36));

  private static final Form<String> RESOURCE_GROUP =
      Form.text("the name of a resource group", Outline.of("[-\\w.()]*[-\\w()]", 90));

  private static final Form<String> SCALE_SET =
      Form.text("the name of a scale set", Outline.of("[A-Za-z0-9_](?:[-.\\w]*\\w)?", 64));

  private static final Form<Map<String, String>> TAGS =
      Form.mapOfSome(
          "a mapping of one or more tags to their values, \"\" being any",
          Form.text("the name of a tag", Outline.of("[^<>%&\\\\?/]+", 512)),
          Form.text("the value of a tag, \"\" being any", Outline.of(".*", 256)));

  private static final Form<AzureEnvironment> ENVIRONMENT =
      Form.word("public, us-government or china", AzureEnvironment.words());

  private static final Form<AzureIdentity.Kind> KIND =
      Form.word(
          "default, workload-identity, managed-identity, client-secret or none",
          AzureIdentity.Kind.words());

  private static final Pattern LOOPBACK = Pattern.compile("(?i)localhost|127\\.[0-9.]+|\\[::1]");

  private AzureSection() {}

  /**
   * The section of the entry with this name; nothing comes of it if the name isn't known.
   *
   * @param file how files are named
   */
  static Form<AzureConfig> form(Optional<String> name, Form<Path> file) {
    return Form.mapping(AZURE, azure -> read(azure, name, file));
  }

  private record Discovery(Map<String, String> tags, OptionalInt min, OptionalInt max) {}

  private static Optional<AzureConfig> read(
      YamlMapping azure, Optional<String> name, Form<Path> file) {
    Optional<List<String>> subscriptions =
        azure.required("subscription", Form.oneOrMore(GUID.eachOnce()));
    Optional<List<String>> resourceGroups =
        azure.optional(
            "resourceGroups",
            Form.listOfSome("a list of one or more resource groups", RESOURCE_GROUP.eachOnce()));
    Optional<Discovery> discovery =
        azure.optional("discover", Form.mapping(DISCOVER, AzureSection::discovery));
    Optional<List<AzureGroup>> groups = azure.optional("groups", groups());
    Optional<AzureEnvironment> environment =
        azure.orDefault("environment", ENVIRONMENT, AzureEnvironment.PUBLIC);
    Optional<URI> endpoint = azure.optional("endpoint", Forms.HTTP_URL);
    Optional<AzureIdentity> identity =
        azure.optional("identity", Form.mapping(IDENTITY, one -> identity(one, file)));
    Optional<Duration> refresh =
        azure.orDefault("refresh", Forms.REFRESH, CloudConfig.DEFAULT_REFRESH);
    if (azure.lacksAll("discover", "groups")) {
      azure.problem("neither discover nor groups", "at least one, or there is nothing to manage");
    }
    if (!azure.has("identity") || identity.isPresent()) {
      checkIdentity(azure, identity.orElse(AzureIdentity.USUAL), endpoint);
    }
    return azure.build(
        () ->
            new AzureConfig(
                name.orElseThrow(),
                subscriptions.orElseThrow(),
                resourceGroups.orElse(List.of()),
                discovery.map(Discovery::tags).orElse(Map.of()),
                discovery.map(Discovery::min).orElse(OptionalInt.empty()),
                discovery.map(Discovery::max).orElse(OptionalInt.empty()),
                groups.orElse(List.of()),
                environment.orElseThrow(),
                endpoint,
                identity.orElse(AzureIdentity.USUAL),
                refresh.orElseThrow()));
  }

  /** That it goes with the endpoint, and that nobody on the way can read an access token. */
  private static void checkIdentity(
      YamlMapping azure, AzureIdentity identity, Optional<URI> endpoint) {
    if (identity.kind() == AzureIdentity.Kind.NONE) {
      if (azure.lacks("endpoint")) {
        azure.problemAt(
            "identity", "none for Azure's own endpoint", "an endpoint that asks for none");
      }
    } else if (endpoint.filter(AzureSection::isOpenToOthers).isPresent()) {
      azure.problemAt(
          "endpoint",
          "'%s', on whose way anybody can read an access token".formatted(endpoint.get()),
          "https, or identity: {kind: none}");
    }
  }

  private static boolean isOpenToOthers(URI endpoint) {
    return endpoint.getScheme().equalsIgnoreCase("http")
        && !LOOPBACK.matcher(endpoint.getHost()).matches();
  }

  private static Optional<AzureIdentity> identity(YamlMapping mapping, Form<Path> file) {
    Optional<AzureIdentity.Kind> kind = mapping.required("kind", KIND);
    Optional<String> tenant = mapping.optional("tenant", GUID);
    Optional<String> client = mapping.optional("client", GUID);
    Optional<Path> secret = mapping.optional("file", file);
    if (kind.filter(AzureIdentity.Kind.CLIENT_SECRET::equals).isPresent()) {
      for (String key : List.of("tenant", "client", "file")) {
        if (mapping.lacks(key)) {
          mapping.problemAt(key, "nothing", "whose secret it is, and the file with it");
        }
      }
    }
    return mapping.build(() -> new AzureIdentity(kind.orElseThrow(), tenant, client, secret));
  }

  private static Optional<Discovery> discovery(YamlMapping discover) {
    Optional<Map<String, String>> tags = discover.required("tags", TAGS);
    Sizes sizes = Sizes.read(discover);
    return discover.build(() -> new Discovery(tags.orElseThrow(), sizes.min(), sizes.max()));
  }

  private static Form<List<AzureGroup>> groups() {
    List<AzureGroup> seen = new ArrayList<>();
    return Form.listOfSome(
        "a list of one or more scale sets, such as [{name: nd-h100, max: 16}]",
        Form.mapping(GROUP, group -> group(group, seen)));
  }

  private static Optional<AzureGroup> group(YamlMapping mapping, List<AzureGroup> seen) {
    Optional<String> name = mapping.required("name", SCALE_SET);
    Optional<String> resourceGroup = mapping.optional("resourceGroup", RESOURCE_GROUP);
    Sizes sizes = Sizes.read(mapping);
    boolean isWrong = mapping.has("resourceGroup") && resourceGroup.isEmpty();
    Optional<AzureGroup> group =
        name.map(known -> new AzureGroup(known, resourceGroup, sizes.min(), sizes.max()));
    if (group.isPresent() && !isWrong) {
      if (seen.stream().anyMatch(group.get()::overlaps)) {
        mapping.problemAt(
            "name", "'%s' a second time".formatted(name.get()), "each once in a resource group");
      }
      seen.add(group.get());
    }
    return mapping.build(group::orElseThrow);
  }
}
