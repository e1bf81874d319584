package io.gpupool.clouds.azure;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that is made when it is first asked for. */
final class Lazily<T> {

  private final Supplier<T> making;
  private @Nullable T made;

  Lazily(Supplier<T> making) {
    this.making = making;
  }

  synchronized T get() {
    T ready = made;
    if (ready == null) {
      ready = making.get();
      made = ready;
    }
    return ready;
  }
}
