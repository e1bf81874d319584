package io.gpupool.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables in this module's README name the tests that there are. */
class ConformanceTableTest {

  private static final Path README = Path.of("README.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| [^|]+ \\| ([^|]+) \\|$");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|Contract)\\.\\w+)`");

  @Test
  void theTableOfItemsIsWhatTheTestsSay() throws IOException {
    Set<String> stated = new TreeSet<>();
    for (MatchResult row : ROW.matcher(Files.readString(README)).results().toList()) {
      TEST.matcher(row.group(2))
          .results()
          .forEach(test -> stated.add("%3s %s".formatted(row.group(1), test.group(1))));
    }
    Set<String> annotated = new TreeSet<>();
    for (JavaMethod method : tests()) {
      if (method.isAnnotatedWith(Item.class)) {
        for (int item : method.getAnnotationOfType(Item.class).value()) {
          annotated.add("%3d %s".formatted(item, name(method)));
        }
      }
    }
    assertThat(stated).isEqualTo(annotated).hasSizeGreaterThan(50);
  }

  @Test
  void everyTestThatTheReadmeNamesExists() throws IOException {
    Set<String> existing =
        tests().stream().map(ConformanceTableTest::name).collect(Collectors.toSet());
    List<String> named =
        TEST.matcher(Files.readString(README)).results().map(m -> m.group(1)).toList();
    assertThat(existing).containsAll(named);
    assertThat(named).hasSizeGreaterThan(60);
  }

  private static List<JavaMethod> tests() {
    List<JavaMethod> tests = new ArrayList<>();
    for (JavaClass type : new ClassFileImporter().importPackages("io.gpupool")) {
      type.getMethods().stream()
          .filter(
              method ->
                  method.isAnnotatedWith("org.junit.jupiter.api.Test")
                      || method.isAnnotatedWith("org.junit.jupiter.params.ParameterizedTest"))
          .forEach(tests::add);
    }
    return tests;
  }

  private static String name(JavaMethod method) {
    return method.getOwner().getSimpleName() + "." + method.getName();
  }
}
