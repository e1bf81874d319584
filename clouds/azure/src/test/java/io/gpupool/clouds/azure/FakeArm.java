package io.gpupool.clouds.azure;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gpupool.clouds.contract.ContractWorld.Illness;
import io.gpupool.clouds.contract.MovableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** As much of Azure Resource Manager as the adapter needs, on a socket, under a role. */
final class FakeArm implements AutoCloseable {

  private static final Pattern CAPACITY = Pattern.compile("\"capacity\":(\\d+)");
  private static final Pattern NAME = Pattern.compile("\"([^\"]+)\"");
  private static final Pattern SET =
      Pattern.compile(".*/resourceGroups/([^/]+)/.*/virtualMachineScaleSets/([^/]+)(/.*)?");

  private record Reply(int status, String body, Optional<String> operation) {
    static Reply of(String body) {
      return new Reply(200, body, Optional.empty());
    }

    static Reply error(int status, String code, String message) {
      return new Reply(
          status,
          "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}".formatted(code, message),
          Optional.empty());
    }
  }

  final Map<String, FakeScaleSet> sets = new LinkedHashMap<>();
  final List<String> calls = new ArrayList<>();
  final Set<String> role;
  @Nullable Illness illness;
  boolean refusesForce;

  /** What somebody else does once, after the adapter has looked and before its change comes. */
  @Nullable Runnable meanwhile;

  /** The code with which every deletion is refused; empty: none is. */
  String refusesDeletions = "";

  /** The code with which every deletion ends that was accepted; empty: they succeed. */
  String deletionsEndWith = "";

  String retryAfter = "";
  private final MovableClock clock;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, FakeScaleSet> operations = new LinkedHashMap<>();
  private final Map<String, String> ends = new LinkedHashMap<>();

  FakeArm(MovableClock clock, Set<String> role) throws IOException {
    this.clock = clock;
    this.role = role;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean writes = !exchange.getRequestMethod().equals("GET");
    Reply reply = reply(exchange, body, writes);
    if (illness == Illness.HANGS) {
      return;
    }
    if (illness == Illness.RESETS || (illness == Illness.LOSES_ANSWERS_OF_WRITES && writes)) {
      exchange.close();
      return;
    }
    byte[] content = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .add("Content-Type", illness == Illness.SPEAKS_HTML ? "text/html" : "application/json");
    if (!retryAfter.isEmpty()) {
      exchange.getResponseHeaders().add("Retry-After", retryAfter);
    }
    reply
        .operation()
        .ifPresent(address -> exchange.getResponseHeaders().add("Azure-AsyncOperation", address));
    exchange.sendResponseHeaders(reply.status(), content.length == 0 ? -1 : content.length);
    exchange.getResponseBody().write(content);
    exchange.close();
  }

  private synchronized Reply reply(HttpExchange exchange, String body, boolean writes) {
    String path = exchange.getRequestURI().getPath();
    String action = action(exchange.getRequestMethod(), path);
    calls.add(action);
    Optional<Reply> ill = Optional.ofNullable(illness).flatMap(FakeArm::ill);
    if (ill.isPresent()) {
      return ill.get();
    }
    if (!role.contains(action) || (illness == Illness.WRITES_DENIED && writes)) {
      return Reply.error(403, "AuthorizationFailed", "may not " + action);
    }
    Instant now = clock.instant();
    sets.values().forEach(set -> set.pass(now));
    return answer(exchange, path, action, body, now);
  }

  private static Optional<Reply> ill(Illness illness) {
    return switch (illness) {
      case THROTTLING -> Optional.of(Reply.error(429, "TooManyRequests", "slow down"));
      case CREDENTIALS_REFUSED ->
          Optional.of(Reply.error(401, "InvalidAuthenticationToken", "who?"));
      case INTERNAL_ERRORS -> Optional.of(Reply.error(500, "InternalServerError", "broken"));
      case SPEAKS_HTML -> Optional.of(Reply.of("<html>sign in</html>"));
      case HANGS, RESETS -> Optional.of(Reply.of(""));
      case WRITES_DENIED, LOSES_ANSWERS_OF_WRITES, UNREACHABLE -> Optional.empty();
    };
  }

  private Reply answer(
      HttpExchange exchange, String path, String action, String body, Instant now) {
    Matcher one = SET.matcher(path);
    if (action.endsWith("/operations/read")) {
      return operation(path, now);
    }
    if (action.endsWith("/skus/read")) {
      return Reply.of(
          """
          {"value":[
           {"resourceType":"virtualMachines","name":"Standard_ND96isr_H100_v5","locations":["eastus"],
            "restrictions":[{"type":"Zone","values":["eastus"],"restrictionInfo":{"zones":["2"]}}],
            "capabilities":[{"name":"vCPUs","value":"96"},{"name":"MemoryGB","value":"1900"},
             {"name":"GPUs","value":"8"},{"name":"CpuArchitectureType","value":"x64"},
             {"name":"MaxResourceVolumeMB","value":"1024000"}]}]}""");
    }
    if (action.endsWith("Compute/virtualMachines/read")) {
      return Reply.of(
          "{\"value\":["
              + machines(sets.values().stream().filter(set -> set.flexible).toList(), now)
              + "]}");
    }
    if (!one.matches()) {
      return Reply.of(
          "{\"value\":["
              + sets.values().stream().map(set -> set.json(now)).collect(Collectors.joining(","))
              + "]}");
    }
    FakeScaleSet set = sets.get(one.group(2));
    if (set == null) {
      return Reply.error(404, "ResourceNotFound", "no " + one.group(2));
    }
    if (!action.endsWith("/read") && meanwhile != null) {
      meanwhile.run();
      meanwhile = null;
    }
    String ifMatch = exchange.getRequestHeaders().getFirst("If-Match");
    return switch (action.substring(action.lastIndexOf("ScaleSets/") + "ScaleSets/".length())) {
      case "write" -> {
        if (ifMatch != null && !ifMatch.equals("\"" + set.version + "\"")) {
          yield Reply.error(412, "PreconditionFailed", "changed meanwhile");
        }
        Matcher capacity = CAPACITY.matcher(body);
        if (capacity.find()) {
          set.capacity(Integer.parseInt(capacity.group(1)), now);
        }
        yield new Reply(200, set.json(now), Optional.of(started(set)));
      }
      case "delete/action" -> {
        boolean force = exchange.getRequestURI().getQuery().contains("forceDeletion=true");
        if (force && refusesForce) {
          yield Reply.error(409, "OperationNotAllowed", "force deletion isn't supported here");
        }
        if (!refusesDeletions.isEmpty()) {
          yield Reply.error(409, refusesDeletions, "no luck");
        }
        if (!deletionsEndWith.isEmpty()) {
          String operation = started(set);
          ends.put(URI.create(operation).getPath(), deletionsEndWith);
          yield new Reply(202, "", Optional.of(operation));
        }
        Matcher name = NAME.matcher(body.substring(body.indexOf('[')));
        set.delete(name.results().map(each -> each.group(1)).toList(), now);
        yield new Reply(202, "", Optional.of(started(set)));
      }
      case "virtualMachines/read" -> Reply.of("{\"value\":[" + set.machines(now) + "]}");
      case "instanceView/read" -> Reply.of(set.view(now));
      default -> Reply.of(set.json(now));
    };
  }

  private static String machines(List<FakeScaleSet> sets, Instant now) {
    return sets.stream()
        .map(set -> set.machines(now))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(","));
  }

  private String started(FakeScaleSet set) {
    String path =
        "/subscriptions/%s/providers/Microsoft.Compute/locations/eastus/operations/op-%d"
            .formatted(FakeScaleSet.SUBSCRIPTION, operations.size());
    operations.put(path, set);
    return endpoint() + path + "?api-version=2025-04-01";
  }

  private Reply operation(String path, Instant now) {
    FakeScaleSet set = operations.get(path);
    if (set == null) {
      return Reply.error(404, "NotFound", "forgotten");
    }
    Optional<String> end = Optional.ofNullable(ends.get(path));
    if (end.isPresent() || set.hasFailed(now)) {
      return Reply.of(
          "{\"status\":\"Failed\",\"error\":{\"code\":\"%s\",\"message\":\"no luck\"}}"
              .formatted(end.orElse(set.soldOutCode)));
    }
    return Reply.of(
        set.refusedAt.isPresent() ? "{\"status\":\"InProgress\"}" : "{\"status\":\"Succeeded\"}");
  }

  /** The action that a role has to name for a request. */
  private static String action(String method, String path) {
    String type = path.replaceFirst(".*/providers/", "");
    if (type.contains("/operations/")) {
      return "Microsoft.Compute/locations/operations/read";
    }
    String verb = method.equals("GET") ? "/read" : method.equals("PATCH") ? "/write" : "/action";
    return type.replaceFirst("virtualMachineScaleSets/[^/]+", "virtualMachineScaleSets") + verb;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
