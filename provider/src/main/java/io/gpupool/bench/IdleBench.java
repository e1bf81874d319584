package io.gpupool.bench;

import io.gpupool.bench.IdleRule.Cooldown;
import io.gpupool.bench.IdleRule.Patience;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.catalog.Catalog;
import io.gpupool.clouds.catalog.ListPrice;
import io.gpupool.policy.BootTime;
import io.gpupool.policy.BreakEven;
import io.gpupool.policy.GroupFacts;
import io.gpupool.policy.OptionsForm;
import io.gpupool.policy.OptionsPolicy;
import io.gpupool.policy.ScaleDownPolicy;
import io.gpupool.policy.Standing;
import io.gpupool.policy.Youth;
import io.gpupool.rehearsal.Flags;
import io.gpupool.rehearsal.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The same months of pods under several ways of removing empty nodes. */
public final class IdleBench {

  private static final Flags FLAGS = Flags.DEFAULT;
  private static final Instant SOME_TIME = Instant.EPOCH.plus(Duration.ofDays(10_000));

  /** Karpenter's {@code consolidateAfter: 0s} and how long it then looks again. */
  private static final Duration KARPENTERS_VALIDATION = Duration.ofSeconds(15);

  private static final Map<String, String> REGIONS =
      Map.of("aws", "us-east-1", "gcp", "us-central1", "azure", "eastus");

  private final Catalog catalog;

  public IdleBench(Catalog catalog) {
    this.catalog = catalog;
  }

  /** Nodes with one, two, four and eight GPUs at list price. */
  public List<IdlePool> pools() {
    return List.of(
        pool("azure", "Standard_NC4as_T4_v3", 1),
        pool("gcp", "g2-standard-24", 2),
        pool("aws", "g5.12xlarge", 4),
        pool("aws", "p4d.24xlarge", 8));
  }

  private IdlePool pool(String cloud, String type, int gpus) {
    double usdPerHour =
        catalog
            .price(cloud, REGIONS.getOrDefault(cloud, ""), type)
            .map(ListPrice::onDemandUsdPerHour)
            .orElseThrow(() -> new IllegalStateException("there is no price of " + type))
            .orElseThrow();
    return new IdlePool(
        NodeGroupId.of(cloud, "account", "place", type),
        gpus,
        usdPerHour,
        BootTime.assumed(gpus).time(),
        Duration.ofMinutes(cloud.equals("azure") ? 5 : 1));
  }

  /** The ways that are compared. */
  public static List<IdleRule> rules() {
    Patience defaults = (pool, sinceAdded) -> FLAGS.unneededTime();
    return List.of(
        new IdleRule("the autoscaler's defaults", Cooldown.GLOBAL, defaults),
        new IdleRule("the same with `--scale-down-delay-type-local`", Cooldown.LOCAL, defaults),
        new IdleRule(
            "break-even and nothing else",
            Cooldown.NONE,
            (pool, sinceAdded) -> pool.boot().plus(IdlePool.DRAIN)),
        new IdleRule(
            "like Karpenter: empty, looked at again, gone",
            Cooldown.NONE,
            (pool, sinceAdded) -> KARPENTERS_VALIDATION),
        new IdleRule("at once", Cooldown.NONE, (pool, sinceAdded) -> Duration.ZERO),
        new IdleRule(
            "gpupool, autoscaler up to 1.34",
            Cooldown.LOCAL,
            answered(OptionsForm.KUBERNETES, FLAGS.unneededTime())),
        new IdleRule(
            "gpupool, autoscaler from 1.35",
            Cooldown.LOCAL,
            answered(OptionsForm.GOOGLE, FLAGS.unneededTime())),
        new IdleRule(
            "the same with `--scale-down-unneeded-time=5m`",
            Cooldown.LOCAL,
            answered(OptionsForm.GOOGLE, Duration.ofMinutes(5))),
        new IdleRule(
            "gpupool, up to 1.34, with the global delay",
            Cooldown.GLOBAL,
            answered(OptionsForm.KUBERNETES, FLAGS.unneededTime())));
  }

  /** What the server would answer, or the autoscaler's own where that is nothing. */
  private static Patience answered(OptionsForm form, Duration own) {
    ScaleDownPolicy policy = new ScaleDownPolicy(List.of(), Optional.of(BreakEven.DEFAULT));
    return (pool, sinceAdded) -> {
      Standing standing =
          policy.standing(facts(pool), new BootTime(pool.boot(), 1), List.of(), SOME_TIME);
      Youth youth = new Youth(Optional.of(SOME_TIME.minus(sinceAdded)), false);
      return OptionsPolicy.heldBack(form, standing.options(), youth, SOME_TIME)
          ? own
          : standing.options().unneededTime().orElse(own);
    };
  }

  private static GroupFacts facts(IdlePool pool) {
    return new GroupFacts(
        pool.group(),
        "bench",
        Optional.empty(),
        OptionalInt.of(pool.gpus()),
        pool.usdPerHour(),
        Optional.empty(),
        Map.of());
  }

  /**
   * Plays the jobs under a rule.
   *
   * @param hurry how many times as fast as they came pods come; they run as long
   */
  public IdleTrial.Result run(IdleRule rule, List<Job> jobs, int hurry) {
    List<Job> sooner =
        jobs.stream()
            .map(
                job ->
                    new Job(
                        job.name(), job.requests(), job.arrival().dividedBy(hurry), job.runtime()))
            .toList();
    return IdleTrial.run(FLAGS, pools(), rule, sooner, 1);
  }
}
