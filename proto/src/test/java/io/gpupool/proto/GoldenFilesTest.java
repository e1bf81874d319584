package io.gpupool.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Message;
import io.gpupool.proto.cloudprovider.CloudProviderContract;
import io.gpupool.proto.expander.ExpanderContract;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The golden files are complete, well-formed and understood to the last byte. */
class GoldenFilesTest {

  @Test
  void thereIsADirectoryForEachGenerationAndNoOther() throws Exception {
    assertThat(namesIn(""))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Generation.values()).map(Generation::directory).toList());
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void thereIsAFileForEachMessageAndNoOther(Generation generation) throws Exception {
    assertThat(namesIn(generation.directory()))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(GoldenMessage.values()).map(GoldenMessage::fileName).toList());
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void aFileSaysWhatItIsAndThenIsHexadecimalInLinesOfEighty(Generation generation) {
    for (GoldenMessage message : GoldenMessage.values()) {
      GoldenFile file = message.file(generation);

      assertThat(file.comment()).startsWith("# " + message.messageName() + ", as ");
      List<String> fullLines = file.lines().subList(0, file.lines().size() - 1);
      assertThat(fullLines).allMatch(line -> line.matches("[0-9a-f]{80}"));
      assertThat(file.lines().get(fullLines.size())).matches("([0-9a-f]{2}){1,40}");
    }
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void nothingInAGoldenMessageIsUnknownToTheContract(Generation generation) throws Exception {
    for (GoldenMessage message : GoldenMessage.values()) {
      assertThat(UnknownFields.of(message.read(generation))).as(message.fileName()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void aGoldenMessageIsWrittenAsItWasRead(Generation generation) throws Exception {
    for (GoldenMessage message : GoldenMessage.values()) {
      assertThat(message.read(generation).toByteString())
          .as(message.fileName())
          .isEqualTo(message.bytes(generation));
    }
  }

  @Test
  void everyFieldOfTheContractsIsFilledInSomeGoldenMessage() throws Exception {
    Set<String> declared = new TreeSet<>();
    for (FileDescriptor file :
        List.of(CloudProviderContract.getDescriptor(), ExpanderContract.getDescriptor())) {
      for (Descriptor message : file.getMessageTypes()) {
        message.getFields().forEach(field -> declared.add(field.getFullName()));
      }
    }
    Set<String> filled = new TreeSet<>();
    for (Generation generation : Generation.values()) {
      for (GoldenMessage message : GoldenMessage.values()) {
        collectFilled(message.read(generation), filled);
      }
    }

    assertThat(declared).hasSizeGreaterThan(60);
    assertThat(filled).containsAll(declared);
  }

  private static void collectFilled(Message message, Set<String> names) {
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      names.add(entry.getKey().getFullName());
      List<?> values =
          entry.getKey().isRepeated() ? (List<?>) entry.getValue() : List.of(entry.getValue());
      for (Object value : values) {
        if (value instanceof Message nested) {
          collectFilled(nested, names);
        }
      }
    }
  }

  private static Set<String> namesIn(String directory) throws IOException, URISyntaxException {
    URI root = Objects.requireNonNull(GoldenFilesTest.class.getResource("/golden")).toURI();
    try (Stream<Path> paths = Files.list(Path.of(root).resolve(directory))) {
      return paths
          .map(path -> Objects.requireNonNull(path.getFileName()).toString())
          .collect(Collectors.toSet());
    }
  }
}
