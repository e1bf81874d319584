package io.gpupool.config;

/** With what the ids of a configured cloud's groups begin. */
final class CloudKind implements CloudConfig.Cases<String> {

  private static final CloudKind KIND = new CloudKind();

  private CloudKind() {}

  /** {@code aws}, {@code azure} or {@code gcp}. */
  static String of(CloudConfig cloud) {
    return cloud.accept(KIND);
  }

  @Override
  public String aws(AwsConfig aws) {
    return "aws";
  }

  @Override
  public String azure(AzureConfig azure) {
    return "azure";
  }

  @Override
  public String gcp(GcpConfig gcp) {
    return "gcp";
  }
}
