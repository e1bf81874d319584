package io.gpupool.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Gets hold of a text that YAML can be read from: UTF-8, of some size at most, printable. */
final class SourceText {

  private static final int LARGEST = 1024 * 1024;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private SourceText() {}

  /** The text of a file; nothing if there is a problem. */
  static Optional<String> of(Path file, Problems problems) {
    byte[] bytes;
    try (InputStream stream = Files.newInputStream(file)) {
      bytes = stream.readNBytes(LARGEST + 1);
    } catch (NoSuchFileException missing) {
      problems.add(Position.WHOLE, "", "no such file", "the configuration");
      return Optional.empty();
    } catch (IOException unreadable) {
      String found = "a file that can't be read (" + unreadable + ")";
      problems.add(Position.WHOLE, "", found, "one that this process may read");
      return Optional.empty();
    }
    if (bytes.length > LARGEST) {
      problems.add(Position.WHOLE, "", "more than " + LARGEST + " bytes", "a smaller file");
      return Optional.empty();
    }
    return decoded(bytes, problems).flatMap(text -> of(text, problems));
  }

  /** The text without a byte order mark; nothing if there is a problem. */
  static Optional<String> of(String text, Problems problems) {
    String bare = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    int index = 0;
    while (index < bare.length()) {
      int codePoint = bare.codePointAt(index);
      if (!StreamReader.isPrintable(codePoint)) {
        problems.add(
            Position.after(bare.substring(0, index)),
            "",
            "the character U+%04X".formatted(codePoint),
            "printable characters only");
        return Optional.empty();
      }
      index += Character.charCount(codePoint);
    }
    return Optional.of(bare);
  }

  private static Optional<String> decoded(byte[] bytes, Problems problems) {
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true);
    text.flip();
    if (result.isError()) {
      Position position = Position.after(text);
      problems.add(position, "", "a byte that isn't UTF-8", "a file in UTF-8");
      return Optional.empty();
    }
    return Optional.of(text.toString());
  }
}
