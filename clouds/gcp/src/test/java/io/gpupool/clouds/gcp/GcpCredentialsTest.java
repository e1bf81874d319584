package io.gpupool.clouds.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.gcp.access.CustomRole;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who the adapter is to Google Cloud, and what it leaves behind. */
class GcpCredentialsTest {

  private static final String OTHER = "acting@ml-prod.iam.gserviceaccount.com";

  private final GcpWorld world = new GcpWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void nobodyNeedsToBeAnybodyWhereNoneIsAskedFor() throws Exception {
    world.createGroup("workers", 0, 9, 1);
    GcpCloud nobody = world.adapter(as(new GcpSettings.Credentials.None(), Optional.empty()));
    assertThat(nobody.observe(Optional.empty()).groups()).hasSize(1);
    try (Episode strict = world.gcp.access().requireCredentials()) {
      assertThat(strict).isNotNull();
      assertThat(error(nobody).kind()).isEqualTo(Kind.DENIED);
      assertThat(world.read().groups()).hasSize(1);
    }
  }

  @Test
  void actingAsAServiceAccountItHasThatAccountsRights() throws Exception {
    world.createGroup("workers", 0, 9, 1);
    world.gcp.access().role(OTHER, CustomRole.permissions(GcpWorld.ROLE));
    world.gcp.access().role(GcpWorld.ACCOUNT, List.of("iam.serviceAccounts.getAccessToken"));
    assertThat(error(world.cloud()).kind()).isEqualTo(Kind.DENIED);

    GcpCloud acting = world.adapter(as(world.settings().credentials(), Optional.of(OTHER)));

    assertThat(acting.observe(Optional.empty()).groups()).hasSize(1);
    assertThat(acting.observe(Optional.empty()).groups()).hasSize(1);
    assertThat(world.gcp.calls().count("generateAccessToken")).isPositive();
  }

  @Test
  void whoMayNotActAsTheAccountIsToldSo() {
    GcpCloud acting = world.adapter(as(world.settings().credentials(), Optional.of(OTHER)));
    CloudError error = error(acting);
    assertThat(error.kind()).isEqualTo(Kind.DENIED);
    assertThat(error.text()).contains("acting as " + OTHER);
    assertThat(error.mayHaveHappened()).isFalse();
  }

  @Test
  void refusedCredentialsAreLookedForAgain() throws Exception {
    world.createGroup("workers", 0, 9, 1);
    world.gcp.access().role(OTHER, CustomRole.permissions(GcpWorld.ROLE));
    world.gcp.access().role(GcpWorld.ACCOUNT, List.of("iam.serviceAccounts.getAccessToken"));
    GcpCloud acting = world.adapter(as(world.settings().credentials(), Optional.of(OTHER)));
    assertThat(acting.observe(Optional.empty()).groups()).hasSize(1);
    try (Episode refused = world.gcp.access().refuseCredentials(OTHER)) {
      assertThat(refused).isNotNull();
      assertThat(error(acting).kind()).isEqualTo(Kind.DENIED);
    }
    assertThat(acting.observe(Optional.empty()).groups()).hasSize(1);
    assertThat(world.gcp.calls().count("generateAccessToken")).isGreaterThan(1);
  }

  @Test
  void anAdapterThatIsClosedLeavesNoThreadThatKeepsAProgramAlive() throws Exception {
    Set<Thread> before = lasting();
    GcpCloud cloud = new GcpCloud(world.settings(), world.clock);
    assertThat(cloud.observe(Optional.empty()).groups()).isEmpty();
    cloud.close();
    cloud.close();
    Set<Thread> after = lasting();
    after.removeAll(before);
    assertThat(after).extracting(Thread::getName).noneMatch(name -> name.contains("gcp"));
  }

  @Test
  void anAdapterIsMadeWithoutACallAndWithoutLookingForCredentials() {
    GcpCloud cloud =
        world.adapter(as(new GcpSettings.Credentials.ApplicationDefault(), Optional.of(OTHER)));
    assertThat(cloud).isNotNull();
    assertThat(world.gcp.calls().calls()).isEmpty();
  }

  @Test
  void whoHasNoCredentialsIsToldWhatToDo() {
    CloudError error =
        error(
            world.adapter(as(new GcpSettings.Credentials.ApplicationDefault(), Optional.empty())));
    assertThat(error.kind()).isEqualTo(Kind.DENIED);
    assertThat(error.code()).isEqualTo("NoCredentials");
    assertThat(error.text()).contains("GOOGLE_APPLICATION_CREDENTIALS");
  }

  private static Set<Thread> lasting() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon())
        .collect(Collectors.toSet());
  }

  private static CloudError error(GcpCloud cloud) {
    return catchThrowableOfType(CloudException.class, () -> cloud.observe(Optional.empty()))
        .error();
  }

  private GcpSettings as(GcpSettings.Credentials credentials, Optional<String> account) {
    GcpSettings usual = world.settings();
    return new GcpSettings(
        usual.project(),
        usual.locations(),
        usual.namePrefix(),
        usual.labels(),
        usual.discoveredMin(),
        usual.discoveredMax(),
        usual.groups(),
        usual.endpoint(),
        account,
        credentials,
        usual.timeouts());
  }
}
