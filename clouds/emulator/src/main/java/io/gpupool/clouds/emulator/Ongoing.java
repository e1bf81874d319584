package io.gpupool.clouds.emulator;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * What is in force for a while, each until its episode is closed. Thread-safe.
 *
 * @param <T> what is in force
 */
public final class Ongoing<T> {

  private final List<Held<T>> inForce = new CopyOnWriteArrayList<>();

  /** Puts something in force until the episode is closed. */
  public Episode during(T content) {
    Held<T> held = new Held<>(content);
    inForce.add(held);
    return () -> inForce.remove(held);
  }

  /** Everything that is in force, oldest first. */
  public Stream<T> now() {
    return inForce.stream().map(held -> held.content);
  }

  /** Equal to nothing but itself, so that ending one episode never ends another. */
  private static final class Held<T> {
    private final T content;

    Held(T content) {
      this.content = content;
    }
  }
}
