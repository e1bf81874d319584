package io.gpupool.admin;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The last decisions for programs, as JSON, and for people, as a page. */
final class DecisionPages implements AdminSection {

  private static final Gson JSON =
      new GsonBuilder()
          .registerTypeAdapter(
              Instant.class,
              (JsonSerializer<Instant>) (at, type, context) -> new JsonPrimitive(at.toString()))
          .registerTypeAdapter(
              Duration.class,
              (JsonSerializer<Duration>)
                  (time, type, context) -> new JsonPrimitive(time.toNanos() / 1e9))
          .registerTypeAdapter(
              double.class,
              (JsonSerializer<Double>)
                  (number, type, context) ->
                      Double.isFinite(number) ? new JsonPrimitive(number) : JsonNull.INSTANCE)
          .serializeNulls()
          .create();

  private final DecisionJournal journal;

  DecisionPages(DecisionJournal journal) {
    this.journal = journal;
  }

  @Override
  public String path() {
    return "/decisions";
  }

  @Override
  public AdminPage read(String rest, boolean json) {
    if (rest.isEmpty() || rest.equals("/")) {
      List<DecisionSummary> last = journal.last();
      return json ? json(last) : html(DecisionHtml.list(last));
    }
    Optional<DecisionSummary> one =
        rest.matches("/[0-9]{1,18}")
            ? journal.number(Long.parseLong(rest.substring(1)))
            : Optional.empty();
    return one.map(found -> json ? json(found) : html(DecisionHtml.one(found)))
        .orElseGet(AdminPage::notFound);
  }

  private static AdminPage json(Object what) {
    return new AdminPage(200, AdminPage.JSON, JSON.toJson(what) + "\n");
  }

  private static AdminPage html(String text) {
    return new AdminPage(200, AdminPage.HTML, text);
  }
}
