package io.gpupool.clouds.emulator.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DialectTest {

  private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  private static final Dialect.Frame FRAME = new Dialect.Frame("DoIt", "urn:it", "r-1");

  @Test
  void mostServicesWrapTheResult() {
    String answer =
        Dialect.QUERY.answer(FRAME, xml -> xml.texts("Names", List.of("a", "b")).text("Size", 2));

    assertThat(answer)
        .isEqualTo(
            HEAD
                + "<DoItResponse xmlns=\"urn:it\"><DoItResult><Names><member>a</member>"
                + "<member>b</member></Names><Size>2</Size></DoItResult>"
                + "<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>"
                + "</DoItResponse>");
  }

  @Test
  void anActionWithoutResultHasNoneInItsAnswer() {
    assertThat(Dialect.QUERY.answer(FRAME, xml -> {}))
        .isEqualTo(
            HEAD
                + "<DoItResponse xmlns=\"urn:it\"><ResponseMetadata><RequestId>r-1</RequestId>"
                + "</ResponseMetadata></DoItResponse>");
  }

  @Test
  void ec2WritesItemsAndPutsTheRequestFirst() {
    String answer =
        Dialect.EC2.answer(
            FRAME,
            xml ->
                xml.list("tagSet", List.of("x"), (item, key) -> item.text("key", key))
                    .text("nextToken", Optional.empty()));

    assertThat(answer)
        .isEqualTo(
            HEAD
                + "<DoItResponse xmlns=\"urn:it\"><requestId>r-1</requestId>"
                + "<tagSet><item><key>x</key></item></tagSet></DoItResponse>");
  }

  @Test
  void errorsHaveTheFormOfTheirDialect() {
    assertThat(Dialect.QUERY.error(FRAME, 400, "Throttling", "Rate exceeded"))
        .isEqualTo(
            HEAD
                + "<ErrorResponse xmlns=\"urn:it\"><Error><Type>Sender</Type>"
                + "<Code>Throttling</Code><Message>Rate exceeded</Message></Error>"
                + "<RequestId>r-1</RequestId></ErrorResponse>");
    assertThat(Dialect.QUERY.error(FRAME, 500, "InternalFailure", ""))
        .contains("<Type>Receiver</Type>");
    assertThat(Dialect.EC2.error(FRAME, 503, "RequestLimitExceeded", "Request limit exceeded."))
        .isEqualTo(
            HEAD
                + "<Response><Errors><Error><Code>RequestLimitExceeded</Code>"
                + "<Message>Request limit exceeded.</Message></Error></Errors>"
                + "<RequestID>r-1</RequestID></Response>");
  }

  @Test
  void whatMustBeEscapedIs() {
    assertThat(Dialect.EC2.answer(FRAME, xml -> xml.text("v", "<a & \"b\">\r\n\u00e9\ud83d\ude80")))
        .contains("<v>&lt;a &amp; \"b\"&gt;&#13;\n\u00e9\ud83d\ude80</v>");
  }

  @Test
  void whatXmlCannotHoldBecomesAQuestionMark() {
    assertThat(Dialect.QUERY.error(FRAME, 400, "InvalidAction", "a\u0000b\uFFFFc"))
        .contains("<Message>a?b?c</Message>");
  }

  @Test
  void timesHaveMilliseconds() {
    Instant whole = Instant.parse("2026-01-01T10:00:00Z");

    assertThat(Dialect.EC2.answer(FRAME, xml -> xml.text("t", whole)))
        .contains("<t>2026-01-01T10:00:00.000Z</t>");
    assertThat(Dialect.EC2.answer(FRAME, xml -> xml.text("t", whole.plusNanos(1_234_567))))
        .contains("<t>2026-01-01T10:00:00.001Z</t>");
  }
}
