package io.gpupool.clouds.emulator.gcp.compute;

import io.gpupool.clouds.emulator.Fields;
import io.gpupool.clouds.emulator.Page;
import io.gpupool.clouds.emulator.gcp.model.GcpException;
import io.gpupool.clouds.emulator.gcp.model.Location;
import io.gpupool.clouds.emulator.gcp.wire.Filter;
import io.gpupool.clouds.emulator.gcp.wire.Link;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Answers the methods that list resources: filtered, in pages, of one place or of all. A resource's
 * key is its place and its name, {@code zones/us-central1-a/name}; only what is on the page is
 * written.
 *
 * @param <T> the resources
 */
final class Listing<T> {

  /** The parameters of methods that list. */
  static final Set<String> PARAMETERS =
      Set.of("filter", "maxResults", "orderBy", "pageToken", "returnPartialSuccess");

  /** The parameters of methods that list all places. */
  static final Set<String> AGGREGATED_PARAMETERS =
      Set.of(
          "filter",
          "includeAllScopes",
          "maxResults",
          "orderBy",
          "pageToken",
          "returnPartialSuccess",
          "serviceProjectNumber");

  private static final int MOST_RESULTS = 500;

  private final Request request;
  private final Function<T, Fields> writing;

  Listing(Request request, Function<T, Fields> writing) {
    this.request = request;
    this.writing = writing;
  }

  /** One page of resources. */
  record Cut(List<Fields> items, Optional<String> next) {}

  /** The resources of one place. */
  Fields list(String kind, String path, Stream<Map.Entry<String, T>> sorted) {
    Page<Map.Entry<String, T>> page = page(sorted);
    return Fields.none()
        .with("kind", kind)
        .with("id", path)
        .with("items", page.items().stream().map(this::written).toList())
        .with("nextPageToken", page.next())
        .with("selfLink", Link.to(path));
  }

  /** One page of resources, for answers of a form of their own. */
  Cut cut(Stream<Map.Entry<String, T>> sorted) {
    Page<Map.Entry<String, T>> page = page(sorted);
    return new Cut(page.items().stream().map(this::written).toList(), page.next());
  }

  /**
   * The resources of all places.
   *
   * @param field the name of the list in each place: {@code instanceGroupManagers}
   * @param scopes all places
   */
  Fields aggregated(
      String kind, String field, List<String> scopes, Stream<Map.Entry<String, T>> sorted) {
    Set<String> dark = dark(scopes);
    Page<Map.Entry<String, T>> page =
        page(sorted.filter(entry -> !dark.contains(scope(entry.getKey()))));
    Map<String, List<Fields>> byScope = new LinkedHashMap<>();
    for (Map.Entry<String, T> entry : page.items()) {
      byScope.computeIfAbsent(scope(entry.getKey()), key -> new ArrayList<>()).add(written(entry));
    }
    Fields items = Fields.none();
    for (String scope : new TreeSet<>(scopes)) {
      List<Fields> found = byScope.get(scope);
      items.with(
          scope,
          found != null
              ? Fields.none().with(field, found)
              : Fields.none().with("warning", warning(scope, dark.contains(scope))));
    }
    String path = "projects/" + request.project().name() + "/aggregated/" + field;
    return Fields.none()
        .with("kind", kind)
        .with("id", path)
        .with("items", items)
        .with("nextPageToken", page.next())
        .with("selfLink", Link.to(path))
        .with("unreachables", dark.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(dark)));
  }

  private Set<String> dark(List<String> scopes) {
    Set<String> dark = new TreeSet<>();
    for (String scope : scopes) {
      if (!scope.equals("global")
          && request.world().isDark(Location.of(scope.substring(scope.indexOf('/') + 1)))) {
        dark.add(scope);
      }
    }
    if (!dark.isEmpty() && !request.flag("returnPartialSuccess")) {
      throw new GcpException(
          503, "backendError", "The following scopes are unreachable: " + String.join(", ", dark));
    }
    return dark;
  }

  private static Fields warning(String scope, boolean unreachable) {
    return Fields.none()
        .with("code", unreachable ? "UNREACHABLE" : "NO_RESULTS_ON_PAGE")
        .with(
            "message",
            unreachable
                ? "Scope '" + scope + "' is unreachable."
                : "There are no results for scope '" + scope + "' on this page.")
        .with("data", List.of(Fields.none().with("key", "scope").with("value", scope)));
  }

  private Page<Map.Entry<String, T>> page(Stream<Map.Entry<String, T>> sorted) {
    Optional<Predicate<Map<String, Object>>> filter = request.parameter("filter").map(Filter::of);
    Stream<Map.Entry<String, T>> wanted =
        filter
            .map(passes -> sorted.filter(entry -> passes.test(written(entry).values())))
            .orElse(sorted);
    return request.parameter("orderBy").map(this::isNewestFirst).orElse(false)
        ? cut(newestFirst(wanted), Ranked::rank, Ranked::entry)
        : cut(wanted, Map.Entry::getKey, entry -> entry);
  }

  private <R> Page<Map.Entry<String, T>> cut(
      Stream<R> sorted, Function<R, String> key, Function<R, Map.Entry<String, T>> entry) {
    Optional<String> token = request.parameter("pageToken");
    Page<R> page =
        Page.of(
            sorted,
            key,
            size(),
            token,
            () -> GcpException.invalidValue("pageToken", token.orElse(""), "Invalid page token."));
    return new Page<>(page.items().stream().map(entry).toList(), page.next());
  }

  private boolean isNewestFirst(String order) {
    if (!order.equals("name") && !order.equals("creationTimestamp desc")) {
      throw GcpException.invalidValue(
          "orderBy", order, "Must be 'name' or 'creationTimestamp desc'.");
    }
    return !order.equals("name");
  }

  /** By the time when they were made, and among those of one time the last by key first. */
  private Stream<Ranked<T>> newestFirst(Stream<Map.Entry<String, T>> entries) {
    Comparator<Map.Entry<String, T>> oldestFirst =
        Comparator.comparing(this::created).thenComparing(Map.Entry::getKey);
    List<Map.Entry<String, T>> newest = entries.sorted(oldestFirst.reversed()).toList();
    return IntStream.range(0, newest.size())
        .mapToObj(i -> new Ranked<>(String.format(Locale.ROOT, "%09d", i), newest.get(i)));
  }

  private Instant created(Map.Entry<String, T> entry) {
    Map<String, Object> fields = written(entry).values();
    Object at = fields.getOrDefault("creationTimestamp", fields.get("insertTime"));
    return at == null ? Instant.MIN : OffsetDateTime.parse(at.toString()).toInstant();
  }

  private record Ranked<T>(String rank, Map.Entry<String, T> entry) {}

  private int size() {
    int size = request.number("maxResults").orElse(MOST_RESULTS);
    if (size < 0 || size > MOST_RESULTS) {
      throw GcpException.invalidValue(
          "maxResults",
          Integer.toString(size),
          "Values must be between 0 and " + MOST_RESULTS + ", inclusive.");
    }
    return size == 0 ? MOST_RESULTS : size;
  }

  private Fields written(Map.Entry<String, T> entry) {
    return writing.apply(entry.getValue());
  }

  private static String scope(String key) {
    return key.substring(0, key.lastIndexOf('/'));
  }

  /** The part of a sorted map that is in one place. */
  static <T> Stream<Map.Entry<String, T>> within(NavigableMap<String, T> sorted, String scope) {
    return sorted.subMap(scope + "/", true, scope + "0", false).entrySet().stream();
  }
}
