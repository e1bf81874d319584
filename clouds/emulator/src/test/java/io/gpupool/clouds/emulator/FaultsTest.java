package io.gpupool.clouds.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class FaultsTest {

  private static final Operation RESIZE =
      new Operation("aws", "autoscaling", "us-east-1", "SetDesiredCapacity", Map.of());
  private static final Operation DESCRIBE =
      new Operation("aws", "autoscaling", "eu-west-1", "DescribeTags", Map.of());

  private final Faults faults = new Faults();

  @Test
  void nothingFailsUnlessItIsPlanned() {
    assertThat(faults.take(RESIZE)).isEmpty();
  }

  @Test
  void aFaultForSomeRequestsIsUsedUp() {
    faults.next(2, Faults.any(), new Fault.Throttle());

    assertThat(faults.take(RESIZE)).contains(new Fault.Throttle());
    assertThat(faults.take(DESCRIBE)).contains(new Fault.Throttle());
    assertThat(faults.take(RESIZE)).isEmpty();
  }

  @Test
  void aStandingFaultLastsUntilItsEpisodeIsClosed() {
    Episode outage = faults.always(Faults.action("SetDesiredCapacity"), new Fault.Hang());

    assertThat(faults.take(RESIZE)).contains(new Fault.Hang());
    assertThat(faults.take(RESIZE)).contains(new Fault.Hang());

    outage.close();
    outage.close();
    assertThat(faults.take(RESIZE)).isEmpty();
  }

  @Test
  void aFaultMeetsOnlyWhatItMatches() {
    faults.always(Faults.region("us-east-1"), new Fault.Html(503));

    assertThat(faults.take(DESCRIBE)).isEmpty();
    assertThat(faults.take(RESIZE)).contains(new Fault.Html(503));
  }

  @Test
  void ofSeveralFaultsTheOneThatWasPlannedFirstIsMet() {
    faults.next(1, Faults.any(), new Fault.EmptyBody());
    faults.always(Faults.any(), new Fault.Throttle());

    assertThat(faults.take(RESIZE)).contains(new Fault.EmptyBody());
    assertThat(faults.take(RESIZE)).contains(new Fault.Throttle());
  }

  @Test
  void clearingDropsEverything() {
    faults.next(5, Faults.any(), new Fault.Throttle());
    faults.always(Faults.any(), new Fault.Hang());

    faults.clear();

    assertThat(faults.take(RESIZE)).isEmpty();
  }

  @Test
  void aFaultForNoRequestsIsAMistake() {
    assertThatThrownBy(() -> faults.next(0, Faults.any(), new Fault.Throttle()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a fault for the next 0 requests");
  }
}
