package io.gpupool.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.gpupool.certificates.CertificateAuthority;
import io.gpupool.certificates.Identity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * What a metrics adapter and metrics-server are in the field: an API behind the API server that
 * says how many requests wait and how much memory pods use, both as a test has decided.
 */
final class MetricsApi implements AutoCloseable {

  private static final String EXTERNAL = "/apis/external.metrics.k8s.io/v1beta1";
  private static final String RESOURCE = "/apis/metrics.k8s.io/v1beta1";
  private static final String METRIC = "inference_requests_waiting";

  private final KubernetesClient client;
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final Map<String, Long> waiting = new ConcurrentHashMap<>();
  private final Map<String, Long> memoryMib = new ConcurrentHashMap<>();

  private MetricsApi(KubernetesClient client, HttpsServer server) {
    this.client = client;
    this.server = server;
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /** Starts it. Nothing waits, and nothing uses anything. */
  static MetricsApi start(KubernetesClient client) {
    try {
      HttpsServer server =
          HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls()));
      return new MetricsApi(client, server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From now on so many requests wait for a service, at all of its replicas together. */
  void waiting(String service, long requests) {
    waiting.put(service, requests);
  }

  /** From now on every pod with this label {@code app} uses so much memory. */
  void memory(String app, long mib) {
    memoryMib.put(app, mib);
  }

  /** What makes the API server ask here. */
  List<GenericKubernetesResource> registrations(Manifests manifests) {
    int port = server.getAddress().getPort();
    return manifests.text(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: e2e-metrics, namespace: kube-system}
        spec: {type: ExternalName, externalName: localhost, ports: [{port: %d}]}
        ---
        apiVersion: apiregistration.k8s.io/v1
        kind: APIService
        metadata: {name: v1beta1.external.metrics.k8s.io}
        spec: {group: external.metrics.k8s.io, version: v1beta1, groupPriorityMinimum: 100, versionPriority: 100, insecureSkipTLSVerify: true, service: {name: e2e-metrics, namespace: kube-system, port: %d}}
        ---
        apiVersion: apiregistration.k8s.io/v1
        kind: APIService
        metadata: {name: v1beta1.metrics.k8s.io}
        spec: {group: metrics.k8s.io, version: v1beta1, groupPriorityMinimum: 100, versionPriority: 100, insecureSkipTLSVerify: true, service: {name: e2e-metrics, namespace: kube-system, port: %d}}
        """
            .formatted(port, port, port));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    String body = body(path, query);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(body.isEmpty() ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String body(String path, String query) {
    if (path.equals(EXTERNAL)) {
      return resources("external.metrics.k8s.io/v1beta1", METRIC, "ExternalMetricValueList");
    }
    if (path.equals(RESOURCE)) {
      return resources("metrics.k8s.io/v1beta1", "pods", "PodMetrics");
    }
    if (path.endsWith("/" + METRIC)) {
      return external(query);
    }
    return path.startsWith(RESOURCE) && path.endsWith("/pods") ? pods() : "";
  }

  private static String resources(String groupVersion, String name, String kind) {
    return """
        {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"%s","resources":[
        {"name":"%s","singularName":"","namespaced":true,"kind":"%s","verbs":["get","list"]}]}
        """
        .formatted(groupVersion, name, kind);
  }

  private String external(String query) {
    long value =
        waiting.entrySet().stream()
            .filter(entry -> query.contains("service=" + entry.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return """
        {"kind":"ExternalMetricValueList","apiVersion":"external.metrics.k8s.io/v1beta1","metadata":{},"items":[
        {"metricName":"%s","metricLabels":{},"timestamp":"%s","value":"%d"}]}
        """
        .formatted(METRIC, now(), value);
  }

  private String pods() {
    String items =
        client.pods().inNamespace("default").list().getItems().stream()
            .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
            .map(this::pod)
            .collect(Collectors.joining(","));
    return """
        {"kind":"PodMetricsList","apiVersion":"metrics.k8s.io/v1beta1","metadata":{},"items":[%s]}
        """
        .formatted(items);
  }

  private String pod(Pod pod) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    String app = labels == null ? "" : labels.getOrDefault("app", "");
    return """
        {"metadata":{"name":"%s","namespace":"default"},"timestamp":"%s","window":"1s","containers":[
        {"name":"%s","usage":{"cpu":"500m","memory":"%dMi"}}]}
        """
        .formatted(
            pod.getMetadata().getName(),
            now(),
            pod.getSpec().getContainers().get(0).getName(),
            memoryMib.getOrDefault(app, 512L));
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static SSLContext tls() throws IOException, GeneralSecurityException {
    Identity identity =
        new CertificateAuthority(Instant.now(), Duration.ofDays(2))
            .issue(List.of("localhost"), List.of("127.0.0.1"));
    Certificate[] chain =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(
                    identity.certificatePem().getBytes(StandardCharsets.US_ASCII)))
            .toArray(new Certificate[0]);
    byte[] key =
        Base64.getMimeDecoder().decode(identity.keyPem().replaceAll("-----[A-Z ]+-----", ""));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, new char[0]);
    store.setKeyEntry(
        "server",
        KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
        new char[0],
        chain);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
