package io.gpupool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit codes, help, and what is said to whoever mistypes. */
class UsageTest {

  @ParameterizedTest
  @ValueSource(strings = {"--help", "help"})
  void helpListsEveryCommand(String argument) {
    Typed help = Typed.command(argument);
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("serve", "demo", "emulate", "certificates", "schema");
    assertThat(help.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "serve, --config",
    "demo, --pods",
    "emulate, --ports",
    "certificates, --directory",
    "schema, --reference"
  })
  void everyCommandExplainsItself(String command, String option) {
    for (Typed help :
        new Typed[] {Typed.command(command, "--help"), Typed.command("help", command)}) {
      assertThat(help.exitCode()).isZero();
      assertThat(help.out()).contains(option);
    }
  }

  @Test
  void theVersionIsTold() {
    assertThat(Typed.command("--version").out()).startsWith("gpupool ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "demo --nonsense",
        "serve",
        "serve --config",
        "demo --seed x",
        "demo --seed",
        "demo --speed -1",
        "demo --speed fast",
        "demo --speed NaN",
        "demo --pods 0",
        "demo --pods -3",
        "demo --pods /no/such/file.csv",
        "demo --clouds mars",
        "demo --clouds aws,mars",
        "demo --clouds ,",
        "emulate --ports aws=70000",
        "emulate --ports aws=x",
        "emulate --ports gcp=70000",
        "emulate --ports azure=70000",
        "emulate --ports mars=5000",
        "emulate --ports aws",
        "schema --nonsense",
        "certificates",
        "certificates --directory /tmp/x --days 0"
      })
  void whatMakesNoSenseIsRefusedOnStandardErrorWithTwo(String line) {
    Typed typed = Typed.command(line.split(" ", -1));
    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.out()).isEmpty();
    assertThat(typed.err()).isNotBlank().doesNotContain("Exception", "\tat ");
  }

  @Test
  void aCloudThatNobodyKnowsIsToldWithThoseThatThereAre() {
    assertThat(Typed.command("demo", "--clouds", "mars").err())
        .contains("--clouds: found 'mars'; expected one or more of [aws, azure, gcp]");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThat(Typed.command("demo", "--pods", "/no/such/file.csv").err())
        .contains("--pods: /no/such/file.csv can't be read: there is no such file");
  }

  @Test
  void theSchemaIsPrintedForEditorsAndForPeople() {
    Typed schema = Typed.command("schema");
    assertThat(schema.exitCode()).isZero();
    assertThat(JsonParser.parseString(schema.out()).getAsJsonObject().get("properties"))
        .isNotNull();

    Typed reference = Typed.command("schema", "--reference");
    assertThat(reference.exitCode()).isZero();
    assertThat(reference.out()).startsWith("# ").contains("| `refresh` |").endsWith("|\n");
  }
}
