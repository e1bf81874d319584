package io.gpupool.config;

import io.gpupool.packing.Placement;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code server} and holds its rules about ports and encryption. */
final class ServerSection {

  private static final Keys SERVER =
      Keys.of(
          Key.of("cloudProvider", "Where the autoscaler asks for nodes, with mutual TLS."),
          Key.of(
              "expander",
              "Where the autoscaler asks which group to take (--expander=grpc), with TLS; without"
                  + " this section it isn't served."),
          Key.of("admin", "Where people and their tools look: health, readiness and metrics."),
          Key.of(
              "tls",
              "The server's certificate and the clients that it lets in; required unless"
                  + " plaintext is true."),
          Key.of(
                  "plaintext",
                  "Whether to do without TLS, which is for trials on one machine: every listener"
                      + " has to be on loopback then.")
              .such("false"));
  private static final Keys CLOUD_PROVIDER =
      Keys.of(Key.of("listen", "The address to listen at.").such("0.0.0.0:8086"));
  private static final Keys EXPANDER =
      Keys.of(
          Key.of("listen", "The address to listen at.").such("0.0.0.0:8087"),
          Key.of(
                  "scheduler",
                  "How the cluster's scheduler places pods: leastAllocated, as Kubernetes does by"
                      + " default; mostAllocated, which packs; mostAllocatedGpus, the same with GPUs"
                      + " counted three times; or asEstimated to believe the autoscaler's"
                      + " estimate.")
              .such("leastAllocated"),
          Key.of(
                  "budget",
                  "How long to think about a choice; the autoscaler waits for five seconds.")
              .such("1.5s"));

  private static final Form<Placement> SCHEDULER =
      Form.word(
          "leastAllocated, mostAllocated, mostAllocatedGpus or asEstimated",
          Stream.of(Placement.values())
              .collect(Collectors.toMap(Placement::toString, placement -> placement)));

  private static final Form<Duration> BUDGET =
      Forms.durationOfAtLeast(Duration.ofMillis(100), "a duration from 100ms to 4s, such as 1.5s")
          .where(budget -> budget.compareTo(Duration.ofSeconds(4)) <= 0);
  private static final Keys ADMIN =
      Keys.of(
          Key.of(
                  "listen",
                  "The address to listen at; it is plain HTTP, so keep it on loopback or behind"
                      + " something that encrypts.")
              .such("127.0.0.1:8088"),
          Key.of(
                  "tokenFile",
                  "A file that holds what a caller must know to change anything; without it"
                      + " nothing can be changed there.")
              .such("/etc/gpupool/admin-token"));
  private static final Keys TLS =
      Keys.of(
          Key.of(
                  "certificate",
                  "The server's certificate and what vouches for it; a relative path begins at the"
                      + " folder of the configuration file.")
              .such("/etc/gpupool/tls/tls.crt"),
          Key.of("key", "The certificate's private key, in PKCS #8.")
              .such("/etc/gpupool/tls/tls.key"),
          Key.of("clientCa", "The authority that signs the certificates of clients.")
              .such("/etc/gpupool/tls/ca.crt"),
          Key.of(
                  "allowedClients",
                  "DNS or URI names, one of which a client's certificate must carry; an empty list"
                      + " lets in every client whose certificate the authority has signed.")
              .such("[cluster-autoscaler.kube-system]"));

  private static final Outline DNS_NAME =
      Outline.of("[A-Za-z0-9_](?:[-A-Za-z0-9_]|\\.(?=[A-Za-z0-9_]))*", 253);

  private static final Form<List<String>> CLIENT_NAMES =
      Form.listOf(
          "a list of names, such as [cluster-autoscaler.kube-system]",
          Form.text(
              "a DNS name or a URI, such as cluster-autoscaler.kube-system or"
                  + " spiffe://example.com/autoscaler",
              Outline.VISIBLE,
              ServerSection::clientName));

  private ServerSection() {}

  /** The section as a whole; relative paths in it begin at {@code folder}. */
  static Form<ServerConfig> form(Path folder) {
    return Form.mapping(SERVER, server -> read(server, Forms.fileBelow(folder)));
  }

  private static Optional<ServerConfig> read(YamlMapping server, Form<Path> file) {
    YamlMapping adminSection = server.section("admin", ADMIN);
    Optional<Placed<ListenAddress>> cloudProvider =
        listen(
            server.section("cloudProvider", CLOUD_PROVIDER), ServerConfig.DEFAULT_CLOUD_PROVIDER);
    Optional<YamlMapping> expanderSection = server.optionalSection("expander", EXPANDER);
    Optional<Placed<ListenAddress>> expander =
        expanderSection.flatMap(section -> listen(section, ExpanderConfig.DEFAULT_LISTEN));
    Optional<Placement> scheduler =
        expanderSection.flatMap(
            section -> section.orDefault("scheduler", SCHEDULER, ExpanderConfig.DEFAULT_SCHEDULER));
    Optional<Duration> budget =
        expanderSection.flatMap(
            section -> section.orDefault("budget", BUDGET, ExpanderConfig.DEFAULT_BUDGET));
    Optional<Placed<ListenAddress>> admin = listen(adminSection, AdminConfig.DEFAULT_LISTEN);
    Optional<Path> tokenFile = adminSection.optional("tokenFile", file);
    Optional<TlsConfig> tls =
        server.optional("tls", Form.mapping(TLS, section -> tls(section, file)));
    Optional<Boolean> plaintext = server.orDefault("plaintext", Form.trueOrFalse(), false);

    List<Placed<ListenAddress>> listeners =
        Stream.of(cloudProvider, expander, admin)
            .flatMap(Optional::stream)
            .sorted(Comparator.comparing(Placed::position))
            .toList();
    checkPorts(server, listeners);
    plaintext.ifPresent(isPlaintext -> checkEncryption(server, isPlaintext, listeners));

    return server.build(
        () ->
            new ServerConfig(
                cloudProvider.orElseThrow().value(),
                expander.map(
                    listen ->
                        new ExpanderConfig(
                            listen.value(), scheduler.orElseThrow(), budget.orElseThrow())),
                new AdminConfig(admin.orElseThrow().value(), tokenFile),
                tls,
                plaintext.orElseThrow()));
  }

  private static Optional<Placed<ListenAddress>> listen(
      YamlMapping section, ListenAddress address) {
    return section.placedOrDefault("listen", Forms.LISTEN_ADDRESS, address);
  }

  private static Optional<TlsConfig> tls(YamlMapping tls, Form<Path> file) {
    Optional<Path> certificate = tls.required("certificate", file);
    Optional<Path> key = tls.required("key", file);
    Optional<Path> clientCa = tls.required("clientCa", file);
    Optional<List<String>> allowedClients =
        tls.orDefault("allowedClients", CLIENT_NAMES, List.of());
    return tls.build(
        () ->
            new TlsConfig(
                certificate.orElseThrow(),
                key.orElseThrow(),
                clientCa.orElseThrow(),
                allowedClients.orElseThrow()));
  }

  /** In the order of the file, in which defaults come first: what is written can be changed. */
  private static void checkPorts(YamlMapping server, List<Placed<ListenAddress>> listeners) {
    Map<Integer, Placed<ListenAddress>> byPort = new HashMap<>();
    for (Placed<ListenAddress> listener : listeners) {
      int port = listener.value().port();
      Placed<ListenAddress> other = port == 0 ? null : byPort.putIfAbsent(port, listener);
      if (other != null) {
        server.problemAt(
            listener, "port " + port + ", which " + other.path() + " has too", "another port");
      }
    }
  }

  private static void checkEncryption(
      YamlMapping server, boolean plaintext, List<Placed<ListenAddress>> listeners) {
    boolean neither = server.lacksAll("tls", "plaintext");
    if (neither || (!plaintext && server.lacks("tls"))) {
      server.problemAt(
          "tls",
          "nothing",
          "a mapping with the keys " + TLS + ", or else plaintext: true and loopback addresses");
    }
    if (plaintext && server.has("tls")) {
      server.problemAt("plaintext", "'true' beside tls", "one of the two");
    }
    if (plaintext && !server.has("tls")) {
      for (Placed<ListenAddress> listener : listeners) {
        if (!listener.value().isLoopback()) {
          server.problemAt(
              listener,
              "'" + listener.value() + "' with plaintext: true",
              "a loopback address such as 127.0.0.1:" + listener.value().port());
        }
      }
    }
  }

  private static String clientName(String text) {
    try {
      URI uri = new URI(text);
      if (uri.isAbsolute() && !uri.isOpaque() && uri.getRawAuthority() != null) {
        return text;
      }
    } catch (URISyntaxException notAUri) {
      throw new IllegalArgumentException(notAUri);
    }
    return DNS_NAME.check(text);
  }
}
