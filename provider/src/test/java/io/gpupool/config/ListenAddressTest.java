package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses to listen at. */
final class ListenAddressTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0:8086, 0.0.0.0, 8086",
    "255.255.255.255:1, 255.255.255.255, 1",
    "localhost:65535, localhost, 65535",
    "pool-1.example.com:8086, pool-1.example.com, 8086",
    "[::]:8086, ::, 8086",
    "[2001:db8::5]:8086, 2001:db8::5, 8086",
    ":8086, '', 8086",
    ":0, '', 0",
  })
  void readsAndWrites(String text, String host, int port) {
    assertThat(ListenAddress.parse(text))
        .isEqualTo(new ListenAddress(host, port))
        .hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "8086",
        "localhost",
        "localhost:",
        "localhost:http",
        "localhost:-1",
        "localhost:65536",
        "localhost:999999",
        "::1:8086",
        "[::1]",
        "[]:8086",
        "[::1:8086",
        "[localhost]:8086",
        "[127.0.0.1]:8086",
        "[:::1]:8086",
        "[::g]:8086",
        "[fe80::1%eth0]:8086",
        "256.0.0.1:8086",
        "1.2.3:8086",
        "1.2.3.4.5:8086",
        "01.2.3.4:8086",
        "a b:8086",
        "a..b:8086",
        "-a:8086",
        "http://localhost:8086",
        "127.0.0.1:8086 ",
        "127.0.0.1:٣"
      })
  void refuses(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ListenAddress.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:1",
        "127.8.9.10:1",
        "localhost:1",
        "LocalHost:1",
        "[::1]:1",
        "[0:0:0:0:0:0:0:1]:1",
        "[::ffff:127.0.0.1]:1"
      })
  void knowsLoopback(String text) {
    assertThat(ListenAddress.parse(text).isLoopback()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":1",
        "0.0.0.0:1",
        "[::]:1",
        "128.0.0.1:1",
        "10.0.0.1:1",
        "example.com:1",
        "[::2]:1",
        "127.example.com:1",
        "localhost.example.com:1"
      })
  void knowsWhatIsNotLoopback(String text) {
    assertThat(ListenAddress.parse(text).isLoopback()).isFalse();
  }

  @Test
  void knowsHowLongANameMayBe() {
    String name = ("a".repeat(62) + ".").repeat(4) + "b";

    assertThat(ListenAddress.parse(name + ":1").host()).hasSize(253);
    assertThatIllegalArgumentException().isThrownBy(() -> ListenAddress.parse(name + "b:1"));
  }

  @Test
  void becomesASocketAddress() {
    assertThat(ListenAddress.parse(":8086").toSocketAddress().getAddress().isAnyLocalAddress())
        .isTrue();
    assertThat(ListenAddress.parse("[::1]:8086").toSocketAddress().getAddress().isLoopbackAddress())
        .isTrue();
    assertThat(ListenAddress.parse("127.0.0.1:8086").toSocketAddress().getPort()).isEqualTo(8086);
  }
}
