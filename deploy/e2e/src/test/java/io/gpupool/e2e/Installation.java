package io.gpupool.e2e;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gpupool.clouds.emulator.aws.EmulatedAws;
import io.gpupool.clouds.emulator.aws.EmulatedInstance;
import io.gpupool.clouds.emulator.aws.EmulatedInstance.State;
import io.gpupool.clouds.emulator.aws.GroupDefinition;
import io.gpupool.clouds.emulator.aws.access.PolicyDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/**
 * gpupool and the autoscaler, installed as the documents say: certificates that gpupool itself has
 * made, the chart, the autoscaler's plain manifest. Both programs are then started from what is in
 * the API server, the autoscaler as its service account with nothing but its roles. What it leaves
 * behind when it is closed is an empty cluster.
 */
final class Installation implements AutoCloseable {

  private static final String NAMESPACE = "kube-system";
  private static final String RELEASE = "1.36.1";
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Seconds instead of minutes; of a flag that is there twice the autoscaler takes the last. */
  private static final List<String> HURRY =
      List.of(
          "--scan-interval=1s",
          "--scale-down-unneeded-time=6s",
          "--scale-down-delay-after-add=3s",
          "--unremovable-node-recheck-timeout=2s",
          "--bypassed-scheduler-names=nobody",
          // on a busy machine it would lose its lease and end
          "--leader-elect-lease-duration=90s",
          "--leader-elect-renew-deadline=60s",
          "--v=4");

  final EmulatedAws aws = EmulatedAws.builder().behaviour(AmazonAccount.BEHAVIOUR).start();
  final KubernetesClient client = Scenario.client();
  private final Path folder;
  private final Manifests manifests = new Manifests(Workshop.open());
  private final NodeRegistrar registrar =
      new NodeRegistrar(this::hosts, client, Duration.ofSeconds(1));
  private final Deque<GenericKubernetesResource> applied = new ArrayDeque<>();
  private final List<RunningProgram> programs = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final int adminPort = FreePorts.next();

  /**
   * @param name of the folder with its logs, configurations and certificates
   */
  Installation(String name) {
    folder = Scenario.folder(RELEASE, name).toAbsolutePath();
    var unused =
        aws.access()
            .allowOnly(
                PolicyDocument.allowedActions(Manifests.DEPLOY.resolve("aws/iam-policy.json")));
    for (Kind kind : Kind.ofAws()) {
      aws.addInstanceType(kind.instanceType());
    }
  }

  /** A group that may have so many nodes and has none. */
  Installation group(String name, Kind kind, int max) {
    aws.region(AmazonAccount.EAST)
        .addGroup(
            GroupDefinition.of(name, kind.machineType())
                .sizes(0, max)
                .tag(AmazonAccount.TAG, "true"));
    return this;
  }

  /** The same, of spot instances. */
  Installation spotGroup(String name, Kind kind, int max) {
    aws.region(AmazonAccount.EAST)
        .addGroup(
            GroupDefinition.of(name, kind.machineType())
                .spot()
                .sizes(0, max)
                .tag(AmazonAccount.TAG, "true"));
    return this;
  }

  /** Installs all, starts both programs, and returns when gpupool has read its cloud. */
  Installation start() {
    try {
      install();
      int port = FreePorts.next();
      int expander = FreePorts.next();
      Map<String, String> here = new LinkedHashMap<>();
      here.put("0.0.0.0:8086", "127.0.0.1:" + port);
      here.put("0.0.0.0:8087", "127.0.0.1:" + expander);
      here.put("0.0.0.0:8088", "127.0.0.1:" + adminPort);
      here.put("gpupool.kube-system.svc:8086", "127.0.0.1:" + port);
      here.put("gpupool.kube-system.svc:8087", "127.0.0.1:" + expander);
      startGpupool(pod("gpupool", here));
      await("gpupool is ready", this::isReady);
      startAutoscaler(pod("cluster-autoscaler", here));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Applies what is in a file, server-side; it is gone when this is closed. */
  void apply(Path file) {
    apply(manifests.file(file));
  }

  /** Applies these, server-side; they are gone when this is closed. */
  void apply(List<GenericKubernetesResource> resources) {
    for (GenericKubernetesResource resource : resources) {
      applied.push(resource);
      client.resource(resource).fieldManager("admin").forceConflicts().serverSideApply();
    }
  }

  /** What the autoscaler has said so far. */
  String autoscalerLog() {
    return programs.get(1).logText();
  }

  /** A page of gpupool's admin port. */
  String admin(String path) {
    try {
      return http.send(request(path), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A group's machines that are there and aren't on their way out. */
  long machines(String group) {
    return aws.instances().stream()
        .filter(instance -> instance.group().equals(group))
        .filter(instance -> instance.state() == State.BOOTING || instance.state() == State.RUNNING)
        .count();
  }

  /** All machines that are there and aren't on their way out. */
  long machines() {
    return aws.groups().stream().mapToLong(group -> machines(group.name())).sum();
  }

  /** Pods of a workload that run, by its label {@code app}. */
  List<Pod> running(String app) {
    return client.pods().inNamespace("default").withLabel("app", app).list().getItems().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
        .toList();
  }

  void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(250))
        .until(
            () -> {
              programs.forEach(RunningProgram::requireAlive);
              return condition.call();
            });
  }

  @Override
  public void close() {
    for (int k = programs.size() - 1; k >= 0; k--) {
      programs.get(k).close();
    }
    registrar.close();
    aws.close();
    // or the next one would wait for its end
    client.leases().inNamespace(NAMESPACE).withName("cluster-autoscaler").delete();
    while (!applied.isEmpty()) {
      client.resource(applied.pop()).delete();
    }
    Awaitility.await("an empty cluster")
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(250))
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(
            () -> {
              client.pods().inNamespace("default").withGracePeriod(0).delete();
              client.pods().inNamespace(NAMESPACE).withGracePeriod(0).delete();
              client.nodes().delete();
              return client.nodes().list().getItems().isEmpty()
                  && client.pods().inNamespace("default").list().getItems().isEmpty();
            });
  }

  // ---- what an admin does, step by step

  private void install() throws IOException {
    Path tls = folder.resolve("tls");
    Files.createDirectories(folder);
    run(JAVA.toString(), "-jar", jar(), "certificates", "--directory", tls.toString());
    apply(List.of(secret("gpupool-tls", tls, "tls"), secret("gpupool-client-tls", tls, "client")));
    Path values =
        Files.writeString(
            folder.resolve("values.yaml"),
            """
            image: {repository: registry.example.com/gpupool}
            tls: {mode: secret}
            config:
              clouds:
                - name: aws
                  aws:
                    regions: [us-east-1]
                    discover: {tags: {k8s.io/cluster-autoscaler/enabled: "true"}}
                    endpoint: %s
                    refresh: 5s
            """
                .formatted(aws.endpoint()));
    apply(manifests.chart(values));
    apply(manifests.kustomization(Manifests.DEPLOY.resolve("autoscaler")));
  }

  private static GenericKubernetesResource secret(String name, Path tls, String pair)
      throws IOException {
    GenericKubernetesResource secret = new GenericKubernetesResource();
    secret.setApiVersion("v1");
    secret.setKind("Secret");
    secret.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace(NAMESPACE).build());
    secret.setAdditionalProperty(
        "stringData",
        Map.of(
            "tls.crt", Files.readString(tls.resolve(pair + ".crt")),
            "tls.key", Files.readString(tls.resolve(pair + ".key")),
            "ca.crt", Files.readString(tls.resolve("ca.crt"))));
    return secret;
  }

  // ---- what kubelets would do

  private PodHere pod(String deployment, Map<String, String> addresses) throws IOException {
    Path root = folder.resolve(deployment);
    Map<String, String> here = new LinkedHashMap<>(addresses);
    here.put("/etc/gpupool", root + "/etc/gpupool");
    PodHere pod = new PodHere(client, deployment, root, here);
    pod.mount();
    return pod;
  }

  private void startGpupool(PodHere pod) {
    List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-Xmx256m", "-jar", jar()));
    command.addAll(pod.arguments());
    Map<String, String> environment = new LinkedHashMap<>(pod.environment());
    environment.put("AWS_ACCESS_KEY_ID", "AKIAE2E");
    environment.put("AWS_SECRET_ACCESS_KEY", "any");
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    programs.add(
        RunningProgram.start(
            "gpupool", Scenario.cluster().lifeline(), folder, environment, command));
  }

  private void startAutoscaler(PodHere pod) throws IOException {
    List<String> command = new ArrayList<>(List.of(Autoscaler.binary(RELEASE).toString()));
    command.addAll(pod.arguments());
    command.add("--kubeconfig=" + kubeconfig("cluster-autoscaler"));
    command.add("--address=127.0.0.1:" + FreePorts.next());
    command.addAll(HURRY);
    programs.add(
        RunningProgram.start("cluster-autoscaler", Scenario.cluster().lifeline(), folder, command));
  }

  /** What makes a program a service account to the API server, with nothing but its roles. */
  private Path kubeconfig(String account) throws IOException {
    String answer =
        client.raw(
            "/api/v1/namespaces/%s/serviceaccounts/%s/token".formatted(NAMESPACE, account),
            "POST",
            Map.of(
                "apiVersion", "authentication.k8s.io/v1",
                "kind", "TokenRequest",
                "spec", Map.of("expirationSeconds", 3600)));
    GenericKubernetesResource token =
        client.getKubernetesSerialization().unmarshal(answer, GenericKubernetesResource.class);
    return Files.writeString(
        folder.resolve(account + ".kubeconfig"),
        Files.readString(Scenario.cluster().kubeconfig())
            .replaceAll(
                "user: \\{token: [^}]*}", "user: {token: " + token.get("status", "token") + "}"));
  }

  private List<Host> hosts() {
    return aws.instances().stream().map(Installation::host).toList();
  }

  private static Host host(EmulatedInstance instance) {
    return new Host(
        instance.id(),
        instance.providerId(),
        instance.group(),
        Kind.of(instance.instanceType()),
        instance.region(),
        instance.zone(),
        instance.state() == State.RUNNING && instance.inService().isPresent());
  }

  private boolean isReady() throws InterruptedException {
    try {
      return http.send(request("/readyz"), BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + path)).build();
  }

  private static String jar() {
    return System.getProperty("e2e.jar");
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " has failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
