package io.gpupool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.GroupReading;
import io.gpupool.clouds.aws.AwsSettings;
import io.gpupool.clouds.emulator.aws.EmulatedAws;
import io.gpupool.clouds.emulator.aws.GroupDefinition;
import io.gpupool.clouds.emulator.aws.model.InstanceType;
import io.gpupool.clouds.emulator.gcp.EmulatedGcp;
import io.gpupool.config.ConfigReader;
import io.gpupool.config.GpupoolConfig;
import io.gpupool.fleet.CloudEntry;
import io.gpupool.tracing.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the configuration's clouds become: an entry for each account and region, or project. */
class ConfiguredCloudsTest {

  @Test
  void anEntryWithRolesInTwoAccountsReadsTheGroupsOfBothInEveryRegion() throws Exception {
    try (EmulatedAws aws = EmulatedAws.builder().start()) {
      aws.addInstanceType(InstanceType.x86("g5.xlarge", 4, 16_384));
      for (String account : List.of("111122223333", "444455556666")) {
        for (String region : List.of("us-east-1", "eu-west-1")) {
          aws.region(account, region)
              .addGroup(GroupDefinition.of("g5", "g5.xlarge").tag("team", "research"));
        }
      }
      List<CloudEntry> entries =
          new ConfiguredClouds(
                  Optional.of(new AwsSettings.AccessKey("AKIDEXAMPLE", "secret")),
                  Clock.systemUTC(),
                  new SimpleMeterRegistry(),
                  Tracing.of(Map.of()))
              .entries(configuration(aws));
      assertThat(entries)
          .extracting(CloudEntry::name)
          .containsExactly(
              "main/111122223333/us-east-1",
              "main/111122223333/eu-west-1",
              "main/444455556666/us-east-1",
              "main/444455556666/eu-west-1");
      List<String> groups = new ArrayList<>();
      for (CloudEntry entry : entries) {
        for (GroupReading group : entry.cloud().observe(Optional.empty()).groups()) {
          groups.add(group.id().value());
        }
        entry.cloud().close();
      }
      assertThat(groups)
          .containsExactly(
              "aws/111122223333/us-east-1/g5",
              "aws/111122223333/eu-west-1/g5",
              "aws/444455556666/us-east-1/g5",
              "aws/444455556666/eu-west-1/g5");
    }
  }

  @Test
  void anEntryOfGoogleReadsTheGroupsOfEachOfItsProjectsInAllLocations() throws Exception {
    try (EmulatedGcp gcp = EmulatedGcp.builder().start()) {
      gcp.addMachineType(
          io.gpupool.clouds.emulator.gcp.model.MachineType.x86("g2-standard-4", 4, 16_384)
              .with("nvidia-l4", 1));
      for (String project : List.of("research-1", "research-2")) {
        for (String location : List.of("us-central1-a", "europe-west4")) {
          gcp.project(project)
              .addGroup(
                  io.gpupool.clouds.emulator.gcp.GroupDefinition.of(
                      location, "gpu-l4", "g2-standard-4"));
        }
      }
      String both = google("[research-1, research-2]", gcp);
      List<CloudEntry> entries = entries(both);
      assertThat(entries)
          .extracting(CloudEntry::name)
          .containsExactly("main/research-1", "main/research-2");
      assertThat(entries).extracting(CloudEntry::providerIdScheme).containsOnly("gce");
      assertThat(groups(entries))
          .containsExactlyInAnyOrder(
              "gcp/research-1/us-central1-a/gpu-l4",
              "gcp/research-1/europe-west4/gpu-l4",
              "gcp/research-2/us-central1-a/gpu-l4",
              "gcp/research-2/europe-west4/gpu-l4");
      assertThat(ConfiguredClouds.entriesOfEach(ConfigReader.read("gpupool.yaml", both)))
          .isEqualTo(Map.of("main", 2));
      List<CloudEntry> one = entries(google("research-1", gcp));
      assertThat(one).extracting(CloudEntry::name).containsExactly("main");
      groups(one);
    }
  }

  @Test
  void anEntryWhoseSettingsAreTheSameKeepsItsWayToTheCloud() throws Exception {
    try (EmulatedGcp gcp = EmulatedGcp.builder().start()) {
      ConfiguredClouds clouds = clouds();
      GpupoolConfig first = ConfigReader.read("gpupool.yaml", google("research-1", gcp));
      GpupoolConfig other =
          ConfigReader.read("gpupool.yaml", google("research-1", gcp).replace("gpu-", "gpus-"));
      CloudEntry before = clouds.entries(first).get(0);
      assertThat(clouds.entries(first).get(0).cloud()).isSameAs(before.cloud());
      CloudEntry after = clouds.entries(other).get(0);
      assertThat(after.cloud()).isNotSameAs(before.cloud());
      before.cloud().close();
      after.cloud().close();
    }
  }

  private static ConfiguredClouds clouds() throws Exception {
    return new ConfiguredClouds(
        Optional.empty(), Clock.systemUTC(), new SimpleMeterRegistry(), Tracing.of(Map.of()));
  }

  private static List<CloudEntry> entries(String file) throws Exception {
    return clouds().entries(ConfigReader.read("gpupool.yaml", file));
  }

  /** What they read; they are closed afterwards. */
  private static List<String> groups(List<CloudEntry> entries) throws Exception {
    List<String> groups = new ArrayList<>();
    for (CloudEntry entry : entries) {
      for (GroupReading group : entry.cloud().observe(Optional.empty()).groups()) {
        groups.add(group.id().value());
      }
      entry.cloud().close();
    }
    return groups;
  }

  private static String google(String projects, EmulatedGcp gcp) {
    return """
        server:
          cloudProvider: {listen: "127.0.0.1:8086"}
          tls: {certificate: tls.crt, key: tls.key, clientCa: ca.crt}
        clouds:
          - name: main
            gcp:
              project: %s
              discover: {namePrefix: gpu-}
              endpoint: %s
              credentials: none
        """
        .formatted(projects, gcp.endpoint());
  }

  private static GpupoolConfig configuration(EmulatedAws aws) throws Exception {
    return ConfigReader.read(
        "gpupool.yaml",
        """
        server:
          cloudProvider: {listen: "127.0.0.1:8086"}
          tls: {certificate: tls.crt, key: tls.key, clientCa: ca.crt}
        clouds:
          - name: main
            aws:
              regions: [us-east-1, eu-west-1]
              assumeRole:
                - arn:aws:iam::111122223333:role/gpupool
                - arn:aws:iam::444455556666:role/gpupool
              discover: {tags: {team: research}}
              endpoint: %s
        """
            .formatted(aws.endpoint()));
  }
}
