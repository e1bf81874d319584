package io.gpupool.clouds.emulator.azure.compute;

import io.gpupool.clouds.emulator.Fields;
import io.gpupool.clouds.emulator.Page;
import io.gpupool.clouds.emulator.azure.model.AzureException;
import io.gpupool.clouds.emulator.azure.model.Precondition;
import io.gpupool.clouds.emulator.azure.model.ResourceName;
import io.gpupool.clouds.emulator.azure.model.Subscription;
import io.gpupool.clouds.emulator.azure.model.World;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A request that has been let in.
 *
 * @param world the whole cloud, settled and held still
 * @param subscription the subscription that the request is for
 * @param method what it asks for
 * @param path what the names in the method's path stand for
 * @param query the parameters
 * @param body the body's fields
 * @param precondition what must be so
 * @param address how the client has reached the emulator and the resource, without parameters
 * @param pageSize how many things a list has in one piece
 * @param now when
 */
public record Request(
    World world,
    Subscription subscription,
    Method method,
    Map<String, String> path,
    Map<String, String> query,
    Map<String, Object> body,
    Precondition precondition,
    Address address,
    int pageSize,
    Instant now) {

  private static final String SKIP = "$skiptoken";

  /**
   * How the client has reached a resource.
   *
   * @param base scheme, host and port
   * @param path the path
   */
  public record Address(String base, String path) {}

  /** What a name in the path stands for. */
  String path(String name) {
    return Objects.requireNonNull(path.get(name), name);
  }

  /** A parameter that isn't empty, if there is one. */
  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  /** A parameter that is true or false, false if there is none. */
  boolean flag(String name) {
    return parameter(name).map("true"::equalsIgnoreCase).orElse(false);
  }

  /** Whether the instance view is asked for; nothing else can be. */
  boolean withView() {
    Optional<String> expand = parameter("$expand");
    expand
        .filter(value -> !value.equalsIgnoreCase("instanceView"))
        .ifPresent(
            value -> {
              throw AzureException.invalidParameter(
                  "The value " + value + " of parameter '$expand' is invalid.");
            });
    return expand.isPresent();
  }

  /** The name of the resource in the path, in a resource group that there is. */
  ResourceName name() {
    return new ResourceName(subscription.resourceGroup(path("resourceGroup")), path("name"));
  }

  /** A list, in pieces if it is too long for one. */
  <T> Result list(Collection<T> sorted, Function<T, String> key, Function<T, Fields> json) {
    Page<T> page =
        Page.of(
            sorted.stream(),
            key,
            pageSize,
            parameter(SKIP),
            () -> AzureException.invalidParameter("The value of '$skiptoken' is invalid."));
    Fields list = Fields.none().with("value", page.items().stream().map(json).toList());
    page.next().ifPresent(token -> list.with("nextLink", url(address.path(), Map.of(SKIP, token))));
    return Result.ok(list);
  }

  /** A URL with the parameters of this request and some more, or just with the version. */
  String url(String resource, Map<String, String> more) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (more.isEmpty()) {
      parameters.put("api-version", query.getOrDefault("api-version", ""));
    } else {
      parameters.putAll(query);
      parameters.putAll(more);
    }
    return address.base()
        + resource
        + parameters.entrySet().stream()
            .map(
                each ->
                    each.getKey()
                        + "="
                        + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&", "?", ""));
  }
}
