package io.gpupool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.GroupReading;
import io.gpupool.clouds.aws.AwsSettings;
import io.gpupool.clouds.emulator.aws.EmulatedAws;
import io.gpupool.clouds.emulator.aws.GroupDefinition;
import io.gpupool.clouds.emulator.aws.model.InstanceType;
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

/** What the configuration's clouds become: an entry for each account and region. */
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
