package io.gpupool.clouds.gcp;

import com.google.api.gax.core.FixedExecutorProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.httpjson.HttpJsonTransportChannel;
import com.google.api.gax.httpjson.ManagedHttpJsonChannel;
import com.google.api.gax.rpc.ClientSettings;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.UnaryCallSettings;
import com.google.cloud.compute.v1.InstanceGroupManagersClient;
import com.google.cloud.compute.v1.InstanceGroupManagersSettings;
import com.google.cloud.compute.v1.InstanceTemplatesClient;
import com.google.cloud.compute.v1.InstanceTemplatesSettings;
import com.google.cloud.compute.v1.InstancesClient;
import com.google.cloud.compute.v1.InstancesSettings;
import com.google.cloud.compute.v1.MachineTypesClient;
import com.google.cloud.compute.v1.MachineTypesSettings;
import com.google.cloud.compute.v1.RegionInstanceGroupManagersClient;
import com.google.cloud.compute.v1.RegionInstanceGroupManagersSettings;
import com.google.cloud.compute.v1.RegionInstanceTemplatesClient;
import com.google.cloud.compute.v1.RegionInstanceTemplatesSettings;
import com.google.cloud.compute.v1.RegionOperationsClient;
import com.google.cloud.compute.v1.RegionOperationsSettings;
import com.google.cloud.compute.v1.ZoneOperationsClient;
import com.google.cloud.compute.v1.ZoneOperationsSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The SDK's clients, each made when it is first needed; they share connections and threads. None
 * repeats anything: {@link Reads} does that for readings, and nobody does for changes.
 */
final class GcpClients implements AutoCloseable {

  private static final String GOOGLE = "https://compute.googleapis.com";

  /** The transport has the real deadline; the SDK's own is there in case it is missed. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private interface Making<T> {
    T make() throws IOException;
  }

  /** Something that is made when it is first asked for. */
  private final class Lazily<T extends AutoCloseable> {
    private final Making<T> making;
    private @Nullable T made;

    Lazily(Making<T> making) {
      this.making = making;
    }

    synchronized T get() {
      T ready = made;
      if (ready == null) {
        try {
          ready = making.make();
        } catch (IOException impossible) {
          // it comes from looking for credentials, which the clients don't do
          throw new UncheckedIOException(impossible);
        }
        made = ready;
        synchronized (open) {
          open.add(ready);
        }
      }
      return ready;
    }
  }

  private final GcpSettings settings;
  private final String endpoint;
  private final Identity identity;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final ExecutorService calls = Executors.newCachedThreadPool(daemons("gcp-call-"));
  private final ScheduledExecutorService timers =
      Executors.newSingleThreadScheduledExecutor(daemons("gcp-timer-"));
  private @Nullable HttpClient http;

  private final Lazily<InstanceGroupManagersClient> managers;
  private final Lazily<InstanceGroupManagersClient> managersWriting;
  private final Lazily<RegionInstanceGroupManagersClient> regionManagers;
  private final Lazily<RegionInstanceGroupManagersClient> regionManagersWriting;
  private final Lazily<InstancesClient> instances;
  private final Lazily<InstanceTemplatesClient> templates;
  private final Lazily<RegionInstanceTemplatesClient> regionTemplates;
  private final Lazily<MachineTypesClient> machineTypes;
  private final Lazily<ZoneOperationsClient> zoneOperations;
  private final Lazily<RegionOperationsClient> regionOperations;

  GcpClients(GcpSettings settings) {
    this.settings = settings;
    this.endpoint = settings.endpoint().map(Object::toString).orElse(GOOGLE);
    this.identity = new Identity(settings);
    Duration read = settings.timeouts().attempt();
    Duration write = settings.timeouts().write();
    managers = new Lazily<>(() -> managers(read));
    managersWriting = new Lazily<>(() -> managers(write));
    regionManagers = new Lazily<>(() -> regionManagers(read));
    regionManagersWriting = new Lazily<>(() -> regionManagers(write));
    instances =
        new Lazily<>(
            () ->
                InstancesClient.create(
                    configured(InstancesSettings.newBuilder(), read)
                        .applyToAllUnaryMethods(method -> once(method, read))
                        .build()));
    templates =
        new Lazily<>(
            () ->
                InstanceTemplatesClient.create(
                    configured(InstanceTemplatesSettings.newBuilder(), read)
                        .applyToAllUnaryMethods(method -> once(method, read))
                        .build()));
    regionTemplates =
        new Lazily<>(
            () ->
                RegionInstanceTemplatesClient.create(
                    configured(RegionInstanceTemplatesSettings.newBuilder(), read)
                        .applyToAllUnaryMethods(method -> once(method, read))
                        .build()));
    machineTypes =
        new Lazily<>(
            () ->
                MachineTypesClient.create(
                    configured(MachineTypesSettings.newBuilder(), read)
                        .applyToAllUnaryMethods(method -> once(method, read))
                        .build()));
    zoneOperations =
        new Lazily<>(
            () ->
                ZoneOperationsClient.create(
                    configured(ZoneOperationsSettings.newBuilder(), read)
                        .applyToAllUnaryMethods(method -> once(method, read))
                        .build()));
    regionOperations =
        new Lazily<>(
            () ->
                RegionOperationsClient.create(
                    configured(RegionOperationsSettings.newBuilder(), read)
                        .applyToAllUnaryMethods(method -> once(method, read))
                        .build()));
  }

  InstanceGroupManagersClient managers() {
    return managers.get();
  }

  InstanceGroupManagersClient managersWriting() {
    return managersWriting.get();
  }

  RegionInstanceGroupManagersClient regionManagers() {
    return regionManagers.get();
  }

  RegionInstanceGroupManagersClient regionManagersWriting() {
    return regionManagersWriting.get();
  }

  InstancesClient instances() {
    return instances.get();
  }

  InstanceTemplatesClient templates() {
    return templates.get();
  }

  RegionInstanceTemplatesClient regionTemplates() {
    return regionTemplates.get();
  }

  MachineTypesClient machineTypes() {
    return machineTypes.get();
  }

  ZoneOperationsClient zoneOperations() {
    return zoneOperations.get();
  }

  RegionOperationsClient regionOperations() {
    return regionOperations.get();
  }

  /** Where several readings are made at the same time. */
  ExecutorService calls() {
    return calls;
  }

  /** What waits until something may be tried again. */
  ScheduledExecutorService timers() {
    return timers;
  }

  @Override
  public void close() {
    synchronized (open) {
      for (AutoCloseable client : open) {
        try {
          client.close();
        } catch (Exception e) {
          throw new IllegalStateException("a client of the Compute API can't be closed", e);
        }
      }
      open.clear();
    }
    calls.shutdownNow();
    timers.shutdownNow();
  }

  private InstanceGroupManagersClient managers(Duration deadline) throws IOException {
    return InstanceGroupManagersClient.create(
        configured(InstanceGroupManagersSettings.newBuilder(), deadline)
            .applyToAllUnaryMethods(method -> once(method, deadline))
            .build());
  }

  private RegionInstanceGroupManagersClient regionManagers(Duration deadline) throws IOException {
    return RegionInstanceGroupManagersClient.create(
        configured(RegionInstanceGroupManagersSettings.newBuilder(), deadline)
            .applyToAllUnaryMethods(method -> once(method, deadline))
            .build());
  }

  private <B extends ClientSettings.Builder<?, B>> B configured(B builder, Duration deadline) {
    ManagedHttpJsonChannel channel =
        ManagedHttpJsonChannel.newBuilder()
            .setEndpoint(endpoint)
            .setExecutor(calls)
            .setHttpTransport(new ComputeTransport(http(), identity, deadline))
            .build();
    return builder
        .setEndpoint(endpoint)
        .setCredentialsProvider(NoCredentialsProvider.create())
        .setBackgroundExecutorProvider(FixedExecutorProvider.create(timers))
        .setTransportChannelProvider(
            FixedTransportChannelProvider.create(HttpJsonTransportChannel.create(channel)));
  }

  @SuppressWarnings("NullAway") // there is no other value of Void
  private static Void once(UnaryCallSettings.Builder<?, ?> method, Duration deadline) {
    method.setSimpleTimeoutNoRetriesDuration(deadline.plus(GRACE));
    return null;
  }

  private synchronized HttpClient http() {
    HttpClient client = http;
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(settings.timeouts().connect())
              .followRedirects(HttpClient.Redirect.NEVER)
              .executor(calls)
              .build();
      http = client;
    }
    return client;
  }

  private static ThreadFactory daemons(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
