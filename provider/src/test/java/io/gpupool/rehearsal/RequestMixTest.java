package io.gpupool.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestMixTest {

  private static final Duration WINDOW = Duration.ofMinutes(30);
  private static final Duration LONGEST = Duration.ofMinutes(90);

  private final RequestMix mix = RequestMix.load();

  @Test
  void theSameSeedDrawsTheSamePods() {
    assertThat(draw(7, 200)).isEqualTo(draw(7, 200)).isNotEqualTo(draw(8, 200));
  }

  @Test
  void podsArriveInOrderWithinTheWindowAndRunNoLongerThanWasSaid() {
    List<Job> jobs = draw(1, 1_000);
    assertThat(jobs).hasSize(1_000).isSortedAccordingTo(Comparator.comparing(Job::arrival));
    assertThat(jobs)
        .allMatch(job -> job.arrival().compareTo(WINDOW) < 0)
        .allMatch(job -> job.runtime().compareTo(LONGEST) <= 0)
        .allMatch(job -> job.runtime().toSeconds() >= 1);
    assertThat(jobs).extracting(Job::name).doesNotHaveDuplicates();
  }

  @Test
  void mostPodsAskForOneGpuAndSomeForEight() {
    List<Job> jobs = draw(1, 5_000);
    assertThat(jobs).allMatch(job -> job.requests().gpus() >= 1 && job.requests().pods() == 1);
    long one = jobs.stream().filter(job -> job.requests().gpus() == 1).count();
    long eight = jobs.stream().filter(job -> job.requests().gpus() == 8).count();
    assertThat(one).isBetween(3_500L, 4_999L);
    assertThat(eight).isBetween(10L, 1_000L);
  }

  @Test
  void aKindThatTheTraceDoesNotHaveRunsAsLongAsAnyOther() {
    assertThat(mix.runtime(77, new Random(1))).isPositive();
  }

  private List<Job> draw(long seed, int count) {
    return mix.draw(new Random(seed), count, WINDOW, LONGEST);
  }
}
