package io.gpupool.cli;

import io.gpupool.certificates.CertificateAuthority;
import io.gpupool.certificates.Identity;
import io.gpupool.config.ExpanderConfig;
import io.gpupool.expander.ExpansionPlanner;
import io.gpupool.packing.Chooser;
import io.gpupool.packing.ChooserSettings;
import io.gpupool.proto.expander.BestOptionsRequest;
import io.gpupool.proto.expander.ExpanderGrpc;
import io.gpupool.rpc.ExpanderService;
import io.gpupool.rpc.GrpcEndpoint;
import io.gpupool.rpc.SampleQuestion;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gpupool bench expander}: how long a choice takes. */
@Command(
    name = "expander",
    description = {
      "A question of the autoscaler to the expander over loopback with TLS, several times, as the"
          + " client sees it: the first one meets a server that has never been asked by anybody but"
          + " itself. Client and"
          + " server share the process and the machine."
    })
final class ExpanderBenchCommand implements Callable<Integer> {

  private static final int MOST_BYTES = Integer.MAX_VALUE;
  private static final Duration AUTOSCALERS_PATIENCE = Duration.ofSeconds(5);
  private static final double MIB = 1 << 20;

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  @Option(
      names = "--pods",
      defaultValue = "10000",
      paramLabel = "N",
      description = "Pending pods. ${DEFAULT-VALUE} by default.")
  private int pods;

  @Option(
      names = "--options",
      defaultValue = "100",
      paramLabel = "N",
      description = "Groups that are offered. ${DEFAULT-VALUE} by default.")
  private int options;

  @Option(
      names = "--options-of-a-pod",
      defaultValue = "10",
      paramLabel = "N",
      description = "In how many of them each pod is. ${DEFAULT-VALUE} by default.")
  private int optionsOfAPod;

  @Option(
      names = "--calls",
      defaultValue = "5",
      paramLabel = "N",
      description = "How often it is asked. ${DEFAULT-VALUE} by default.")
  private int calls;

  @Option(
      names = "--cold",
      description = "Asks a server that hasn't had a moment since its start to warm up.")
  private boolean cold;

  @Override
  public Integer call() throws IOException {
    SampleQuestion question;
    try {
      question = new SampleQuestion(pods, options, optionsOfAPod, 2048);
    } catch (IllegalArgumentException senseless) {
      throw new ParameterException(
          spec.commandLine(), "expected a question, found " + senseless.getMessage(), senseless);
    }
    BestOptionsRequest request = question.request();
    CertificateAuthority authority = new CertificateAuthority(Instant.now(), Duration.ofDays(1));
    Identity identity = authority.issue(List.of("localhost"), List.of("127.0.0.1"));
    ServerCredentials server =
        TlsServerCredentials.create(stream(identity.certificatePem()), stream(identity.keyPem()));
    ChannelCredentials client =
        TlsChannelCredentials.newBuilder().trustManager(stream(authority.certificatePem())).build();
    AtomicBoolean complete = new AtomicBoolean();
    ExpanderService service =
        new ExpanderService(
            new ExpansionPlanner(new Chooser(ChooserSettings.DEFAULT)),
            question::market,
            (decision, took) -> complete.set(decision.complete()),
            ExpanderConfig.DEFAULT_BUDGET,
            System::nanoTime);
    if (!cold) {
      service.warmUp();
    }
    ExecutorService thinking = Executors.newFixedThreadPool(2, Workers.named("expander"));
    try (GrpcEndpoint endpoint =
        GrpcEndpoint.startThinking(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            server,
            service,
            MOST_BYTES,
            List.of(),
            thinking)) {
      ManagedChannel channel =
          Grpc.newChannelBuilderForAddress("localhost", endpoint.port(), client).build();
      try {
        ask(channel, request, complete);
      } finally {
        channel.shutdownNow();
      }
    } finally {
      thinking.shutdownNow();
    }
    return ExitCode.OK;
  }

  private void ask(ManagedChannel channel, BestOptionsRequest request, AtomicBoolean complete) {
    PrintWriter out = spec.commandLine().getOut();
    ExpanderGrpc.ExpanderBlockingStub stub = ExpanderGrpc.newBlockingStub(channel);
    List<Double> seconds = new ArrayList<>();
    for (int k = 0; k < calls; k++) {
      long begun = System.nanoTime();
      if (stub.withDeadlineAfter(AUTOSCALERS_PATIENCE.toSeconds(), TimeUnit.SECONDS)
              .bestOptions(request)
              .getOptionsCount()
          == 0) {
        throw new IllegalStateException("an empty answer");
      }
      seconds.add((System.nanoTime() - begun) / 1e9);
    }
    out.println(
        "| pods | options | request | first call | later calls | looked at everything | heap, the client's request included |");
    out.println("|---|---|---|---|---|---|---|");
    out.printf(
        Locale.ROOT,
        "| %,d | %d | %.0f MiB | %.2f s | %.2f to %.2f s | %s | %.0f MiB |%n",
        pods,
        options,
        request.getSerializedSize() / MIB,
        seconds.get(0),
        seconds.stream().skip(1).mapToDouble(Double::doubleValue).min().orElse(seconds.get(0)),
        seconds.stream().skip(1).mapToDouble(Double::doubleValue).max().orElse(seconds.get(0)),
        complete.get() ? "yes" : "no, its time was up",
        heap() / MIB);
    out.flush();
  }

  private static double heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static InputStream stream(String pem) {
    return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
  }
}
