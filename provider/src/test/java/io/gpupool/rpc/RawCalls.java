package io.gpupool.rpc;

import com.google.protobuf.ByteString;
import io.gpupool.proto.expander.BestOptionsResponse;
import io.gpupool.proto.expander.ExpanderGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import java.io.InputStream;

/** Calls whose request is whatever bytes one likes. */
final class RawCalls {

  private RawCalls() {}

  static MethodDescriptor<ByteString, BestOptionsResponse> bestOptions() {
    return ExpanderGrpc.getBestOptionsMethod().toBuilder(
            new MethodDescriptor.Marshaller<ByteString>() {
              @Override
              public InputStream stream(ByteString value) {
                return value.newInput();
              }

              @Override
              public ByteString parse(InputStream stream) {
                throw new IllegalStateException("requests aren't received here");
              }
            },
            ProtoUtils.marshaller(BestOptionsResponse.getDefaultInstance()))
        .build();
  }
}
