package io.gpupool.clouds.emulator;

import java.util.SplittableRandom;
import java.util.UUID;

/** Ids that look random and come out the same, in the same order, under the same seed. */
public final class SeededNames {

  private static final String HEXADECIMAL = "0123456789abcdef";

  private final SplittableRandom random;

  public SeededNames(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** So many hexadecimal digits in lower case. */
  public String hex(int digits) {
    return word(digits, HEXADECIMAL);
  }

  /** A word of so many letters of an alphabet. */
  public synchronized String word(int length, String alphabet) {
    StringBuilder word = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      word.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return word.toString();
  }

  /** A random UUID, version and variant bits included. */
  public synchronized String uuid() {
    long high = (random.nextLong() & 0xFFFFFFFFFFFF0FFFL) | 0x4000L;
    long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }
}
