package io.gpupool.clouds.emulator.gcp.model;

import io.gpupool.clouds.emulator.SeededNames;

/** Numbers and fingerprints as Google Cloud has them. */
final class Ids {

  private static final String DIGITS = "0123456789";
  private static final String FIRST_DIGITS = "123456789";
  private static final String BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private Ids() {}

  /** A resource's number. */
  static String number(SeededNames names) {
    return names.word(1, FIRST_DIGITS) + names.word(17, DIGITS);
  }

  /** A project's number. */
  static String projectNumber(SeededNames names) {
    return names.word(1, FIRST_DIGITS) + names.word(11, DIGITS);
  }

  /** Eight bytes in base 64. */
  static String fingerprint(SeededNames names) {
    return names.word(10, BASE64) + "A=";
  }
}
