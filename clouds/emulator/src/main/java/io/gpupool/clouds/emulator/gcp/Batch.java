package io.gpupool.clouds.emulator.gcp;

import io.gpupool.clouds.emulator.Answer;
import io.gpupool.clouds.emulator.EmulatedApi;
import io.gpupool.clouds.emulator.Operation;
import io.gpupool.clouds.emulator.Received;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Several requests in one, as Google's command line sends them. To faults and to the log of calls
 * it is one call, {@code batch}.
 */
final class Batch implements EmulatedApi.Inquiry {

  private static final String PATH = "/batch/compute/v1";
  private static final String BOUNDARY = "batch_emulated";
  private static final Pattern PART =
      Pattern.compile(
          "(?<head>.*?)\\n\\n(?<verb>[A-Z]+) (?<url>\\S+) HTTP/[0-9.]+\\n(?<headers>.*?)(?:\\n\\n(?<body>.*))?",
          Pattern.DOTALL);
  private static final Pattern CONTENT_ID =
      Pattern.compile("^content-id: *<([^>]*)>", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  private final Received received;
  private final EmulatedApi api;
  private final Function<Received, Answer> malformed;

  /**
   * @param api answers each of them
   * @param malformed answers what is no batch
   */
  Batch(Received received, EmulatedApi api, Function<Received, Answer> malformed) {
    this.received = received;
    this.api = api;
    this.malformed = malformed;
  }

  /** Whether a request is several. */
  static boolean isOne(Received received) {
    return received.path().equals(PATH) && received.method().equals("POST");
  }

  @Override
  public Operation operation() {
    return new Operation("gcp", "compute", "", "batch", Map.of("body", received.body()));
  }

  @Override
  public Answer carryOut() {
    StringBuilder answers = new StringBuilder();
    for (String part : parts()) {
      Matcher matcher = PART.matcher(part);
      Matcher id = CONTENT_ID.matcher(part);
      if (!matcher.matches() || !id.find()) {
        return malformed.apply(received);
      }
      Answer answer = api.read(request(matcher)).carryOut();
      answers.append(framed(id.group(1), answer));
    }
    return new Answer(
        200,
        "multipart/mixed; boundary=" + BOUNDARY,
        Map.of(),
        answers + "--" + BOUNDARY + "--\r\n",
        Optional.empty());
  }

  @Override
  public Answer error(int status, String code, String message) {
    return single().error(status, code, message);
  }

  @Override
  public Answer throttled() {
    return single().throttled();
  }

  /** How an error is written where it isn't one of several. */
  private EmulatedApi.Inquiry single() {
    return api.read(new Received("GET", "/compute/v1/", "", received.headers(), ""));
  }

  /** The parts between the lines that the first line gives away as the boundary. */
  private List<String> parts() {
    String text = received.body().replace("\r\n", "\n").strip();
    String boundary = text.lines().findFirst().orElse("").strip();
    List<String> parts = new ArrayList<>();
    if (boundary.length() > 2 && boundary.startsWith("--")) {
      for (String part : text.split(Pattern.quote(boundary), -1)) {
        if (!part.isBlank() && !part.strip().equals("--")) {
          parts.add(part.strip());
        }
      }
    }
    return parts;
  }

  private Received request(Matcher part) {
    Map<String, String> headers = new HashMap<>(received.headers());
    for (String line : part.group("headers").split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    String url = part.group("url").replaceFirst("^https?://[^/]+", "");
    int questionMark = url.indexOf('?');
    String body = Optional.ofNullable(part.group("body")).orElse("").strip();
    return new Received(
        part.group("verb"),
        questionMark < 0 ? url : url.substring(0, questionMark),
        questionMark < 0 ? "" : url.substring(questionMark + 1),
        headers,
        body);
  }

  private static String framed(String id, Answer answer) {
    return "--"
        + BOUNDARY
        + "\r\nContent-Type: application/http\r\nContent-ID: <response-"
        + id
        + ">\r\n\r\nHTTP/1.1 "
        + answer.status()
        + " "
        + (answer.status() < 400 ? "OK" : "Error")
        + "\r\nContent-Type: "
        + answer.contentType()
        + "\r\nContent-Length: "
        + answer.body().getBytes(StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + answer.body()
        + "\r\n";
  }
}
