package io.gpupool.conformance;

import static io.gpupool.conformance.ConformanceWorld.increasing;
import static io.gpupool.conformance.ConformanceWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.Fault;
import io.gpupool.proto.cloudprovider.NodeGroupIncreaseSizeResponse;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Items 23 to 39: target sizes, increases and decreases. */
class SizesConformanceTest {

  private final HeldWrites writes = new HeldWrites();
  private final ConformanceWorld<?> world = newWorld(writes);

  /** A world of AWS; other clouds' tests have their own. */
  ConformanceWorld<?> newWorld(Executor writing) {
    return ConformanceWorld.of(AwsUnderTest::new, writing);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @Item(23)
  void theTargetIsTheCloudsDesiredCapacity() {
    String group = world.group("p5", 0, 9, 2);
    world.start();
    assertThat(world.target(group)).isEqualTo(2);
    world.cloud.setDesired("p5", 5);
    world.poll();
    assertThat(world.target(group)).isEqualTo(5);
  }

  @Test
  @Item(24)
  void aTargetIsNeverNegativeAndUnknownIsAnError() {
    String group = world.group("p5", 0, 9, 0);
    world.start();
    assertThat(world.target(group)).isZero();
    assertThat(refusal(() -> world.target("aws/x/y/z")).getCode()).isEqualTo(Code.NOT_FOUND);
  }

  @Test
  @Item(25)
  void anIncreaseByNothingOrLessIsRefusedWithoutAskingTheCloud() {
    String group = world.group("p5", 0, 9, 2);
    world.start();
    for (int delta : new int[] {0, -1, Integer.MIN_VALUE}) {
      assertThat(refusal(() -> world.increase(group, delta)).getCode())
          .isEqualTo(Code.INVALID_ARGUMENT);
    }
    assertThat(world.resizes()).isZero();
    assertThat(world.target(group)).isEqualTo(2);
  }

  @Test
  @Item(26)
  void anIncreaseAboveTheMaximumIsRefusedWithoutAskingTheCloud() {
    String group = world.group("p5", 0, 4, 2);
    world.start();
    assertThat(refusal(() -> world.increase(group, 3)))
        .satisfies(
            status -> {
              assertThat(status.getCode()).isEqualTo(Code.OUT_OF_RANGE);
              assertThat(status.getDescription()).contains("would make 5 and its maximum is 4");
            });
    assertThat(world.resizes()).isZero();
  }

  @Test
  @Item(27)
  void anIncreaseShowsInTheTargetAtOnce() {
    String group = world.group("p5", 0, 9, 2);
    world.start();
    world.increase(group, 3);
    assertThat(world.target(group)).isEqualTo(5);
    assertThat(world.desired("p5")).isEqualTo(5);
  }

  @Test
  @Item(28)
  void aReadingThatBeganBeforeTheIncreaseCannotRevertIt() {
    String group = world.group("p5", 0, 9, 1);
    world.start();
    writes.hold();
    Future<NodeGroupIncreaseSizeResponse> call =
        world.impatient().nodeGroupIncreaseSize(increasing(group, 4));
    await(() -> !writes.isEmpty());
    world.poll(); // sees the old target: the cloud hasn't been asked yet
    assertThat(world.target(group)).isEqualTo(5);
    writes.release();
    await(call::isDone);
    world.poll();
    assertThat(world.target(group)).isEqualTo(5);
  }

  @Test
  @Item(29)
  void concurrentIncreasesAreBothCarriedOutOrOneIsRefusedAtTheMaximum() {
    String group = world.group("p5", 0, 3, 1);
    world.start();
    writes.hold();
    List<Future<NodeGroupIncreaseSizeResponse>> calls =
        List.of(
            world.impatient().nodeGroupIncreaseSize(increasing(group, 1)),
            world.impatient().nodeGroupIncreaseSize(increasing(group, 1)),
            world.impatient().nodeGroupIncreaseSize(increasing(group, 1)));
    await(() -> calls.stream().anyMatch(Future::isDone));
    assertThat(world.target(group)).isEqualTo(3);
    writes.release();
    await(() -> calls.stream().allMatch(Future::isDone));

    assertThat(world.desired("p5")).isEqualTo(3);
    assertThat(world.target(group)).isEqualTo(3);
  }

  @Test
  @Item(30)
  void aRefusalByTheCloudIsAnErrorAndLeavesTheTarget() {
    String group = world.group("p5", 0, 9, 2);
    world.start();
    String permission = world.cloud.forbidResizing();
    assertThat(refusal(() -> world.increase(group, 1)))
        .satisfies(
            status -> {
              assertThat(status.getCode()).isEqualTo(Code.PERMISSION_DENIED);
              assertThat(status.getDescription()).contains(permission);
            });
    assertThat(world.target(group)).isEqualTo(2);
    assertThat(world.placeholders(group)).isEmpty();
  }

  @Test
  @Item(33)
  void aSlowCloudIsAnsweredForInTimeAndConvergesLater() {
    String group = world.group("p5", 0, 9, 2);
    world.start();
    writes.hold();
    Future<NodeGroupIncreaseSizeResponse> call =
        world.impatient().nodeGroupIncreaseSize(increasing(group, 2));
    await(() -> !writes.isEmpty());
    world.pass(Duration.ofSeconds(4));
    await(call::isDone);
    assertThat(world.target(group)).isEqualTo(4);
    assertThat(world.desired("p5")).isEqualTo(2);

    writes.release();
    world.pass(Duration.ofMinutes(5));

    assertThat(world.desired("p5")).isEqualTo(4);
    assertThat(world.nodes(group)).hasSize(4);
    assertThat(world.placeholders(group)).isEmpty();
  }

  @Test
  @Item(34)
  void aCallThatWasCancelledBeforeTheCloudWasAskedChangesNothing() {
    String group = world.group("p5", 0, 9, 2);
    world.start();
    writes.hold();
    Future<NodeGroupIncreaseSizeResponse> call =
        world.impatient().nodeGroupIncreaseSize(increasing(group, 2));
    await(() -> !writes.isEmpty());

    assertThat(call.cancel(true)).isTrue();
    // the server hears of it on its own time, and before it is let go
    await(
        () -> {
          if (world.target(group) == 4) {
            writes.runHeld();
          }
          return world.target(group) == 2 || world.desired("p5") != 2;
        });

    assertThat(world.desired("p5")).isEqualTo(2);
    assertThat(world.resizes()).isZero();
  }

  @Test
  @Item(35)
  void aDecreaseByNothingOrMoreIsRefused() {
    String group = world.group("p5", 0, 9, 2);
    world.start();
    for (int delta : new int[] {0, 1, Integer.MAX_VALUE}) {
      assertThat(refusal(() -> world.decrease(group, delta)).getCode())
          .isEqualTo(Code.INVALID_ARGUMENT);
    }
    assertThat(world.target(group)).isEqualTo(2);
  }

  @Test
  @Item(36)
  void aDecreaseNeverCostsAnInstance() {
    String group = world.group("p5", 0, 9, 3);
    world.start();
    List<String> before = world.instances("p5");
    for (int delta : new int[] {-1, -3, -100, Integer.MIN_VALUE}) {
      world.decrease(group, delta);
    }
    world.pass(Duration.ofMinutes(5));
    assertThat(world.instances("p5")).isEqualTo(before);
    assertThat(world.target(group)).isEqualTo(3);
  }

  @Test
  @Item(37)
  void aDecreaseGivesUpUnfilledSlotsAndTellsTheCloud() {
    String group = world.group("p5", 0, 9, 2);
    world.runOutOfCapacity("p5");
    world.start();
    world.increase(group, 4);
    world.decrease(group, -3);
    assertThat(world.target(group)).isEqualTo(3);
    assertThat(world.desired("p5")).isEqualTo(3);
    assertThat(world.placeholders(group)).hasSize(1);
    world.decrease(group, -4);
    assertThat(world.desired("p5")).isEqualTo(2);
    assertThat(world.instances("p5")).hasSize(2);
  }

  @Test
  @Item(38)
  void aDecreaseThatTheCloudRefusesIsAnsweredWithYesAndReconciled() {
    String group = world.group("p5", 0, 9, 2);
    world.runOutOfCapacity("p5");
    world.start();
    world.increase(group, 2);
    world.failGivingUp(new Fault.Throttle());

    world.decrease(group, -2);

    assertThat(world.target(group)).isEqualTo(4);
    assertThat(world.desired("p5")).isEqualTo(4);
    world.poll();
    assertThat(world.target(group)).isEqualTo(2);
    assertThat(world.desired("p5")).isEqualTo(2);
  }

  @Test
  @Item(39)
  void aDecreaseStopsAtTheMinimum() {
    String group = world.group("p5", 2, 9, 2);
    world.runOutOfCapacity("p5");
    world.start();
    world.increase(group, 2);
    world.decrease(group, -100);
    assertThat(world.target(group)).isEqualTo(2);
    assertThat(world.desired("p5")).isEqualTo(2);
  }

  /** Waits for the server's own threads. */
  private static void await(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it didn't happen within ten seconds");
      }
      Thread.onSpinWait();
    }
  }
}
