package io.gpupool.config;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what an entry of {@code clouds} says about Google Cloud. */
final class GcpSection {

  private static final Keys GCP =
      Keys.of(
          Key.of("project", "The id of the project, or a list of several, each once.")
              .such("my-project"),
          Key.of(
                  "locations",
                  "Zones, for the groups in them, and regions, for their regional groups and those"
                      + " in their zones; without it, all that have groups.")
              .such("[us-central1-a, us-central1]"),
          Key.of("discover", "How groups are found; instead of groups or beside them."),
          Key.of("groups", "Groups by name; instead of discover or beside it."),
          Key.of(
                  "impersonate",
                  "The service account to act as; without it, the one whose credentials the"
                      + " environment gives.")
              .such("gpupool@my-project.iam.gserviceaccount.com"),
          Key.of(
                  "endpoint",
                  "Another endpoint for the Compute API, such as an emulated one; https, unless it"
                      + " is on loopback or there are no credentials.")
              .such("https://compute.example.com"),
          Key.of(
                  "credentials",
                  "What requests are signed with: what Google's libraries find, or nothing, which"
                      + " is for another endpoint.")
              .such("application-default"),
          Key.of(
                  "refresh",
                  "How often the project is read while no group is changing size; it is read more"
                      + " often while one is.")
              .such("30s"));
  private static final Keys DISCOVER =
      Keys.of(
          Key.of("namePrefix", "What the names of groups begin with.").such("gpu-"),
          Key.of(
                  "labels",
                  "Labels that the instance template of a group carries, all of them, each with"
                      + " this value, or with any value where it is \"\".")
              .such("{cluster: my-cluster}"),
          Key.of("min", "The smallest size of groups whose template states none; without it, 0.")
              .such("0"),
          Key.of("max", "The largest size of groups whose template states none; without it, 1000.")
              .such("16"));
  private static final Keys GROUP =
      Keys.of(
          Key.of("name", "The name of the managed instance group, each once in a location.")
              .such("h100-spot"),
          Key.of(
                  "location",
                  "Its zone, or its region if it is a regional one; without it, wherever there is"
                      + " a group of that name.")
              .such("us-central1-a"),
          Key.of(
                  "min",
                  "The smallest size to give it; without it, what its template states, or what"
                      + " holds for those that are found.")
              .such("0"),
          Key.of(
                  "max",
                  "The largest size to give it; without it, what its template states, or what"
                      + " holds for those that are found.")
              .such("16"));

  private static final Form<String> PROJECT =
      Form.text(
          "the id of a project such as my-project",
          Outline.of("(?:[a-z0-9][-a-z0-9.]*:)?[a-z][-a-z0-9]{4,28}[a-z0-9]", 120));

  private static final Form<String> LOCATION =
      Form.text(
          "a zone or a region such as us-central1-a or us-central1",
          Outline.of("[a-z]{2,}(?:-[a-z]+)+[0-9]+(?:-[a-z][a-z0-9]*)?", 63));

  private static final Form<String> NAME_PREFIX =
      Form.text("what names of groups begin with, such as gpu-", Outline.of("[a-z][-a-z0-9]*", 63));

  private static final Form<String> GROUP_NAME =
      Form.text(
          "the name of a managed instance group, of small letters, digits and dashes",
          Outline.of("[a-z](?:[-a-z0-9]*[a-z0-9])?", 63));

  /** Letters of other scripts are allowed, and it is for Google to say which. */
  private static final Form<Map<String, String>> LABELS =
      Form.mapOfSome(
          "a mapping of one or more labels to their values, \"\" being any",
          Form.text(
              "the key of a label, of small letters, digits, _ and -",
              Outline.of("[a-z\\u0080-\\uffff][-_a-z0-9\\u0080-\\uffff]*", 63)),
          Form.text(
              "the value of a label, of small letters, digits, _ and -, \"\" being any",
              Outline.of("[-_a-z0-9\\u0080-\\uffff]*", 63)));

  private static final Form<String> SERVICE_ACCOUNT =
      Form.text(
          "the e-mail address of a service account, such as"
              + " gpupool@my-project.iam.gserviceaccount.com",
          Outline.of("[a-z0-9][-a-z0-9.]*@[a-z0-9][-a-z0-9.]*\\.gserviceaccount\\.com", 254));

  private static final Form<GcpCredentials> CREDENTIALS =
      Form.word("application-default or none", GcpCredentials.words());

  /** What a zone's name has after that of its region. */
  private static final Pattern ZONE = Pattern.compile("(?<=[0-9])-[a-z][a-z0-9]*$");

  private static final Pattern LOOPBACK = Pattern.compile("(?i)localhost|127\\.[0-9.]+|\\[::1]");

  private GcpSection() {}

  /** The section of the entry with this name; nothing comes of it if the name isn't known. */
  static Form<GcpConfig> form(Optional<String> name) {
    return Form.mapping(GCP, gcp -> read(gcp, name));
  }

  private static Optional<GcpConfig> read(YamlMapping gcp, Optional<String> name) {
    Optional<List<String>> projects = gcp.required("project", Form.oneOrMore(PROJECT.eachOnce()));
    Optional<List<String>> locations = gcp.optional("locations", locations());
    Optional<GcpDiscovery> discovery =
        gcp.optional("discover", Form.mapping(DISCOVER, GcpSection::discovery));
    Optional<List<GcpGroup>> groups = gcp.optional("groups", groups(locations.orElse(List.of())));
    Optional<String> impersonate = gcp.optional("impersonate", SERVICE_ACCOUNT);
    Optional<URI> endpoint = gcp.optional("endpoint", Forms.HTTP_URL);
    Optional<GcpCredentials> credentials =
        gcp.orDefault("credentials", CREDENTIALS, GcpCredentials.APPLICATION_DEFAULT);
    Optional<Duration> refresh =
        gcp.orDefault("refresh", Forms.REFRESH, CloudConfig.DEFAULT_REFRESH);

    if (gcp.lacksAll("discover", "groups")) {
      gcp.problem("neither discover nor groups", "at least one, or there is nothing to manage");
    }
    credentials.ifPresent(signed -> checkCredentials(gcp, signed, endpoint));
    return gcp.build(
        () ->
            new GcpConfig(
                name.orElseThrow(),
                projects.orElseThrow(),
                locations.orElse(List.of()),
                discovery,
                groups.orElse(List.of()),
                impersonate,
                endpoint,
                credentials.orElseThrow(),
                refresh.orElseThrow()));
  }

  /** That they go with the endpoint, and that nobody on the way can read an access token. */
  private static void checkCredentials(
      YamlMapping gcp, GcpCredentials credentials, Optional<URI> endpoint) {
    if (credentials == GcpCredentials.NONE) {
      if (gcp.lacks("endpoint")) {
        gcp.problemAt(
            "credentials", "none for Google's own endpoint", "an endpoint that asks for none");
      }
      if (gcp.has("impersonate")) {
        gcp.problemAt(
            "impersonate",
            "a service account to act as, and credentials: none",
            "one or the other");
      }
    } else if (endpoint.filter(GcpSection::isOpenToOthers).isPresent()) {
      gcp.problemAt(
          "endpoint",
          "'%s', on whose way anybody can read an access token".formatted(endpoint.get()),
          "https, or credentials: none");
    }
  }

  private static boolean isOpenToOthers(URI endpoint) {
    return endpoint.getScheme().equalsIgnoreCase("http")
        && !LOOPBACK.matcher(endpoint.getHost()).matches();
  }

  private static Form<List<String>> locations() {
    return Form.listOfSome(
        "a list of one or more zones and regions, such as [us-central1-a, us-central1]",
        LOCATION.eachOnce());
  }

  private static Optional<GcpDiscovery> discovery(YamlMapping discover) {
    Optional<String> namePrefix = discover.optional("namePrefix", NAME_PREFIX);
    Optional<Map<String, String>> labels = discover.optional("labels", LABELS);
    Sizes sizes = Sizes.read(discover);
    if (discover.lacksAll("namePrefix", "labels")) {
      discover.problem(
          "neither namePrefix nor labels", "at least one, or every group would be managed");
    }
    return discover.build(
        () -> new GcpDiscovery(namePrefix, labels.orElse(Map.of()), sizes.min(), sizes.max()));
  }

  private static Form<List<GcpGroup>> groups(List<String> locations) {
    List<GcpGroup> seen = new ArrayList<>();
    return Form.listOfSome(
        "a list of one or more groups, such as [{name: h100, location: us-central1-a, max: 16}]",
        Form.mapping(GROUP, group -> group(group, locations, seen)));
  }

  private static Optional<GcpGroup> group(
      YamlMapping mapping, List<String> locations, List<GcpGroup> seen) {
    Optional<String> name = mapping.required("name", GROUP_NAME);
    Optional<String> location = mapping.optional("location", LOCATION);
    Sizes sizes = Sizes.read(mapping);
    if (location.isPresent() && !locations.isEmpty() && !covers(locations, location.get())) {
      mapping.problemAt(
          "location",
          "'%s', which isn't among locations".formatted(location.get()),
          "one of " + String.join(", ", locations));
    }
    boolean locationIsWrong = mapping.has("location") && location.isEmpty();
    Optional<GcpGroup> group =
        name.map(known -> new GcpGroup(known, location, sizes.min(), sizes.max()));
    if (group.isPresent() && !locationIsWrong) {
      if (seen.stream().anyMatch(group.get()::overlaps)) {
        mapping.problemAt(
            "name", "'%s' a second time".formatted(name.get()), "each once in a location");
      }
      seen.add(group.get());
    }
    return mapping.build(group::orElseThrow);
  }

  /** Whether a zone or a region is among them, or a zone's region is. */
  private static boolean covers(List<String> locations, String location) {
    return locations.contains(location)
        || locations.contains(ZONE.matcher(location).replaceAll(""));
  }
}
