package io.gpupool.clouds.api;

/**
 * An instance's identity as Kubernetes writes it into {@code spec.providerID}, such as {@code
 * aws:///us-east-1a/i-0123456789abcdef0}. The autoscaler compares it byte by byte.
 */
public record ProviderId(String value) implements Comparable<ProviderId> {

  public ProviderId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a provider id is empty");
    }
  }

  @Override
  public int compareTo(ProviderId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
