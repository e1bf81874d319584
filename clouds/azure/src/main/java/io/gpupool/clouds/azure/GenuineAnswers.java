package io.gpupool.clouds.azure;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Refuses answers that Azure Resource Manager didn't give. To the SDK a proxy's page, or nothing at
 * all, with status 200 may be an answer in which everything is missing, such as a list of scale
 * sets without one, and a fleet would vanish for it. What the API answers with 200 is a JSON
 * object.
 */
final class GenuineAnswers implements HttpPipelinePolicy {

  private static final int OK = 200;

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    return next.process().flatMap(GenuineAnswers::check);
  }

  private static Mono<HttpResponse> check(HttpResponse answer) {
    if (answer.getStatusCode() != OK) {
      return Mono.just(answer);
    }
    HttpResponse whole = answer.buffer();
    return whole
        .getBodyAsString()
        .defaultIfEmpty("")
        .flatMap(
            body -> {
              String type =
                  Optional.ofNullable(
                          answer.getHeaderValue(com.azure.core.http.HttpHeaderName.CONTENT_TYPE))
                      .orElse("")
                      .toLowerCase(Locale.ROOT);
              String text = body.strip();
              boolean genuine = type.contains("json") && text.startsWith("{") && text.endsWith("}");
              return genuine
                  ? Mono.just(whole)
                  : Mono.error(
                      new IOException(
                          "an answer with status 200 and %d characters of '%s' isn't one of Azure's; is something else at %s?"
                              .formatted(
                                  text.length(),
                                  type,
                                  answer.getRequest().getUrl().getAuthority())));
            });
  }
}
