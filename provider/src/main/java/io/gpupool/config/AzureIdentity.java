package io.gpupool.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * As whom Azure is asked.
 *
 * @param kind where credentials come from
 * @param tenant the tenant's id
 * @param client the client id of an application or of a user-assigned identity
 * @param file a file with a federated token or with a secret
 */
public record AzureIdentity(
    Kind kind, Optional<String> tenant, Optional<String> client, Optional<Path> file) {

  /** Where credentials come from. */
  public enum Kind {
    /** What Azure's own libraries find. */
    USUAL("default"),
    /** A federated token in a file, as Kubernetes gives it to pods. */
    WORKLOAD_IDENTITY("workload-identity"),
    /** The machine's identity. */
    MANAGED_IDENTITY("managed-identity"),
    /** An application's secret in a file. */
    CLIENT_SECRET("client-secret"),
    /** None, for an emulated cloud. */
    NONE("none");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** All of them, by what the file calls them. */
    static Map<String, Kind> words() {
      return Arrays.stream(values()).collect(Collectors.toMap(one -> one.word, one -> one));
    }

    /** What the file calls it. */
    @Override
    public String toString() {
      return word;
    }
  }

  /** What Azure's own libraries find. */
  public static final AzureIdentity USUAL =
      new AzureIdentity(Kind.USUAL, Optional.empty(), Optional.empty(), Optional.empty());

  public AzureIdentity {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(file, "file");
    if (kind == Kind.CLIENT_SECRET && (tenant.isEmpty() || client.isEmpty() || file.isEmpty())) {
      throw new IllegalArgumentException("a secret of nobody, or in no file");
    }
  }
}
