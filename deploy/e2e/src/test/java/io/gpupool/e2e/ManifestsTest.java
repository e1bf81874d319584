package io.gpupool.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is in {@code deploy} is taken by Helm, by kustomize and by a real API server. */
@ExtendWith(Scenario.class)
class ManifestsTest {

  /** Everything that the chart can do, switched on. */
  private static final String ALL =
      """
      image: {repository: gpupool, pullSecrets: [registry]}
      config:
        clouds:
          - {name: aws, aws: {regions: [us-east-1], discover: {tags: {team: gpu}}}}
      tls: {allowedClients: [cluster-autoscaler.kube-system, "spiffe://example.com/autoscaler"]}
      identity:
        aws: {roleArn: "arn:aws:iam::111122223333:role/gpupool"}
        gcp: {audience: "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q", serviceAccount: gpupool@my-project.iam.gserviceaccount.com}
        azure: {clientId: 00000000-0000-0000-0000-000000000001, tenantId: 00000000-0000-0000-0000-000000000002}
      serviceAccount: {annotations: {iam.gke.io/gcp-service-account: gpupool@my-project.iam.gserviceaccount.com}}
      admin: {tokenSecretName: gpupool-admin}
      javaOptions: -Xlog:gc
      extraEnv: [{name: OTEL_EXPORTER_OTLP_ENDPOINT, value: "http://collector:4318"}]
      podLabels: {team: platform}
      podAnnotations: {note: any}
      tolerations: [{key: CriticalAddonsOnly, operator: Exists}]
      serviceMonitor: {enabled: true, labels: {release: prometheus}}
      prometheusRule: {enabled: true, labels: {release: prometheus}}
      dashboards: {enabled: true}
      """;

  @TempDir private Path folder;

  private final Manifests manifests = new Manifests(Workshop.open());
  private final KubernetesClient client = Scenario.client();

  @BeforeAll
  static void defineForeignKinds() {
    ForeignKinds.define(Scenario.client());
  }

  @Test
  void theApiServerTakesTheChartWithEverythingSwitchedOn() throws IOException {
    assertAccepted(manifests.chart(values("all.yaml", ALL)));
  }

  @Test
  void theApiServerTakesTheChartWithTheLeast() throws IOException {
    assertAccepted(
        manifests.chart(
            values(
                "least.yaml",
                """
                image: {repository: gpupool}
                tls: {mode: secret}
                expander: {enabled: false}
                networkPolicy: {enabled: false}
                podDisruptionBudget: {enabled: false}
                serviceAccount: {create: false}
                """)));
  }

  @Test
  void theApiServerTakesTheExampleOfAKustomization() {
    assertAccepted(manifests.kustomization(Manifests.DEPLOY.resolve("kubernetes/example")));
  }

  @Test
  void theApiServerTakesEveryOtherManifest() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("workloads", "nodes/kubernetes")) {
      try (var all = Files.list(Manifests.DEPLOY.resolve(folder))) {
        all.filter(file -> file.toString().endsWith(".yaml")).forEach(files::add);
      }
    }
    files.add(Manifests.DEPLOY.resolve("trial-pod.yaml"));
    assertThat(files).hasSizeGreaterThan(5);
    for (Path file : files) {
      assertAccepted(manifests.file(file));
    }
  }

  @Test
  void thePlainManifestsAreWhatTheChartGives() throws IOException {
    Path values =
        values(
            "defaults.yaml",
            """
            image: {repository: gpupool}
            config: {clouds: []}
            serviceMonitor: {enabled: true}
            prometheusRule: {enabled: true}
            """);
    Path both = folder.resolve("kustomization.yaml");
    Files.writeString(
        both,
        """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        resources: [%s]
        components: [%s, %s]
        """
            .formatted(relative("base"), relative("cert-manager"), relative("monitoring")));
    assertThat(byName(manifests.kustomization(folder))).isEqualTo(byName(manifests.chart(values)));
  }

  @Test
  void helmRefusesValuesThatTheSchemaDoesntKnow() throws IOException {
    Path values = values("typo.yaml", "image: {repository: gpupool, tagg: x}\n");
    assertThatThrownBy(() -> manifests.helm(values)).hasMessageContaining("tagg");
  }

  @Test
  void helmSaysWhereTheImageHasToBeNamed() throws IOException {
    Path values = values("no-image.yaml", "logLevel: INFO\n");
    assertThatThrownBy(() -> manifests.helm(values)).hasMessageContaining("image.repository");
  }

  @Test
  void helmRefusesASectionThatTheChartWritesItself() throws IOException {
    Path values =
        values("server.yaml", "image: {repository: x}\nconfig: {clouds: [], server: {}}\n");
    assertThatThrownBy(() -> manifests.helm(values)).hasMessageContaining("server");
  }

  /** Server-side and strict: fields that nobody knows are errors. Nothing is kept. */
  private void assertAccepted(List<GenericKubernetesResource> resources) {
    assertThat(resources).isNotEmpty();
    for (GenericKubernetesResource resource : resources) {
      GenericKubernetesResource taken =
          client
              .resource(resource)
              .dryRun(true)
              .fieldValidation(Validation.STRICT)
              .fieldManager("e2e")
              .serverSideApply();
      assertThat(taken.getMetadata().getName()).isEqualTo(resource.getMetadata().getName());
    }
  }

  /** As plain values, without what Helm adds for itself. */
  private static Map<String, Object> byName(List<GenericKubernetesResource> resources) {
    KubernetesSerialization serialization = new KubernetesSerialization();
    Map<String, Object> all = new TreeMap<>();
    for (GenericKubernetesResource resource : resources) {
      Map<String, String> labels = new HashMap<>(resource.getMetadata().getLabels());
      labels.remove("app.kubernetes.io/managed-by");
      labels.remove("helm.sh/chart");
      resource.getMetadata().setLabels(labels);
      if (resource.getKind().equals("ConfigMap")) {
        // YAML in YAML: what it says counts, not how it is written
        Map<String, Object> data = new TreeMap<>();
        Map<?, ?> texts = resource.get("data");
        texts.forEach(
            (key, text) ->
                data.put((String) key, serialization.unmarshal((String) text, Map.class)));
        resource.setAdditionalProperty("data", data);
      }
      all.put(
          resource.getKind() + " " + resource.getMetadata().getName(),
          serialization.convertValue(resource, Map.class));
    }
    return all;
  }

  private String relative(String base) throws IOException {
    return folder
        .toRealPath()
        .relativize(Manifests.DEPLOY.toRealPath().resolve("kubernetes").resolve(base))
        .toString();
  }

  private Path values(String name, String text) throws IOException {
    Path values = folder.resolve("values");
    Files.createDirectories(values);
    return Files.writeString(values.resolve(name), text);
  }
}
