package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gpupool.clouds.api.NodeGroupId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stars stand for. */
final class GroupPatternTest {

  @ParameterizedTest
  @CsvSource({
    "aws/a/b/c, aws/a/b/c",
    "aws/*/b/c, aws/a/b/c",
    "aws/*/us-east-1/p5-*, aws/111122223333/us-east-1/p5-spot",
    "aws/*/us-east-1/p5-*, aws/111122223333/us-east-1/p5-",
    "aws/a/b/*spot*, aws/a/b/spot",
    "*/a/*/c, aws/a/b/c",
    "aws/**, aws/a/b/c",
    "**, aws/a/b/c",
    "**/c, aws/a/b/c",
    "*aws/a/b/c, aws/a/b/c",
    "**aws/a/b/c, aws/a/b/c",
    "aws/**/c, aws/a/b/c",
    "aws**c, aws/a/b/c",
    "aws/***, aws/a/b/c",
    "aws/a/b/a.c, aws/a/b/a.c",
    "aws/a/b/[x], aws/a/b/[x]",
    "aws/a/b/x%2Fy, aws/a/b/x%2Fy",
    "aws/a/b/*, aws/a/b/x%2Fy",
    "aws/a/b/*a*a*b, aws/a/b/aaab",
  })
  void matches(String pattern, String id) {
    assertThat(new GroupPattern(pattern).matches(new NodeGroupId(id))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "aws/a/b/c, aws/a/b/d",
    "aws/a/b/c, aws/a/b/c2",
    "aws/a/b/c, xaws/a/b/c",
    "aws/*, aws/a/b/c",
    "aws/*/c, aws/a/b/c",
    "*, aws/a/b/c",
    "aws/**, gcp/a/b/c",
    "aws/**/c, aws/c",
    "aws/a/b/a.c, aws/a/b/abc",
    "aws/a/b/C, aws/a/b/c",
    "aws/a/b/p5-*, aws/a/b/p4-x",
    "aws/a/b/*a*a*b, aws/a/b/ab",
  })
  void doesNotMatch(String pattern, String id) {
    assertThat(new GroupPattern(pattern).matches(new NodeGroupId(id))).isFalse();
  }

  @Test
  void isNotSlowedDownByManyStars() {
    GroupPattern pattern = new GroupPattern("aws/" + "**a".repeat(200) + "b");

    assertThat(pattern.matches(new NodeGroupId("aws/" + "a".repeat(2000)))).isFalse();
  }

  @Test
  void isNotEmpty() {
    assertThatIllegalArgumentException().isThrownBy(() -> new GroupPattern(" "));
  }
}
