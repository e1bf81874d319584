package io.gpupool.clouds.emulator.aws.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A launch template and its versions, which are numbered from one. */
public final class LaunchTemplate {

  /** Which version a client means by the newest one. */
  public static final String LATEST = "$Latest";

  /** Which version a client means by the one that the template's owner has chosen. */
  public static final String DEFAULT = "$Default";

  private final String id;
  private final String name;
  private final Instant created;
  private final Map<String, String> tags;
  private final List<Version> versions = new ArrayList<>();
  private int defaultVersion = 1;

  LaunchTemplate(String id, String name, Instant created, Map<String, String> tags, Version first) {
    this.id = id;
    this.name = name;
    this.created = created;
    this.tags = Map.copyOf(tags);
    versions.add(first);
  }

  /** Adds a version, and returns its number. */
  public int add(String description, LaunchTemplateData data, Instant at) {
    int number = latestVersion() + 1;
    versions.add(new Version(number, description, at, data));
    return number;
  }

  /** Chooses the default version. */
  public void chooseDefault(int number) {
    if (version(Integer.toString(number)).isEmpty()) {
      throw new IllegalArgumentException("launch template " + name + " has no version " + number);
    }
    defaultVersion = number;
  }

  /** Such as {@code lt-0123456789abcdef0}. */
  public String id() {
    return id;
  }

  /** Its owner's name for it. */
  public String name() {
    return name;
  }

  /** When it was made. */
  public Instant created() {
    return created;
  }

  /** The template's own tags. */
  public Map<String, String> tags() {
    return tags;
  }

  /** All versions, oldest first. */
  public List<Version> versions() {
    return List.copyOf(versions);
  }

  /** The number of the newest version. */
  public int latestVersion() {
    return versions.size();
  }

  /** The number of the version that its owner has chosen. */
  public int defaultVersion() {
    return defaultVersion;
  }

  /** A version by its number, or {@link #LATEST} or {@link #DEFAULT}. */
  public Optional<Version> version(String which) {
    String number =
        switch (which) {
          case LATEST -> Integer.toString(latestVersion());
          case DEFAULT -> Integer.toString(defaultVersion);
          default -> which;
        };
    return versions.stream()
        .filter(version -> Integer.toString(version.number()).equals(number))
        .findFirst();
  }

  /** One version, which never changes. */
  public record Version(int number, String description, Instant created, LaunchTemplateData data) {}
}
