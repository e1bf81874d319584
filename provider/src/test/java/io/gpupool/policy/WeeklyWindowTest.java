package io.gpupool.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeeklyWindowTest {

  private static final List<String> ZONES =
      List.of(
          "UTC",
          "Europe/Berlin",
          "America/New_York",
          "Asia/Kolkata",
          "Australia/Lord_Howe",
          "America/Santiago",
          "Africa/Casablanca");

  /** When clocks are changed in some of them. */
  private static final List<Instant> JUMPS =
      List.of(
          Instant.parse("2026-03-29T01:00:00Z"),
          Instant.parse("2026-10-25T01:00:00Z"),
          Instant.parse("2026-03-08T07:00:00Z"),
          Instant.parse("2026-04-04T15:00:00Z"),
          Instant.parse("2026-09-06T04:00:00Z"));

  @ParameterizedTest(name = "{0} at {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        // Berlin is one hour ahead in winter
        "Mon-Fri 08:00-19:00 Europe/Berlin|2026-01-05T06:59:59Z|false",
        "Mon-Fri 08:00-19:00 Europe/Berlin|2026-01-05T07:00:00Z|true",
        "Mon-Fri 08:00-19:00 Europe/Berlin|2026-01-05T17:59:59Z|true",
        "Mon-Fri 08:00-19:00 Europe/Berlin|2026-01-05T18:00:00Z|false",
        "Mon-Fri 08:00-19:00 Europe/Berlin|2026-01-10T12:00:00Z|false",
        // and two in summer
        "Mon-Fri 08:00-19:00 Europe/Berlin|2026-07-06T06:00:00Z|true",
        "Mon-Fri 08:00-19:00 Europe/Berlin|2026-07-06T17:00:00Z|false",
        // over midnight: the day is that on which it opens
        "Fri 22:00-06:00 UTC|2026-01-09T21:59:59Z|false",
        "Fri 22:00-06:00 UTC|2026-01-09T22:00:00Z|true",
        "Fri 22:00-06:00 UTC|2026-01-10T05:59:59Z|true",
        "Fri 22:00-06:00 UTC|2026-01-10T06:00:00Z|false",
        "Fri 22:00-06:00 UTC|2026-01-09T03:00:00Z|false",
        // over the end of the week
        "Sat-Mon UTC|2026-01-11T12:00:00Z|true",
        "Sat-Mon UTC|2026-01-12T23:59:59Z|true",
        "Sat-Mon UTC|2026-01-13T00:00:00Z|false",
        "Sun 23:00-01:00 UTC|2026-01-12T00:30:00Z|true",
        // what is left out
        "22:00-24:00 UTC|2026-01-07T23:59:59Z|true",
        "22:00-24:00 UTC|2026-01-08T00:00:00Z|false",
        "Mon,Wed-Thu UTC|2026-01-06T12:00:00Z|false",
        "Mon,Wed-Thu UTC|2026-01-08T12:00:00Z|true",
        "UTC|2026-01-08T12:00:00Z|true",
        "00:00-24:00 +05:30|2026-01-08T12:00:00Z|true"
      })
  void isOpenByTheClockOfItsZone(String window, Instant at, boolean open) {
    assertThat(WeeklyWindow.parse(window).contains(at)).isEqualTo(open);
  }

  @Test
  void hoursThatAreLeftOutWhenClocksAreForwardedDoNotHappenThatDay() {
    WeeklyWindow night = WeeklyWindow.parse("02:00-03:00 Europe/Berlin");
    // at one o'clock Greenwich time, two in Berlin becomes three
    Instant jump = Instant.parse("2026-03-29T01:00:00Z");
    assertThat(night.contains(jump.minusSeconds(1))).isFalse();
    assertThat(night.contains(jump)).isFalse();
    assertThat(night.nextChange(jump)).contains(Instant.parse("2026-03-30T00:00:00Z"));
    assertThat(open(night, jump.minus(Duration.ofHours(12)), jump.plus(Duration.ofHours(12))))
        .isZero();
  }

  @Test
  void anEdgeThatIsLeftOutIsWhereTheClockJumps() {
    Instant jump = Instant.parse("2026-03-29T01:00:00Z");
    WeeklyWindow opensInTheGap = WeeklyWindow.parse("02:30-05:00 Europe/Berlin");
    assertThat(opensInTheGap.contains(jump.minusSeconds(1))).isFalse();
    assertThat(opensInTheGap.contains(jump)).isTrue();
    assertThat(opensInTheGap.nextChange(jump.minusSeconds(1))).contains(jump);
    WeeklyWindow closesInTheGap = WeeklyWindow.parse("01:00-02:30 Europe/Berlin");
    assertThat(closesInTheGap.contains(jump.minusSeconds(1))).isTrue();
    assertThat(closesInTheGap.contains(jump)).isFalse();
    assertThat(closesInTheGap.nextChange(jump.minusSeconds(1))).contains(jump);
  }

  @Test
  void hoursThatComeTwiceWhenClocksArePutBackHappenTwice() {
    WeeklyWindow half = WeeklyWindow.parse("02:00-02:30 Europe/Berlin");
    Instant noon = Instant.parse("2026-10-25T11:00:00Z");
    assertThat(open(half, noon.minus(Duration.ofHours(12)), noon)).isEqualTo(60);
    Instant first = Instant.parse("2026-10-25T00:00:00Z");
    assertThat(half.nextChange(first.minusSeconds(1))).contains(first);
    assertThat(half.nextChange(first)).contains(first.plus(Duration.ofMinutes(30)));
    assertThat(half.nextChange(first.plus(Duration.ofMinutes(30))))
        .contains(first.plus(Duration.ofMinutes(60)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "02:00-03:00 Europe/Berlin|2026-03-29T02:00",
        "02:30-02:45 Europe/Berlin|2026-03-29T02:00",
        "Sat 22:00-06:00 Europe/Berlin|2026-03-29T02:00",
        "Sun 00:00-12:00 America/New_York|2026-03-08T02:00",
        // only half an hour is left out there
        "02:00-02:15 Australia/Lord_Howe|2026-10-04T02:00",
        "02:30-02:45 Australia/Lord_Howe|",
        "Mon-Fri 08:00-19:00 Europe/Berlin|",
        "Mon-Sat 02:00-03:00 Europe/Berlin|",
        "03:00-04:00 Europe/Berlin|",
        "Sun 22:00-06:00 Europe/Berlin|",
        // a day is as long as it is
        "Sat,Sun Europe/Berlin|",
        "02:00-03:00 UTC|",
        "02:00-03:00 Asia/Tokyo|"
      })
  void knowsWhenSomeOfItsHoursWillBeLeftOut(String window, LocalDateTime gap) {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(WeeklyWindow.parse(window).nextGap(now).map(jump -> jump.getDateTimeBefore()))
        .isEqualTo(Optional.ofNullable(gap));
  }

  @Test
  void whatIsAlwaysOpenNeverChanges() {
    Instant now = Instant.parse("2026-03-28T00:00:00Z");
    assertThat(WeeklyWindow.parse("Europe/Berlin").nextChange(now)).isEmpty();
    assertThat(WeeklyWindow.parse("Mon-Sun 00:00-24:00 UTC").nextChange(now)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Mon-Fri",
        "Mon-Fri 08:00-19:00",
        "Mon-Fri 8:00-19:00 UTC",
        "Mon-Fri 08:00-25:00 UTC",
        "Mon-Fri 24:00-08:00 UTC",
        "Montag 08:00-19:00 UTC",
        "Mon-Fri  08:00-19:00 UTC",
        "Mon-Fri 08:00 UTC",
        "Mon- 08:00-19:00 UTC",
        "Mon-Fri 08:00-08:00 UTC",
        "Mon-Fri 08:00-19:00 Europe/Bielefeld",
        "Mon-Fri 08:00-19:00 MEZ",
        "Mon-Fri 08:00-19:00 UTC extra"
      })
  void refusesWhatItCannotRead(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> WeeklyWindow.parse(text));
  }

  @Test
  void anUnknownZoneIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WeeklyWindow.parse("Mon-Fri 08:00-19:00 Europe/Bielefeld"))
        .withMessageContaining("no time zone 'Europe/Bielefeld'");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatItIsWrittenAsReadsTheSame(long seed) {
    WeeklyWindow window = window(new Random(seed));
    assertThat(WeeklyWindow.parse(window.toString())).isEqualTo(window);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nothingChangesBeforeTheNextChange(long seed) {
    Random random = new Random(seed);
    WeeklyWindow window = window(random);
    Instant now = instant(random);
    Optional<Instant> next = window.nextChange(now);
    Instant end = next.orElse(now.plus(Duration.ofDays(8)));
    assertThat(end).isAfter(now);
    for (Instant at = now; at.isBefore(end); at = at.plus(Duration.ofMinutes(13))) {
      assertThat(window.contains(at)).as("%s at %s", window, at).isEqualTo(window.contains(now));
    }
    assertThat(window.contains(end.minusMillis(1))).isEqualTo(window.contains(now));
    next.ifPresent(at -> assertThat(window.contains(at)).isNotEqualTo(window.contains(now)));
  }

  static LongStream seeds() {
    return LongStream.range(0, 500);
  }

  private static WeeklyWindow window(Random random) {
    Set<DayOfWeek> days = EnumSet.of(DayOfWeek.of(1 + random.nextInt(7)));
    for (DayOfWeek day : DayOfWeek.values()) {
      if (random.nextInt(3) == 0) {
        days.add(day);
      }
    }
    LocalTime to = time(random);
    LocalTime from = time(random);
    ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
    // one that ends when it begins is a whole day, which begins at midnight
    return from.equals(to)
        ? new WeeklyWindow(days, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, zone)
        : new WeeklyWindow(days, from, to, zone);
  }

  /** Often one around which clocks are changed. */
  private static LocalTime time(Random random) {
    int minute = random.nextBoolean() ? random.nextInt(24 * 60) : 15 * random.nextInt(4 * 4);
    return LocalTime.of(minute / 60, minute % 60);
  }

  private static Instant instant(Random random) {
    return random.nextBoolean()
        ? JUMPS
            .get(random.nextInt(JUMPS.size()))
            .plus(Duration.ofMinutes(random.nextInt(2000) - 1000))
        : JUMPS.get(0).plus(Duration.ofSeconds(random.nextInt(600 * 24 * 3600)));
  }

  /** How many minutes of a span it is open. */
  private static long open(WeeklyWindow window, Instant from, Instant to) {
    long minutes = 0;
    for (Instant at = from; at.isBefore(to); at = at.plus(Duration.ofMinutes(1))) {
      minutes += window.contains(at) ? 1 : 0;
    }
    return minutes;
  }
}
