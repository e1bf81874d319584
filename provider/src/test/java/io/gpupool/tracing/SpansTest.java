package io.gpupool.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.proto.cloudprovider.ExternalGrpcNode;
import io.gpupool.proto.cloudprovider.NodeGroupDeleteNodesRequest;
import io.gpupool.proto.cloudprovider.NodeGroupIncreaseSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupTargetSizeRequest;
import io.gpupool.proto.cloudprovider.RefreshRequest;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What spans there are of a server with tracing, and how they hang together. */
class SpansTest {

  private static final String SERVICE =
      "clusterautoscaler.cloudprovider.v1.externalgrpc.CloudProvider";

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final OpenTelemetryTracing tracing =
      new OpenTelemetryTracing(
          OpenTelemetrySdk.builder()
              .setTracerProvider(
                  SdkTracerProvider.builder()
                      .addSpanProcessor(SimpleSpanProcessor.create(spans))
                      .build())
              .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
              .build());
  private final TracedServer server;

  SpansTest() throws IOException {
    server = new TracedServer(tracing);
  }

  @AfterEach
  void close() {
    server.close();
    tracing.close();
  }

  @Test
  void aCallIsASpanByTheConventions() {
    assertThat(server.autoscaler().refresh(RefreshRequest.getDefaultInstance())).isNotNull();
    SpanData span = span(SERVICE + "/Refresh");
    assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.getAttributes().asMap())
        .containsEntry(RpcSpans.SYSTEM, "grpc")
        .containsEntry(RpcSpans.SERVICE, SERVICE)
        .containsEntry(RpcSpans.METHOD, "Refresh")
        .containsEntry(RpcSpans.STATUS, 0L);
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.getParentSpanContext().isValid()).isFalse();
  }

  @Test
  void aRefusalIsTheCallersFaultAndWhatIsMissingIsOurs() {
    assertThatThrownBy(
            () ->
                server
                    .autoscaler()
                    .nodeGroupTargetSize(NodeGroupTargetSizeRequest.getDefaultInstance()))
        .isInstanceOf(StatusRuntimeException.class);
    assertThat(span(SERVICE + "/NodeGroupTargetSize").getAttributes().get(RpcSpans.STATUS))
        .isEqualTo(5);
    assertThat(span(SERVICE + "/NodeGroupTargetSize").getStatus().getStatusCode())
        .isEqualTo(StatusCode.UNSET);
    server.cloud.failNext(CloudError.of(CloudError.Kind.UNAVAILABLE, "503", "no"));
    assertThatThrownBy(() -> server.autoscaler().nodeGroupIncreaseSize(increase()))
        .isInstanceOf(StatusRuntimeException.class);
    assertThat(span(SERVICE + "/NodeGroupIncreaseSize").getAttributes().get(RpcSpans.STATUS))
        .isEqualTo(14);
    assertThat(span(SERVICE + "/NodeGroupIncreaseSize").getStatus().getStatusCode())
        .isEqualTo(StatusCode.ERROR);
  }

  @Test
  void anIncreaseIsFollowedIntoTheCloud() {
    assertThat(server.autoscaler().nodeGroupIncreaseSize(increase())).isNotNull();
    SpanData resize = span("resize");
    assertThat(resize.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(resize.getAttributes().asMap())
        .containsEntry(TracedCloud.ENTRY, "main")
        .containsEntry(TracedCloud.GROUP, server.group.value())
        .containsEntry(TracedCloud.FROM, 3L)
        .containsEntry(TracedCloud.TO, 5L)
        .containsEntry(TracedCloud.RESULT, "ok");
    assertIsChildOf(resize, SERVICE + "/NodeGroupIncreaseSize");
  }

  @Test
  void aDeletionIsFollowedThroughItsWaitForOthers() {
    assertThat(
            server
                .autoscaler()
                .nodeGroupDeleteNodes(
                    NodeGroupDeleteNodesRequest.newBuilder()
                        .setId(server.group.value())
                        .addNodes(ExternalGrpcNode.newBuilder().setProviderID("fake:///zone/i-1"))
                        .build()))
        .isNotNull();
    assertThat(span("delete").getAttributes().get(TracedCloud.INSTANCES)).isEqualTo(1);
    assertIsChildOf(span("delete"), SERVICE + "/NodeGroupDeleteNodes");
  }

  @Test
  void whatTheCloudRefusesIsAnErrorOfItsKind() {
    server.cloud.failNext(
        CloudError.of(CloudError.Kind.OUT_OF_CAPACITY, "NoMachines", "there are none"));
    assertThatThrownBy(() -> server.autoscaler().nodeGroupIncreaseSize(increase()))
        .isInstanceOf(StatusRuntimeException.class);
    SpanData resize = span("resize");
    assertThat(resize.getAttributes().get(TracedCloud.RESULT)).isEqualTo("out_of_capacity");
    assertThat(resize.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(resize.getStatus().getDescription()).isEqualTo("NoMachines");
  }

  @Test
  void aReadingIsNobodysChild() {
    assertThat(span("observe").getParentSpanContext().isValid()).isFalse();
    assertThat(span("observe").getAttributes().get(TracedCloud.RESULT)).isEqualTo("ok");
  }

  @Test
  void aCallerWhoTracesIsTheParent() {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    assertThat(
            server
                .autoscaler()
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .refresh(RefreshRequest.getDefaultInstance()))
        .isNotNull();
    assertThat(span(SERVICE + "/Refresh").getTraceId())
        .isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(span(SERVICE + "/Refresh").getParentSpanId()).isEqualTo("b7ad6b7169203331");
  }

  @Test
  void healthChecksAreNoSpans() {
    assertThat(
            HealthGrpc.newBlockingStub(server.channel)
                .check(HealthCheckRequest.getDefaultInstance()))
        .isNotNull();
    assertThat(spans.getFinishedSpanItems()).extracting(SpanData::getName).containsOnly("observe");
  }

  private NodeGroupIncreaseSizeRequest increase() {
    return NodeGroupIncreaseSizeRequest.newBuilder()
        .setId(server.group.value())
        .setDelta(2)
        .build();
  }

  private SpanData span(String name) {
    List<SpanData> named =
        spans.getFinishedSpanItems().stream().filter(span -> span.getName().equals(name)).toList();
    assertThat(named).as("spans named %s", name).hasSize(1);
    return named.get(0);
  }

  private void assertIsChildOf(SpanData child, String parent) {
    assertThat(child.getTraceId()).isEqualTo(span(parent).getTraceId());
    assertThat(child.getParentSpanId()).isEqualTo(span(parent).getSpanId());
  }
}
