package io.gpupool.e2e;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.gpupool.certificates.CertificateAuthority;
import io.gpupool.certificates.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * A Kubernetes control plane on the loopback interface: etcd, API server, controller manager,
 * scheduler, and KWOK for the kubelets. Its data and logs are in one folder.
 */
final class ControlPlane implements AutoCloseable {

  private static final String TOKEN = "e2e-administrator";
  private static final Duration START = Duration.ofSeconds(60);

  private final Path folder;
  private final Path lifeline;
  private final int port = FreePorts.next();
  private final Deque<RunningProgram> programs = new ArrayDeque<>();
  private final KubernetesClient client;

  private ControlPlane(Workshop workshop, Path folder) throws IOException {
    this.folder = folder;
    this.lifeline = workshop.program(Program.LIFELINE);
    Files.createDirectories(folder);
    writeFiles();
    boolean complete = false;
    try {
      startApiServer(workshop);
      Config config =
          new ConfigBuilder()
              .withMasterUrl("https://127.0.0.1:" + port)
              .withCaCertFile(file("ca.crt"))
              .withOauthToken(TOKEN)
              // of what doesn't say where it belongs
              .withNamespace("default")
              .withRequestRetryBackoffLimit(0)
              .build();
      client = new KubernetesClientBuilder().withConfig(config).build();
      awaitReady();
      // not before: the controller manager gives up when the API server takes long, on a busy
      // machine
      startControllers(workshop);
      complete = true;
    } finally {
      if (!complete) {
        stopPrograms();
      }
    }
  }

  /** Starts it, empty, and returns when it is ready. */
  static ControlPlane start(Workshop workshop, Path folder) {
    try {
      return new ControlPlane(workshop, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  KubernetesClient client() {
    return client;
  }

  /** What other programs need to call it as an administrator. */
  Path kubeconfig() {
    return folder.resolve("kubeconfig.yaml");
  }

  Path lifeline() {
    return lifeline;
  }

  /** Fails if a part of it has ended by itself. */
  void requireAlive() {
    programs.forEach(RunningProgram::requireAlive);
  }

  @Override
  public void close() {
    client.close();
    stopPrograms();
  }

  private void writeFiles() throws IOException {
    CertificateAuthority authority = new CertificateAuthority(Instant.now(), Duration.ofDays(2));
    Identity server =
        authority.issue(List.of("localhost", "kubernetes.default.svc"), List.of("127.0.0.1"));
    Identity accounts = authority.issue(List.of("service-accounts"), List.of());
    Files.writeString(folder.resolve("ca.crt"), authority.certificatePem());
    Files.writeString(folder.resolve("server.crt"), server.certificatePem());
    Files.writeString(folder.resolve("server.key"), server.keyPem());
    Files.writeString(folder.resolve("accounts.crt"), accounts.certificatePem());
    Files.writeString(folder.resolve("accounts.key"), accounts.keyPem());
    Files.writeString(
        folder.resolve("tokens.csv"), TOKEN + ",administrator,administrator,system:masters\n");
    Files.writeString(
        kubeconfig(),
        """
        apiVersion: v1
        kind: Config
        clusters:
          - name: e2e
            cluster: {server: "https://127.0.0.1:%d", certificate-authority: %s}
        users:
          - name: administrator
            user: {token: %s}
        contexts:
          - name: e2e
            context: {cluster: e2e, user: administrator}
        current-context: e2e
        """
            .formatted(port, file("ca.crt"), TOKEN));
    try (InputStream stages = ControlPlane.class.getResourceAsStream("kwok.yaml")) {
      Files.write(folder.resolve("kwok.yaml"), stages.readAllBytes());
    }
  }

  private void startApiServer(Workshop workshop) {
    int etcd = FreePorts.next();
    run(
        workshop,
        Program.ETCD,
        "--data-dir=" + file("etcd"),
        "--listen-client-urls=http://127.0.0.1:" + etcd,
        "--advertise-client-urls=http://127.0.0.1:" + etcd,
        "--listen-peer-urls=http://127.0.0.1:" + FreePorts.next(),
        // nothing here has to survive the machine
        "--unsafe-no-fsync");
    run(
        workshop,
        Program.KUBE_APISERVER,
        "--etcd-servers=http://127.0.0.1:" + etcd,
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--secure-port=" + port,
        "--tls-cert-file=" + file("server.crt"),
        "--tls-private-key-file=" + file("server.key"),
        "--client-ca-file=" + file("ca.crt"),
        "--token-auth-file=" + file("tokens.csv"),
        "--service-account-issuer=https://localhost",
        "--service-account-key-file=" + file("accounts.crt"),
        "--service-account-signing-key-file=" + file("accounts.key"),
        "--service-cluster-ip-range=10.96.0.0/16",
        "--endpoint-reconciler-type=none",
        "--authorization-mode=RBAC",
        // pods come without their account's token, so that no controller has to make one first
        "--disable-admission-plugins=ServiceAccount",
        "--watch-cache=true");
  }

  private void startControllers(Workshop workshop) {
    run(
        workshop,
        Program.KUBE_CONTROLLER_MANAGER,
        "--kubeconfig=" + kubeconfig(),
        "--bind-address=127.0.0.1",
        "--secure-port=" + FreePorts.next(),
        "--cert-dir=" + file("controller-manager"),
        "--service-account-private-key-file=" + file("accounts.key"),
        "--root-ca-file=" + file("ca.crt"),
        "--leader-elect=false",
        // it writes thrice for a node that is new, and nodes come by the hundred
        "--kube-api-qps=500",
        "--kube-api-burst=1000",
        // fifteen seconds elsewhere
        "--horizontal-pod-autoscaler-sync-period=1s",
        // addresses of pods are none of our business
        "--allocate-node-cidrs=false");
    run(
        workshop,
        Program.KUBE_SCHEDULER,
        "--kubeconfig=" + kubeconfig(),
        "--bind-address=127.0.0.1",
        "--secure-port=" + FreePorts.next(),
        "--cert-dir=" + file("scheduler"),
        "--leader-elect=false");
    run(
        workshop,
        Program.KWOK,
        "--kubeconfig=" + kubeconfig(),
        "--config=" + file("kwok.yaml"),
        "--manage-all-nodes=true",
        "--node-lease-duration-seconds=40",
        "--server-address=127.0.0.1:" + FreePorts.next());
  }

  private void run(Workshop workshop, Program program, String... flags) {
    Path binary = workshop.program(program);
    List<String> command = new java.util.ArrayList<>(List.of(binary.toString()));
    command.addAll(List.of(flags));
    programs.push(RunningProgram.start(program.binary(), lifeline, folder, command));
  }

  private void awaitReady() {
    Awaitility.await("the API server")
        .atMost(Patience.of(START))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              requireAlive();
              try {
                return "ok".equals(client.raw("/readyz"))
                    && client.namespaces().withName("default").get() != null
                    && client.namespaces().withName("kube-system").get() != null;
              } catch (KubernetesClientException notYet) {
                return false;
              }
            });
  }

  private void stopPrograms() {
    while (!programs.isEmpty()) {
      programs.pop().close();
    }
  }

  private String file(String name) {
    return folder.resolve(name).toAbsolutePath().toString();
  }
}
