package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which word a mistyped one is taken for. */
final class NearestWordTest {

  private static final List<String> WORDS =
      List.of("name", "min", "max", "cloud", "clientCa", "certificate", "aws", "tls");

  @ParameterizedTest
  @CsvSource({
    "clowd, cloud",
    "clouds, cloud",
    "colud, cloud",
    "CLOUD, cloud",
    "clientca, clientCa",
    "client-ca, clientCa",
    "certifcate, certificate",
    "asw, aws",
    "nmae, name",
    "maxx, max",
  })
  void findsIt(String typed, String meant) {
    assertThat(NearestWord.to(typed, WORDS)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"''", "m", "zone", "mon2", "cl", "azure", "certificateAuthority"})
  void findsNothingThatIsFarAway(String typed) {
    assertThat(NearestWord.to(typed, WORDS)).isEmpty();
  }

  @Test
  void prefersTheNearest() {
    assertThat(NearestWord.to("groupss", List.of("groped", "groups"))).contains("groups");
  }

  @Test
  void measuresInBothDirectionsAlike() {
    assertThat(NearestWord.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(NearestWord.distance("sitting", "kitten")).isEqualTo(3);
    assertThat(NearestWord.distance("ab", "ba")).isEqualTo(1);
    assertThat(NearestWord.distance("", "abc")).isEqualTo(3);
  }

  @Test
  void doesNotMeasureWordsOfVeryDifferentLength() {
    assertThat(NearestWord.to("x".repeat(10_000_000), WORDS)).isEmpty();
  }
}
