package io.gpupool.cli;

import io.gpupool.config.ExpanderConfig;
import io.gpupool.expander.DecisionListener;
import io.gpupool.expander.ExpansionPlanner;
import io.gpupool.expander.Market;
import io.gpupool.packing.Chooser;
import io.gpupool.packing.ChooserSettings;
import io.gpupool.rpc.ExpanderService;
import io.gpupool.rpc.GrpcEndpoint;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** The port at which the autoscaler asks which group to enlarge, and what thinks behind it. */
final class ServedExpander implements AutoCloseable {

  /** The expander is sent every pod once for each option. */
  private static final int MOST_BYTES = 512 * 1024 * 1024;

  /** How many autoscalers can be told at a time. */
  private static final int THREADS = 2;

  private final ExpanderService service;
  private final ExecutorService thinking =
      Executors.newFixedThreadPool(THREADS, Workers.named("gpupool-expander"));
  private final GrpcEndpoint endpoint;

  /**
   * Begins to listen.
   *
   * @param market what groups cost and may have now
   * @param listener is told each decision
   * @param credentials who asks needs no certificate: nothing can be changed there, and the
   *     autoscaler has none
   * @throws IOException if the address can't be had
   */
  ServedExpander(
      ExpanderConfig settings,
      InetSocketAddress address,
      Supplier<Market> market,
      DecisionListener listener,
      ServerCredentials credentials,
      List<ServerInterceptor> interceptors)
      throws IOException {
    service =
        new ExpanderService(
            new ExpansionPlanner(
                new Chooser(
                    new ChooserSettings(
                        ChooserSettings.DEFAULT.nodesPerScaleUp(), settings.scheduler()))),
            market,
            listener,
            settings.budget(),
            System::nanoTime);
    boolean listening = false;
    try {
      endpoint =
          GrpcEndpoint.startThinking(
              address, credentials, service, MOST_BYTES, interceptors, thinking);
      listening = true;
    } finally {
      if (!listening) {
        thinking.shutdownNow();
      }
    }
  }

  /** In the background, see {@link ExpanderService#warmUp}. */
  void warmUp() {
    thinking.execute(service::warmUp);
  }

  int port() {
    return endpoint.port();
  }

  @Override
  public void close() {
    endpoint.close();
    thinking.shutdownNow();
  }
}
