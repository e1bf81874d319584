package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of {@code server}. */
final class ServerSectionTest {

  private static final String TLS_LINES =
      "  tls:\n    certificate: tls.crt\n    key: tls.key\n    clientCa: ca.crt\n";
  private static final String ADDRESS = "host:port such as 127.0.0.1:8086, [::1]:8086 or :8086";
  private static final String CLIENT =
      "a DNS name or a URI, such as cluster-autoscaler.kube-system or spiffe://example.com/autoscaler";

  @Test
  void isRequired() {
    assertThat(ConfigText.small().without("server:\n" + TLS_LINES).problems())
        .containsExactly(
            "1:1: server: found nothing; expected a mapping with the keys cloudProvider, expander,"
                + " admin, tls, plaintext");
  }

  @Test
  void needsTls() {
    assertThat(server("  expander: {}\n").problems())
        .containsExactly(
            "1:1: server.tls: found nothing; expected a mapping with the keys certificate, key,"
                + " clientCa, allowedClients, or else plaintext: true and loopback addresses");
  }

  @Test
  void needsTlsOnLoopbackTooUnlessPlaintextIsAskedFor() {
    assertThat(server("  cloudProvider: {listen: \"127.0.0.1:8086\"}\n").problems())
        .singleElement()
        .asString()
        .startsWith("1:1: server.tls: found nothing;");
  }

  @Test
  void complainsOnceAboutAMistypedTlsSection() {
    assertThat(ConfigText.small().with("  tls:", "  tsl:").problems())
        .containsExactly(
            "2:3: server.tsl: found the unknown key 'tsl'; expected one of cloudProvider, expander,"
                + " admin, tls, plaintext; did you mean 'tls'?");
  }

  @Test
  void doesWithoutTlsOnLoopback() throws ConfigException {
    ServerConfig server =
        server(
                """
                  cloudProvider: {listen: "127.0.0.1:8086"}
                  expander: {listen: "[::1]:8087"}
                  admin: {listen: localhost:8088}
                  plaintext: true
                """)
            .read()
            .server();

    assertThat(server.tls()).isEmpty();
    assertThat(server.plaintext()).isTrue();
  }

  @Test
  void refusesPlaintextBeyondLoopback() {
    assertThat(
            server(
                    """
                      cloudProvider: {listen: "127.0.0.1:8086"}
                      expander: {listen: "10.0.0.5:8087"}
                      admin: {listen: ":8088"}
                      plaintext: true
                    """)
                .problems())
        .containsExactly(
            "3:22: server.expander.listen: found '10.0.0.5:8087' with plaintext: true; expected a"
                + " loopback address such as 127.0.0.1:8087",
            "4:19: server.admin.listen: found ':8088' with plaintext: true; expected a loopback"
                + " address such as 127.0.0.1:8088");
  }

  @Test
  void refusesPlaintextAtTheDefaultAddress() {
    assertThat(server("  plaintext: true\n").problems())
        .containsExactly(
            "1:1: server.cloudProvider.listen: found '0.0.0.0:8086' with plaintext: true; expected"
                + " a loopback address such as 127.0.0.1:8086");
  }

  @Test
  void refusesPlaintextBesideTls() {
    assertThat(ConfigText.small().with("server:\n", "server:\n  plaintext: true\n").problems())
        .containsExactly(
            "2:14: server.plaintext: found 'true' beside tls; expected one of the two");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "True", "1"})
  void takesOnlyTrueAndFalse(String word) {
    assertThat(
            ConfigText.small().with("server:\n", "server:\n  plaintext: " + word + "\n").problems())
        .containsExactly(
            "2:14: server.plaintext: found '%s'; expected true or false, without quotes"
                .formatted(word));
  }

  @Test
  void refusesABooleanInQuotes() {
    assertThat(ConfigText.small().with("server:\n", "server:\n  plaintext: \"false\"\n").problems())
        .containsExactly(
            "2:14: server.plaintext: found the text 'false'; expected true or false, without"
                + " quotes");
  }

  @Test
  void needsAllFilesOfTls() {
    assertThat(server("  tls: {}\n").problems())
        .containsExactly(
            "2:3: server.tls.certificate: found nothing; expected the path of a file",
            "2:3: server.tls.key: found nothing; expected the path of a file",
            "2:3: server.tls.clientCa: found nothing; expected the path of a file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "' '"})
  void refusesAnEmptyPath(String path) {
    assertThat(ConfigText.small().with("tls.key", path).problems())
        .containsExactly(
            "4:10: server.tls.key: found the text %s; expected the path of a file".formatted(path));
  }

  @Test
  void refusesAPathThatNoFileCanHave() {
    assertThat(ConfigText.small().with("tls.key", "\"a\\0b\"").problems())
        .containsExactly("4:10: server.tls.key: found the text 'a b'; expected the path of a file");
  }

  @Test
  void refusesAnEmptyTokenFile() {
    assertThat(
            ConfigText.small().with("server:\n", "server:\n  admin: {tokenFile: ''}\n").problems())
        .containsExactly(
            "2:22: server.admin.tokenFile: found the text ''; expected the path of a file");
  }

  @Test
  void refusesAnAddressWithoutAPort() {
    assertThat(
            ConfigText.small()
                .with("server:\n", "server:\n  cloudProvider:\n    listen: 0.0.0.0\n")
                .problems())
        .containsExactly("3:13: server.cloudProvider.listen: found '0.0.0.0'; expected " + ADDRESS);
  }

  @Test
  void refusesOnePortForTwoListeners() {
    assertThat(
            ConfigText.small()
                .with(
                    "server:\n",
                    """
                    server:
                      expander: {listen: "10.0.0.5:7000"}
                      cloudProvider: {listen: "10.0.0.6:7000"}
                    """)
                .problems())
        .containsExactly(
            "3:27: server.cloudProvider.listen: found port 7000, which server.expander.listen has"
                + " too; expected another port");
  }

  @Test
  void refusesOnePortForTwoListenersInOneLine() {
    String listeners = "  {admin: {listen: ':7'}, cloudProvider: {listen: ':7'}}\n";

    assertThat(new ConfigText("server:\n" + listeners).problems())
        .contains(
            "2:51: server.cloudProvider.listen: found port 7, which server.admin.listen has too;"
                + " expected another port");
  }

  @Test
  void refusesThePortThatAnotherListenerHasByDefault() {
    assertThat(
            ConfigText.small()
                .with("server:\n", "server:\n  cloudProvider: {listen: \":8088\"}\n")
                .problems())
        .containsExactly(
            "2:27: server.cloudProvider.listen: found port 8088, which server.admin.listen has"
                + " too; expected another port");
  }

  @Test
  void lendsFreePortsToAnyNumberOfListeners() {
    assertThat(
            ConfigText.small()
                .with(
                    "server:\n",
                    "server:\n  expander: {listen: \":0\"}\n  admin: {listen: \":0\"}\n")
                .problems())
        .isEmpty();
  }

  @Test
  void leavesTheExpanderOffUnlessItHasASection() throws ConfigException {
    assertThat(ConfigText.small().read().server().expander()).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'*.kube-system'",
        "a b",
        "''",
        "a..b",
        "a.",
        "mailto:x",
        "https:/x",
        "'a:b'",
        "-a",
        "a/b"
      })
  void refusesClientsThatAreNeitherDnsNamesNorUris(String name) {
    assertThat(
            ConfigText.small()
                .with("server:\n  tls:\n", "server:\n  tls:\n    allowedClients: [" + name + "]\n")
                .problems())
        .singleElement()
        .asString()
        .startsWith("3:22: server.tls.allowedClients[0]: found ")
        .endsWith("; expected " + CLIENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "A-1.b_c", "spiffe://example.com/ns/x", "https://example.com", "7"})
  void takesClientsThatAreDnsNamesOrUris(String name) throws ConfigException {
    assertThat(
            ConfigText.small()
                .with("server:\n  tls:\n", "server:\n  tls:\n    allowedClients: [" + name + "]\n")
                .read()
                .server()
                .tls()
                .map(TlsConfig::allowedClients))
        .hasValueSatisfying(clients -> assertThat(clients).containsExactly(name));
  }

  private static ConfigText server(String lines) {
    return ConfigText.small().with(TLS_LINES, lines);
  }
}
