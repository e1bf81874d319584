package io.gpupool.policy;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hours of the week by the clock on a wall somewhere: {@code Mon-Fri 08:00-19:00 Europe/Berlin}.
 *
 * <p>It is open whenever that clock shows one of its hours. So it is an hour shorter when clocks
 * are put forward within it, doesn't open at all that day if it lies in the hour that is left out
 * ({@link #nextGap}), and is an hour longer, or opens twice, when clocks are put back.
 *
 * @param days the days on which it opens, one or more
 * @param from when it opens
 * @param to when it closes: the same day if that is later than {@code from}, else the day after;
 *     midnight is the end of the day
 * @param zone where the clock hangs
 */
public record WeeklyWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

  private static final String DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
  private static final String SPAN = DAY + "(?:-" + DAY + ")?";
  private static final String TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]";

  /** What a text that {@link #parse} takes looks like, for a schema. */
  public static final String PATTERN =
      "(?:("
          + SPAN
          + "(?:,"
          + SPAN
          + ")*) )?(?:("
          + TIME
          + ")-("
          + TIME
          + "|24:00) )?"
          + "([-+_/:A-Za-z0-9]{1,60})";

  private static final Pattern FORM = Pattern.compile(PATTERN);

  /** Clocks are changed twice a year where they are, and a window opens once a week or more. */
  private static final int DAYS_AHEAD = 8;

  public WeeklyWindow {
    if (days.isEmpty()) {
      throw new IllegalArgumentException("a window without a day");
    }
    days = Collections.unmodifiableSet(EnumSet.copyOf(days));
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(zone, "zone");
  }

  /**
   * Reads days, hours and zone, of which days and hours may be left out: {@code Sat,Sun UTC},
   * {@code 22:00-06:00 America/New_York}. Hours that end before they begin end the day after.
   *
   * @throws IllegalArgumentException if it is something else, saying what
   */
  public static WeeklyWindow parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no days, hours and time zone");
    }
    Set<DayOfWeek> days =
        parts.group(1) == null ? EnumSet.allOf(DayOfWeek.class) : days(parts.group(1));
    LocalTime from = parts.group(2) == null ? LocalTime.MIDNIGHT : LocalTime.parse(parts.group(2));
    LocalTime to =
        parts.group(3) == null || parts.group(3).equals("24:00")
            ? LocalTime.MIDNIGHT
            : LocalTime.parse(parts.group(3));
    boolean wholeDay = parts.group(3) == null || parts.group(3).equals("24:00");
    if (from.equals(to) && !wholeDay) {
      throw new IllegalArgumentException(
          "'%s' ends when it begins; a whole day is 00:00-24:00".formatted(text));
    }
    return new WeeklyWindow(days, from, to, zone(parts.group(4)));
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException unknown) {
      throw new IllegalArgumentException(
          "there is no time zone '" + name + "'; they are called like Europe/Berlin or UTC",
          unknown);
    }
  }

  private static Set<DayOfWeek> days(String text) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String span : text.split(",", -1)) {
      DayOfWeek first = day(span.substring(0, 3));
      DayOfWeek last = day(span.substring(span.length() - 3));
      days.add(last);
      for (DayOfWeek day = first; day != last; day = day.plus(1)) {
        days.add(day);
      }
    }
    return days;
  }

  private static DayOfWeek day(String shortName) {
    return Stream.of(DayOfWeek.values())
        .filter(day -> shortName(day).equals(shortName))
        .findFirst()
        .orElseThrow();
  }

  private static String shortName(DayOfWeek day) {
    return day.name().charAt(0) + day.name().substring(1, 3).toLowerCase(Locale.ROOT);
  }

  /** Whether it is open. */
  public boolean contains(Instant instant) {
    return shows(instant.atZone(zone).toLocalDateTime());
  }

  /** Whether a clock that shows this shows one of the hours. */
  private boolean shows(LocalDateTime clock) {
    LocalTime time = clock.toLocalTime();
    DayOfWeek today = clock.getDayOfWeek();
    if (from.isBefore(to)) {
      return days.contains(today) && !time.isBefore(from) && time.isBefore(to);
    }
    return (days.contains(today) && !time.isBefore(from))
        || (days.contains(today.minus(1)) && time.isBefore(to));
  }

  /** When it next opens or closes, after {@code now}; empty if it is always open. */
  public Optional<Instant> nextChange(Instant now) {
    boolean open = contains(now);
    LocalDate today = now.atZone(zone).toLocalDate();
    List<Instant> edges = new ArrayList<>();
    for (int day = 0; day <= DAYS_AHEAD; day++) {
      for (LocalTime time : List.of(from, to)) {
        ZonedDateTime edge = today.plusDays(day).atTime(time).atZone(zone);
        // where clocks are put back there are two
        edges.add(edge.withEarlierOffsetAtOverlap().toInstant());
        edges.add(edge.withLaterOffsetAtOverlap().toInstant());
      }
    }
    Instant last = Collections.max(edges);
    for (Instant jump = now; jump.isBefore(last); ) {
      ZoneOffsetTransition next = zone.getRules().nextTransition(jump);
      if (next == null) {
        break;
      }
      jump = next.getInstant();
      edges.add(jump);
    }
    return edges.stream()
        .filter(edge -> edge.isAfter(now) && contains(edge) != open)
        .min(Instant::compareTo);
  }

  /**
   * The next time within a year that clocks are put forward within these hours, so that some of
   * them or all don't exist that day. Whole days are as long as they are and have no gap.
   */
  public Optional<ZoneOffsetTransition> nextGap(Instant now) {
    if (from.equals(LocalTime.MIDNIGHT) && to.equals(LocalTime.MIDNIGHT)) {
      return Optional.empty();
    }
    Instant end = now.atZone(zone).plusYears(1).toInstant();
    ZoneOffsetTransition jump = zone.getRules().nextTransition(now);
    while (jump != null && !jump.getInstant().isAfter(end)) {
      if (jump.isGap() && touches(jump)) {
        return Optional.of(jump);
      }
      jump = zone.getRules().nextTransition(jump.getInstant());
    }
    return Optional.empty();
  }

  /** Whether some minute that is left out is one of the hours. */
  private boolean touches(ZoneOffsetTransition gap) {
    LocalDateTime minute = gap.getDateTimeBefore();
    while (minute.isBefore(gap.getDateTimeAfter())) {
      if (shows(minute)) {
        return true;
      }
      minute = minute.plusMinutes(1);
    }
    return false;
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (days.size() < DayOfWeek.values().length) {
      text.append(days.stream().map(WeeklyWindow::shortName).collect(Collectors.joining(",")))
          .append(' ');
    }
    if (!from.equals(to)) {
      String end = to.equals(LocalTime.MIDNIGHT) ? "24:00" : to.format(CLOCK);
      text.append(from.format(CLOCK)).append('-').append(end).append(' ');
    }
    return text.append(zone).toString();
  }
}
