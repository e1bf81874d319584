package io.gpupool.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is installed from {@code deploy} works: nodes come for a pod and go after it. */
@ExtendWith(Scenario.class)
class InstallationTest {

  private static final Pattern FLAG = Pattern.compile("--([a-z][a-z-]+[a-z])");

  @Test
  void thePodOfTheInstructionsGetsANodeAndTheNodeGoes() {
    try (Installation world =
        new Installation("installation")
            .group("one", Kind.ONE, 4)
            .group("eight", Kind.EIGHT, 4)
            .start()) {
      world.apply(trial());
      world.await("the pod has run", () -> "Succeeded".equals(phase(world)));
      world.await("its node has gone", () -> world.machines() == 0);

      assertThat(world.aws.calls().calls("SetDesiredCapacity")).hasSize(1);
      // what the autoscaler's roles don't allow, it complains of
      assertThat(world.autoscalerLog()).doesNotContain("forbidden");
      // the expander was reached, over TLS, and has chosen
      assertThat(world.admin("/metrics"))
          .contains("gpupool_decisions_total{result=\"chosen\"} 1.0");
    }
  }

  @Test
  void theAutoscalerKnowsEveryFlagThatTheDocumentsName() throws Exception {
    Process help =
        new ProcessBuilder(Autoscaler.binary("1.36.1").toString(), "--help")
            .redirectErrorStream(true)
            .start();
    Set<String> known =
        flags(new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    assertThat(help.waitFor()).isGreaterThanOrEqualTo(0);
    Path folder = Manifests.DEPLOY.resolve("autoscaler");
    Set<String> named = flags(Files.readString(folder.resolve("cluster-autoscaler.yaml")));
    named.addAll(extraArguments(folder.resolve("values.yaml")));
    named.addAll(flags(Files.readString(folder.resolve("README.md"))));
    // those of other programs, which are named there too, and -v
    named.removeAll(Set.of("kube-api-qps", "kube-api-burst", "provider-id", "v"));
    assertThat(named).hasSizeGreaterThan(20);
    assertThat(known).containsAll(named);
  }

  private static Set<String> flags(String text) {
    return FLAG.matcher(text)
        .results()
        .map(match -> match.group(1))
        .filter(flag -> !flag.startsWith("server-side"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> extraArguments(Path values) throws IOException {
    GenericKubernetesResource parsed =
        Scenario.client()
            .getKubernetesSerialization()
            .unmarshal(Files.readString(values), GenericKubernetesResource.class);
    Map<String, ?> arguments = parsed.get("extraArgs");
    return new TreeSet<>(arguments.keySet());
  }

  /** Nobody runs its image here; the stand-in for kubelets is told how long it takes. */
  private static List<GenericKubernetesResource> trial() {
    List<GenericKubernetesResource> trial =
        new Manifests(Workshop.open()).file(Manifests.DEPLOY.resolve("trial-pod.yaml"));
    trial.get(0).getMetadata().setAnnotations(Map.of("e2e.gpupool.io/runs-for", "5s"));
    return trial;
  }

  private static String phase(Installation world) {
    Pod pod = world.client.pods().inNamespace("default").withName("trial").get();
    return pod == null || pod.getStatus() == null ? "" : pod.getStatus().getPhase();
  }
}
