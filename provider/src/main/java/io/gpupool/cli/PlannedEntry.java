package io.gpupool.cli;

import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.aws.AwsCloud;
import io.gpupool.clouds.aws.AwsSettings;
import io.gpupool.clouds.azure.AzureCloud;
import io.gpupool.clouds.azure.AzureSettings;
import io.gpupool.clouds.gcp.GcpCloud;
import io.gpupool.clouds.gcp.GcpSettings;
import java.time.Duration;
import java.time.InstantSource;

/** An entry of the fleet to be: what it is called, and how its cloud is reached. */
sealed interface PlannedEntry {

  /** An account of AWS in a region. */
  record OfAws(String name, AwsSettings settings, Duration refresh) implements PlannedEntry {
    @Override
    public String providerIdScheme() {
      return "aws";
    }

    @Override
    public Cloud connect(InstantSource clock) {
      return new AwsCloud(settings, clock);
    }
  }

  /** A project of Google Cloud. */
  record OfGcp(String name, GcpSettings settings, Duration refresh) implements PlannedEntry {
    @Override
    public String providerIdScheme() {
      return "gce";
    }

    @Override
    public Cloud connect(InstantSource clock) {
      return new GcpCloud(settings, clock);
    }
  }

  /** A subscription of Azure. */
  record OfAzure(String name, AzureSettings settings, Duration refresh) implements PlannedEntry {
    @Override
    public String providerIdScheme() {
      return "azure";
    }

    @Override
    public Cloud connect(InstantSource clock) {
      return new AzureCloud(settings, clock);
    }
  }

  /** The name of the configured cloud, and after a slash which part of it this is. */
  String name();

  /** Everything that the way to the cloud depends on: as long as it is equal, so is the way. */
  Object settings();

  /** How often it is read while nothing happens. */
  Duration refresh();

  /** The scheme of its nodes' provider ids. */
  String providerIdScheme();

  /** The way to it, which is for the caller to close. */
  Cloud connect(InstantSource clock);
}
