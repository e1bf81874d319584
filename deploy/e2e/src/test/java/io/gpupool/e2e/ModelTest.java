package io.gpupool.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.Call;
import io.gpupool.clouds.emulator.CallLog;
import io.gpupool.clouds.emulator.aws.EmulatedAws;
import io.gpupool.clouds.emulator.aws.GroupDefinition;
import io.gpupool.clouds.emulator.aws.model.LaunchRefusal;
import io.gpupool.rehearsal.Job;
import io.gpupool.rehearsal.Resources;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whether the rehearsal's model of the autoscaler decides as the real one does, for work without
 * ties: those are left to chance by the real one. The model is of release 1.36.
 */
@ExtendWith(Scenario.class)
class ModelTest {

  private static final Duration RUNTIME = Duration.ofSeconds(6);

  /** Waves of pods that arrive when the last one's nodes are gone: how many, and their GPUs. */
  private static final int[][] WAVES = {{1, 1}, {1, 8}, {1, 4}, {3, 1}, {2, 8}};

  /** A group that never gets a machine. */
  private static final String SOLD_OUT = "sold-out";

  @Test
  void theModelAndTheRealOneAskForTheSameNodesGroupByGroup() throws IOException {
    List<Map<String, Integer>> real = new ArrayList<>();
    List<Map<String, Integer>> model = new ArrayList<>();
    for (int wave = 0; wave < WAVES.length; wave++) {
      real.add(real(wave));
      model.add(model(wave));
    }
    assertThat(model).isEqualTo(real);
  }

  private static Map<String, Integer> real(int wave) {
    try (World world = Scenario.world("1.36.1", "model-wave-" + wave)) {
      groups(world.aws);
      world.start();
      List<String> pods = new ArrayList<>();
      for (int k = 0; k < WAVES[wave][0]; k++) {
        pods.add("pod-" + k);
        world.pod("pod-" + k, WAVES[wave][1], RUNTIME);
      }
      world.await("every pod finishes", () -> pods.stream().allMatch(world::succeeded));
      world.awaitEmpty();
      return decisions(world.aws.calls());
    }
  }

  private static Map<String, Integer> model(int wave) throws IOException {
    try (Rehearsed rehearsed = new Rehearsed()) {
      groups(rehearsed.aws);
      List<Job> jobs = new ArrayList<>();
      for (int k = 0; k < WAVES[wave][0]; k++) {
        int gpus = WAVES[wave][1];
        jobs.add(
            new Job(
                "pod-" + k,
                new Resources(gpus * 1_000L, (long) gpus << 30, gpus, 1),
                Duration.ZERO,
                RUNTIME));
      }
      assertThat(rehearsed.run(jobs).placed()).isEqualTo(jobs.size());
      return decisions(rehearsed.aws.calls());
    }
  }

  private static void groups(EmulatedAws aws) {
    for (Map.Entry<String, Kind> group :
        Map.of("one", Kind.ONE, "four", Kind.FOUR, "eight", Kind.EIGHT).entrySet()) {
      aws.region(World.EAST)
          .addGroup(
              GroupDefinition.of(group.getKey(), group.getValue().machineType())
                  .sizes(0, 5)
                  .tag(AmazonAccount.TAG, "true"));
    }
    // a little better for small pods than the others, and never to be had
    aws.region(World.EAST)
        .addGroup(
            GroupDefinition.of(SOLD_OUT, Kind.LESS.machineType())
                .sizes(0, 5)
                .tag(AmazonAccount.TAG, "true"));
    var unused =
        aws.refuseLaunches(
            attempt -> attempt.group().equals(SOLD_OUT),
            LaunchRefusal.outOfCapacity(Kind.LESS.machineType(), "us-east-1a", List.of()));
  }

  /** The highest target that each group was given, and how many nodes were removed by name. */
  private static Map<String, Integer> decisions(CallLog calls) {
    Map<String, Integer> highest = new TreeMap<>();
    for (Call call : calls.calls("SetDesiredCapacity")) {
      highest.merge(
          call.parameters().getOrDefault("AutoScalingGroupName", ""),
          Integer.parseInt(call.parameters().getOrDefault("DesiredCapacity", "0")),
          Math::max);
    }
    Map<String, Integer> decisions = new TreeMap<>(highest);
    decisions.put("removed", calls.calls("TerminateInstanceInAutoScalingGroup").size());
    return decisions;
  }
}
