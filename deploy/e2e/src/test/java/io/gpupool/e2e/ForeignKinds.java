package io.gpupool.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The kinds of objects of other projects that the manifests use, as those projects define them,
 * from their published Go modules: cert-manager, Prometheus' operator, the VerticalPodAutoscaler.
 */
final class ForeignKinds {

  /**
   * Where a project keeps its definitions.
   *
   * @param module its Go module, with a version
   */
  private record Source(String module, String folder, List<String> files) {}

  private static final List<Source> SOURCES =
      List.of(
          new Source(
              "github.com/cert-manager/cert-manager@v1.21.2",
              "deploy/crds",
              List.of("cert-manager.io_certificates.yaml", "cert-manager.io_issuers.yaml")),
          new Source(
              "github.com/prometheus-operator/prometheus-operator@v0.85.0",
              "example/prometheus-operator-crd",
              List.of(
                  "monitoring.coreos.com_prometheusrules.yaml",
                  "monitoring.coreos.com_servicemonitors.yaml")),
          new Source(
              "k8s.io/autoscaler/vertical-pod-autoscaler@v1.7.3",
              "deploy",
              List.of("vpa-v1-crd-gen.yaml")));

  private ForeignKinds() {}

  /** Makes them known to the API server, and waits until it knows them. */
  static void define(KubernetesClient client) {
    for (Source source : SOURCES) {
      Path folder = download(source.module()).resolve(source.folder());
      for (String file : source.files()) {
        try (InputStream text = Files.newInputStream(folder.resolve(file))) {
          for (HasMetadata definition : client.load(text).items()) {
            client.resource(definition).forceConflicts().serverSideApply();
            client
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(definition.getMetadata().getName())
                .waitUntilCondition(ForeignKinds::isEstablished, 30, TimeUnit.SECONDS);
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static boolean isEstablished(CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        && Stream.ofNullable(definition.getStatus().getConditions())
            .flatMap(List::stream)
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  /** The module's folder in Go's own cache, which is filled if it has to be. */
  private static Path download(String module) {
    ProcessBuilder asking = new ProcessBuilder("go", "mod", "download", "-json", module);
    asking.directory(Path.of(System.getProperty("java.io.tmpdir")).toFile());
    asking.environment().put("GOTOOLCHAIN", "local");
    asking.environment().put("GOFLAGS", "-mod=mod");
    try {
      Process process = asking.start();
      JsonNode answer = new ObjectMapper().readTree(process.getInputStream());
      if (!process.waitFor(Duration.ofMinutes(5).toSeconds(), TimeUnit.SECONDS)
          || !answer.has("Dir")) {
        throw new IllegalStateException(module + " can't be had: " + answer);
      }
      return Path.of(answer.get("Dir").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
