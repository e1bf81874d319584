package io.gpupool.clouds.emulator.gcp.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.clouds.emulator.gcp.model.GcpException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldMaskTest {

  private static final Map<String, Object> OBJECT =
      Map.of(
          "kind",
          "list",
          "items",
          Map.of(
              "zones/a",
              Map.of(
                  "instances",
                  List.of(
                      Map.of("name", "i", "status", Map.of("code", "UP", "since", "now")),
                      Map.of("name", "j"))),
              "zones/b",
              Map.of("warning", "none")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind|{kind=list}",
        "*|all",
        "kind,items|all",
        "nothing|{}",
        "items/*/warning|{items={zones/b={warning=none}}}",
        "items(*(warning))|{items={zones/b={warning=none}}}",
        "items/*/instances/name|{items={zones/a={instances=[{name=i}, {name=j}]}}}",
        "items/*/instances(status/code)|{items={zones/a={instances=[{status={code=UP}}]}}}",
        "kind,items/*/instances/name,items/*/warning,items|all",
        "kind/deeper|{}",
      })
  void onlyWhatIsAskedForIsLeft(String mask, String expected) {
    Object left = FieldMask.of(mask).of(OBJECT);

    assertThat(left.toString()).isEqualTo(expected.equals("all") ? same() : expected);
  }

  private static String same() {
    return FieldMask.of("*").of(OBJECT).toString();
  }

  @Test
  void partsOfTheSameFieldAreJoined() {
    Map<String, Object> left = FieldMask.of("items/*/instances/name,items/*/warning").of(OBJECT);

    assertThat(left.get("items"))
        .isEqualTo(
            Map.of(
                "zones/a",
                Map.of("instances", List.of(Map.of("name", "i"), Map.of("name", "j"))),
                "zones/b",
                Map.of("warning", "none")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a,", "a(", "a(b", "a)", "a/", "/a", "a(b))"})
  void aMaskThatIsNoneIsRefused(String mask) {
    assertThatThrownBy(() -> FieldMask.of(mask))
        .isInstanceOf(GcpException.class)
        .hasMessage("invalidParameter: Invalid field selection " + mask);
  }
}
