package io.gpupool.proto;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Recorded bytes: a first line that says what they are, then the bytes in hexadecimal. */
record GoldenFile(String comment, List<String> lines) {

  GoldenFile {
    lines = List.copyOf(lines);
  }

  /** Reads a file by its path below {@code golden/}. */
  static GoldenFile read(String path) {
    try (InputStream stream = GoldenFile.class.getResourceAsStream("/golden/" + path)) {
      if (stream == null) {
        throw new IllegalArgumentException("there is no golden file " + path);
      }
      List<String> all =
          new String(stream.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
      return new GoldenFile(all.get(0), all.subList(1, all.size()));
    } catch (IOException e) {
      throw new UncheckedIOException("the golden file " + path + " can't be read", e);
    }
  }

  ByteString bytes() {
    return ByteString.copyFrom(HexFormat.of().parseHex(String.join("", lines)));
  }
}
