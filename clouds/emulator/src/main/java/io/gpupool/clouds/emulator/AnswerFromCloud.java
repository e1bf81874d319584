package io.gpupool.clouds.emulator;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.gpupool.clouds.emulator.EmulatedApi.Inquiry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Turns each HTTP request into a question to the cloud, and what comes of it into a response: the
 * place where faults are met and calls are logged.
 */
final class AnswerFromCloud implements ResponseDefinitionTransformerV2 {

  private final EmulatedApi api;
  private final Faults faults;
  private final CallLog calls;
  private final InstantSource clock;

  AnswerFromCloud(EmulatedApi api, Faults faults, CallLog calls, InstantSource clock) {
    this.api = api;
    this.faults = faults;
    this.calls = calls;
    this.clock = clock;
  }

  @Override
  public String getName() {
    return "answer-from-cloud";
  }

  @Override
  public ResponseDefinition transform(ServeEvent event) {
    Inquiry inquiry = api.read(received(event.getRequest()));
    Outcome outcome =
        faults
            .take(inquiry.operation())
            .map(fault -> fault.meet(inquiry))
            .orElseGet(() -> Outcome.of(inquiry.carryOut()));
    calls.add(
        new Call(clock.instant(), inquiry.operation(), outcome.status(), outcome.errorCode()));
    return response(outcome);
  }

  private static Received received(Request request) {
    String url = request.getUrl();
    int questionMark = url.indexOf('?');
    Map<String, String> headers = new HashMap<>();
    for (HttpHeader header : request.getHeaders().all()) {
      headers.put(header.key(), header.firstValue());
    }
    // what HTTP/2 has instead of this header comes as the address of the request
    if (headers.keySet().stream().noneMatch("Host"::equalsIgnoreCase)) {
      headers.put("Host", request.getHost() + ":" + request.getPort());
    }
    return new Received(
        request.getMethod().value(),
        questionMark < 0 ? url : url.substring(0, questionMark),
        questionMark < 0 ? "" : url.substring(questionMark + 1),
        headers,
        request.getBodyAsString());
  }

  private static ResponseDefinition response(Outcome outcome) {
    ResponseDefinitionBuilder response = ResponseDefinitionBuilder.responseDefinition();
    response.withFixedDelay(Math.toIntExact(outcome.delay().toMillis()));
    if (outcome.lostBecause().isPresent()) {
      return response
          .withFault(com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER)
          .build();
    }
    Answer answer = outcome.answer();
    answer.headers().forEach(response::withHeader);
    return response
        .withStatus(answer.status())
        .withHeader("Content-Type", answer.contentType())
        .withBody(answer.body())
        .build();
  }
}
