package io.gpupool.clouds.api;

import java.util.Locale;

/**
 * An instance's identity as Kubernetes writes it into {@code spec.providerID}, such as {@code
 * aws:///us-east-1a/i-0123456789abcdef0}. The autoscaler compares it byte by byte. Those of Azure
 * are paths of resources, which are the same in any case, and so are equal in any.
 */
public record ProviderId(String value) implements Comparable<ProviderId> {

  private static final String WITHOUT_CASE = "azure://";

  public ProviderId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a provider id is empty");
    }
  }

  private String canonical() {
    return value.startsWith(WITHOUT_CASE) ? value.toLowerCase(Locale.ROOT) : value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProviderId id && canonical().equals(id.canonical());
  }

  @Override
  public int hashCode() {
    return canonical().hashCode();
  }

  @Override
  public int compareTo(ProviderId other) {
    return canonical().compareTo(other.canonical());
  }

  @Override
  public String toString() {
    return value;
  }
}
