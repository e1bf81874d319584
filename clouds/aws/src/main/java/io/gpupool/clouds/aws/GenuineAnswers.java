package io.gpupool.clouds.aws;

import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Refuses answers that AWS didn't give. To the SDK a proxy's page, or nothing at all, with status
 * 200 is an answer in which everything is missing, such as a list of groups without a group, and a
 * fleet would vanish for it. What AWS answers has a request id.
 */
final class GenuineAnswers implements ExecutionInterceptor {

  private static final String UNKNOWN = "UNKNOWN";

  @Override
  public void afterExecution(
      Context.AfterExecution context, ExecutionAttributes executionAttributes) {
    if (context.response() instanceof AwsResponse answer) {
      String requestId =
          answer.responseMetadata() == null ? UNKNOWN : answer.responseMetadata().requestId();
      if (requestId == null || requestId.isBlank() || requestId.equals(UNKNOWN)) {
        throw SdkClientException.create(
            "an answer with status "
                + context.httpResponse().statusCode()
                + " isn't one of AWS's: it has no request id; is something else at "
                + context.httpRequest().host()
                + "?");
      }
    }
  }
}
