package io.gpupool.rpc;

import com.google.protobuf.Timestamp;
import io.gpupool.proto.cloudprovider.PricingNodePriceRequest;
import io.gpupool.proto.cloudprovider.PricingPodPriceRequest;
import io.gpupool.proto.kubernetes.Time;
import io.grpc.Status;

/** For how long something is priced, read in the form in which it came. */
final class Period {

  private static final double SECONDS_PER_HOUR = 3600;
  private static final double NANOS_PER_SECOND = 1e9;

  private Period() {}

  static double hours(PricingNodePriceRequest request) {
    if (request.hasStartTimestamp() && request.hasEndTimestamp()) {
      return hours(request.getStartTimestamp(), request.getEndTimestamp());
    }
    return hours(
        request.hasStartTime() && request.hasEndTime(),
        request.getStartTime(),
        request.getEndTime());
  }

  static double hours(PricingPodPriceRequest request) {
    if (request.hasStartTimestamp() && request.hasEndTimestamp()) {
      return hours(request.getStartTimestamp(), request.getEndTimestamp());
    }
    return hours(
        request.hasStartTime() && request.hasEndTime(),
        request.getStartTime(),
        request.getEndTime());
  }

  private static double hours(Timestamp start, Timestamp end) {
    return hours(start.getSeconds(), start.getNanos(), end.getSeconds(), end.getNanos());
  }

  private static double hours(boolean complete, Time start, Time end) {
    if (!complete) {
      throw Status.INVALID_ARGUMENT
          .withDescription("a price for which period? Start or end is missing")
          .asRuntimeException();
    }
    return hours(start.getSeconds(), start.getNanos(), end.getSeconds(), end.getNanos());
  }

  private static double hours(long start, int startNanos, long end, int endNanos) {
    // as numbers with a fraction, in which no difference overflows
    double seconds =
        (double) end - (double) start + (endNanos - (double) startNanos) / NANOS_PER_SECOND;
    if (seconds < 0) {
      throw Status.INVALID_ARGUMENT
          .withDescription("a price for a period that ends before it begins")
          .asRuntimeException();
    }
    return seconds / SECONDS_PER_HOUR;
  }
}
