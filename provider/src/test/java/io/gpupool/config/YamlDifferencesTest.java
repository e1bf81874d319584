package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is told of a change: by place, in the file's own words, and nothing where nothing changed.
 */
class YamlDifferencesTest {

  private static final String BEFORE =
      """
      gpuLabel: example.com/gpu
      clouds:
        - name: east
          aws: {regions: [us-east-1], refresh: 30s}
        - name: west
          aws: {regions: [us-west-2]}
      groups:
        - {match: "aws/**", weight: 1}
      """;

  @Test
  void commentsQuotesOrderOfKeysAndLayoutMakeNoDifference() {
    assertThat(
            between(
                BEFORE,
                """
                # the same in other clothes
                groups:
                  - weight: 1
                    match: aws/**
                clouds:
                  - aws:
                      refresh: "30s"
                      regions:
                        - us-east-1
                    name: east
                  - {name: west, aws: {regions: ['us-west-2']}}
                gpuLabel: 'example.com/gpu'
                """))
        .isEmpty();
  }

  @Test
  void aValueIsToldWithItsPlace() {
    assertThat(between(BEFORE, BEFORE.replace("30s", "10s")))
        .containsExactly("clouds[east].aws.refresh: 30s -> 10s");
  }

  @Test
  void whatComesAndGoesIsToldWhole() {
    assertThat(
            between(
                BEFORE,
                """
                clouds:
                  - name: east
                    aws: {regions: [us-east-1, us-east-2], refresh: 30s}
                  - name: north
                    aws: {regions: [eu-north-1]}
                groups:
                  - {match: "aws/**", weight: 1, labels: {team: ""}}
                """))
        .containsExactly(
            "gpuLabel: example.com/gpu -> not set",
            "clouds[west]: {name: west, aws: {regions: [us-west-2]}} -> not set",
            "clouds[east].aws.regions: [us-east-1] -> [us-east-1, us-east-2]",
            "clouds[north]: not set -> {name: north, aws: {regions: [eu-north-1]}}",
            "groups[aws/**].labels: not set -> {team: \"\"}");
  }

  @Test
  void theOrderOfAListIsADifferenceForTheFirstThatMatchesWins() {
    assertThat(
            between(
                "groups: [{match: aws/a}, {match: aws/b}]",
                "groups: [{match: aws/b}, {match: aws/a}]"))
        .containsExactly("groups: another order, [aws/b], [aws/a]");
  }

  @Test
  void itemsWithoutNamesOrWithTheSameNameAreComparedAsAWhole() {
    assertThat(between("a: [1, 2]", "a: [2, 1]")).containsExactly("a: [1, 2] -> [2, 1]");
    assertThat(between("a: [{match: x, n: 1}, {match: x, n: 2}]", "a: [{match: x, n: 1}]"))
        .containsExactly("a: [{match: x, n: 1}, {match: x, n: 2}] -> [{match: x, n: 1}]");
  }

  @Test
  void passwordsInUrlsAreNotTold() {
    assertThat(between("a: http://one", "a: http://me:secret@two"))
        .containsExactly("a: http://one -> http://…@two");
  }

  private static List<String> between(String before, String after) {
    return YamlDifferences.between(tree(before), tree(after));
  }

  private static YamlNode tree(String text) {
    Problems problems = new Problems("test");
    return YamlTree.read(text, problems).orElseThrow();
  }
}
