package io.gpupool.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads {@code server} and holds its rules about ports and encryption. */
final class ServerSection {

  private static final Keys SERVER =
      Keys.of("cloudProvider", "expander", "admin", "tls", "plaintext");
  private static final Keys LISTENER = Keys.of("listen");
  private static final Keys ADMIN = Keys.of("listen", "tokenFile");
  private static final Keys TLS = Keys.of("certificate", "key", "clientCa", "allowedClients");

  private static final Pattern DNS_NAME =
      Pattern.compile("[A-Za-z0-9_](?:[-A-Za-z0-9_]|\\.(?=[A-Za-z0-9_]))*");
  private static final int LONGEST_DNS_NAME = 253;

  private static final Form<List<String>> CLIENT_NAMES =
      Form.listOf(
          "a list of names, such as [cluster-autoscaler.kube-system]",
          Form.text(
              "a DNS name or a URI, such as cluster-autoscaler.kube-system or"
                  + " spiffe://example.com/autoscaler",
              ServerSection::clientName));

  private ServerSection() {}

  /** The section as a whole; relative paths in it begin at {@code folder}. */
  static Form<ServerConfig> form(Path folder) {
    return Form.mapping(SERVER, server -> read(server, Forms.fileBelow(folder)));
  }

  private static Optional<ServerConfig> read(YamlMapping server, Form<Path> file) {
    YamlMapping adminSection = server.section("admin", ADMIN);
    Optional<Placed<ListenAddress>> cloudProvider =
        listen(server.section("cloudProvider", LISTENER), ServerConfig.DEFAULT_CLOUD_PROVIDER);
    Optional<Placed<ListenAddress>> expander =
        server.has("expander")
            ? listen(server.section("expander", LISTENER), ServerConfig.DEFAULT_EXPANDER)
            : Optional.empty();
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
                expander.map(Placed::value),
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
    if (!plaintext && server.lacks("tls")) {
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
    return Forms.matching(DNS_NAME, LONGEST_DNS_NAME).apply(text);
  }
}
