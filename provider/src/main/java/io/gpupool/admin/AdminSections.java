package io.gpupool.admin;

import io.gpupool.capacity.CapacityMemory;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** What a server shows beside health and metrics. */
public final class AdminSections {

  private final List<AdminSection> sections;

  private AdminSections(List<AdminSection> sections) {
    this.sections = List.copyOf(sections);
  }

  /** Nothing more. */
  public static AdminSections none() {
    return new AdminSections(List.of());
  }

  /** Decisions, and what couldn't be had. */
  public static AdminSections of(
      DecisionJournal decisions, CapacityMemory capacity, InstantSource clock) {
    return new AdminSections(
        List.of(new DecisionPages(decisions), new CapacityPages(capacity, clock)));
  }

  /** These, and what holds for groups. */
  public AdminSections withPolicies(PolicyBook policies) {
    return new AdminSections(
        Stream.concat(sections.stream(), Stream.of(new PolicyPages(policies))).toList());
  }

  List<AdminSection> sections() {
    return sections;
  }
}
