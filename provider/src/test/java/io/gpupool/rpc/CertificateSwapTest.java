package io.gpupool.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gpupool.certificates.CertificateAuthority;
import io.gpupool.certificates.Identity;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc.CloudProviderBlockingStub;
import io.gpupool.proto.cloudprovider.GPULabelRequest;
import io.gpupool.proto.cloudprovider.GPULabelResponse;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates are exchanged while the server is called, and no call fails for it. */
@Timeout(120)
class CertificateSwapTest {

  private static final String CLIENT = "cluster-autoscaler.kube-system";
  private static final int CALLERS_OF_EACH_KIND = 2;
  private static final int SWAPS = 8;
  private static final int CALLS_OF_EACH_BETWEEN_SWAPS = 5;

  @TempDir private Path folder;

  private final CallerIdentity callers = new CallerIdentity(List.of(CLIENT));
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final List<Thread> threads = new ArrayList<>();

  @GuardedBy("calls")
  private final Map<Thread, Integer> calls = new HashMap<>();

  private CertificateAuthority authority = authority();
  private volatile Client client = new Client("", new Identity("", ""));
  private ServerTls tls;
  private GrpcEndpoint endpoint;

  /**
   * What a caller has.
   *
   * @param trusted the CAs that it believes
   */
  private record Client(String trusted, Identity identity) {}

  @BeforeEach
  void start() throws IOException {
    write(authority.certificatePem());
    client = new Client(authority.certificatePem(), issueClient());
    tls = ServerTls.read(file("tls.crt"), file("tls.key"), file("ca.crt"), Instant.now());
    endpoint =
        GrpcEndpoint.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            tls.credentials(),
            new Label(),
            1 << 20,
            List.of(callers));
  }

  @AfterEach
  void stop() throws InterruptedException {
    over.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    endpoint.close();
  }

  @Test
  void certificatesAndTheirAuthorityAreExchangedUnderLoadWithoutAFailure() throws Exception {
    for (int k = 0; k < CALLERS_OF_EACH_KIND; k++) {
      begin(this::callOverOneConnection);
      begin(this::callOverNewConnections);
    }
    for (int swap = 0; swap < SWAPS; swap++) {
      awaitCalls();
      X509Certificate before = shown();
      // every other time the authority changes too, in the order in which people do it
      if (swap % 2 == 1) {
        changeAuthority();
      } else {
        write(authority.certificatePem());
        exchange();
      }
      assertThat(shown()).isNotEqualTo(before);
    }
    awaitCalls();
    assertThat(failures).isEmpty();
  }

  @Test
  void aCallerOfAnAuthorityThatIsGoneIsLetInNoMore() throws Exception {
    assertThat(callOnce()).isEqualTo("gpu");
    Client old = client;
    authority = authority();
    write(authority.certificatePem());
    exchange();
    client = new Client(authority.certificatePem(), old.identity());
    assertThatThrownBy(this::callOnce)
        .isInstanceOf(StatusRuntimeException.class)
        .extracting(thrown -> Status.fromThrowable(thrown).getCode())
        .isIn(Status.Code.UNAVAILABLE, Status.Code.UNAUTHENTICATED);
  }

  @Test
  void filesThatCannotBeUsedLeaveWhatWasThere() throws Exception {
    X509Certificate before = shown();
    Files.writeString(file("tls.key"), authority.issue(List.of("other"), List.of()).keyPem());
    assertThatThrownBy(this::exchange).isInstanceOf(IOException.class);
    assertThat(shown()).isEqualTo(before);
    assertThat(callOnce()).isEqualTo("gpu");
  }

  @Test
  void whoMayCallIsChangedFromOneCallToTheNext() throws Exception {
    ManagedChannel channel = connect();
    try {
      assertThat(label(channel)).isEqualTo("gpu");
      callers.allow(List.of("somebody.else"));
      assertThatThrownBy(() -> label(channel))
          .extracting(thrown -> Status.fromThrowable(thrown).getCode())
          .isEqualTo(Status.Code.PERMISSION_DENIED);
      callers.allow(List.of(CLIENT));
      assertThat(label(channel)).isEqualTo("gpu");
    } finally {
      channel.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void tlsFromOneTwoUpIsSpoken(String version) throws Exception {
    assertThat(handshake(version)).isEqualTo(version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1", "TLSv1.1"})
  void olderTlsIsRefused(String version) {
    assertThatThrownBy(() -> handshake(version)).isInstanceOf(IOException.class);
  }

  /** First the callers' new CA is let in beside the old, then identities change, then it goes. */
  private void changeAuthority() throws Exception {
    CertificateAuthority old = authority;
    authority = authority();
    String both = old.certificatePem() + authority.certificatePem();
    Files.writeString(file("ca.crt"), both);
    exchange();
    client = new Client(both, issueClient());
    // connections that were begun with the old identity are through with their handshakes
    awaitCalls();
    write(authority.certificatePem());
    exchange();
    client = new Client(authority.certificatePem(), client.identity());
  }

  private void exchange() throws IOException {
    tls.exchange(file("tls.crt"), file("tls.key"), file("ca.crt"), Instant.now());
  }

  private void write(String callersOf) throws IOException {
    Identity identity = authority.issue(List.of("localhost"), List.of("127.0.0.1"));
    Files.writeString(file("tls.crt"), identity.certificatePem());
    Files.writeString(file("tls.key"), identity.keyPem());
    Files.writeString(file("ca.crt"), callersOf);
  }

  private void begin(Runnable caller) {
    Thread thread = new Thread(caller, "caller");
    thread.start();
    threads.add(thread);
  }

  private void callOverOneConnection() {
    try {
      ManagedChannel channel = connect();
      try {
        while (!over.get()) {
          called(label(channel));
        }
      } finally {
        channel.shutdownNow();
      }
    } catch (IOException | RuntimeException e) {
      failures.add(e);
    }
  }

  private void callOverNewConnections() {
    try {
      while (!over.get()) {
        called(callOnce());
      }
    } catch (IOException | RuntimeException e) {
      failures.add(e);
    }
  }

  private void called(String label) {
    assertThat(label).isEqualTo("gpu");
    synchronized (calls) {
      calls.merge(Thread.currentThread(), 1, Integer::sum);
      calls.notifyAll();
    }
  }

  /** Waits until each caller has made a few more calls, or failed. */
  private void awaitCalls() throws InterruptedException {
    synchronized (calls) {
      calls.clear();
      while (failures.isEmpty() && !haveAllCalled()) {
        calls.wait(100);
      }
    }
    assertThat(failures).isEmpty();
  }

  @GuardedBy("calls")
  private boolean haveAllCalled() {
    return calls.size() == threads.size()
        && calls.values().stream().allMatch(count -> count >= CALLS_OF_EACH_BETWEEN_SWAPS);
  }

  private String callOnce() throws IOException {
    ManagedChannel channel = connect();
    try {
      return label(channel);
    } finally {
      channel.shutdownNow();
    }
  }

  private static String label(ManagedChannel channel) {
    CloudProviderBlockingStub stub = CloudProviderGrpc.newBlockingStub(channel);
    return stub.withDeadlineAfter(20, TimeUnit.SECONDS)
        .gPULabel(GPULabelRequest.getDefaultInstance())
        .getLabel();
  }

  private ManagedChannel connect() throws IOException {
    Client now = client;
    return Grpc.newChannelBuilderForAddress(
            "localhost",
            endpoint.port(),
            TlsChannelCredentials.newBuilder()
                .keyManager(
                    stream(now.identity().certificatePem()), stream(now.identity().keyPem()))
                .trustManager(stream(now.trusted()))
                .build())
        .build();
  }

  /** The certificate that a new connection is shown. */
  private X509Certificate shown() throws Exception {
    try (SSLSocket socket = socket()) {
      socket.startHandshake();
      Certificate first = socket.getSession().getPeerCertificates()[0];
      return (X509Certificate) first;
    }
  }

  private String handshake(String version) throws Exception {
    try (SSLSocket socket = socket()) {
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      return socket.getSession().getProtocol();
    }
  }

  private SSLSocket socket() throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new AnyCertificate()}, null);
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
    return (SSLSocket)
        context.getSocketFactory().createSocket(plain, "localhost", endpoint.port(), true);
  }

  private Identity issueClient() {
    return authority.issue(List.of(CLIENT), List.of());
  }

  private static CertificateAuthority authority() {
    return new CertificateAuthority(Instant.now(), Duration.ofHours(1));
  }

  private static InputStream stream(String pem) {
    return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private static final class Label extends CloudProviderGrpc.CloudProviderImplBase {
    @Override
    public void gPULabel(GPULabelRequest request, StreamObserver<GPULabelResponse> caller) {
      caller.onNext(GPULabelResponse.newBuilder().setLabel("gpu").build());
      caller.onCompleted();
    }
  }

  /** Looks at certificates without judging them. */
  private static final class AnyCertificate implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
