package io.gpupool.clouds.aws;

import io.gpupool.clouds.api.ReadingProblem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/**
 * Asks EC2 about many ids at once. One id that it doesn't know spoils the whole question, so then
 * they are asked about one by one, and the bad ones become problems for a person to mend.
 */
final class Questions {

  private static final int IDS_PER_CALL = 100;

  private Questions() {}

  /**
   * The answers by id, without those that there is none for.
   *
   * @param question answers a list of ids, or throws
   * @param what what an id that isn't known is called: "is an instance type that …"
   */
  static <T> Map<String, T> ask(
      Collection<String> ids,
      Function<List<String>, Map<String, T>> question,
      String what,
      List<ReadingProblem> problems) {
    Map<String, T> answers = new HashMap<>();
    List<String> all = List.copyOf(new TreeSet<>(ids));
    for (int k = 0; k < all.size(); k += IDS_PER_CALL) {
      List<String> batch = all.subList(k, Math.min(all.size(), k + IDS_PER_CALL));
      try {
        answers.putAll(question.apply(batch));
      } catch (Ec2Exception refusal) {
        if (!isAboutWhatWasAsked(refusal)) {
          throw refusal;
        }
        answers.putAll(oneByOne(batch, question, what, problems));
      }
    }
    return answers;
  }

  private static <T> Map<String, T> oneByOne(
      List<String> ids,
      Function<List<String>, Map<String, T>> question,
      String what,
      List<ReadingProblem> problems) {
    Map<String, T> answers = new HashMap<>();
    List<ReadingProblem> bad = new ArrayList<>();
    for (String id : ids) {
      try {
        answers.putAll(question.apply(List.of(id)));
      } catch (Ec2Exception refusal) {
        if (!isAboutWhatWasAsked(refusal)) {
          throw refusal;
        }
        bad.add(new ReadingProblem(id, what + ": " + refusal.awsErrorDetails().errorMessage()));
      }
    }
    problems.addAll(bad);
    return answers;
  }

  /** EC2 refuses a question for what it names: InvalidInstanceType, InvalidLaunchTemplateId.… */
  private static boolean isAboutWhatWasAsked(Ec2Exception refusal) {
    return refusal.awsErrorDetails() != null
        && refusal.awsErrorDetails().errorCode() != null
        && refusal.awsErrorDetails().errorCode().startsWith("Invalid")
        && !refusal.awsErrorDetails().errorCode().equals("InvalidClientTokenId");
  }
}
