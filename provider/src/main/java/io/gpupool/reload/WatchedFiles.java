package io.gpupool.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Says when what files hold has changed and has come to rest, which is when two looks in a row see
 * the same: whoever writes several files, or one in pieces, isn't taken at half a word. Their
 * contents are compared, not times and not names, so that the symbolic links of a Kubernetes
 * volume, a rename and an edit in place all count, and touching a file doesn't. Not thread-safe.
 */
final class WatchedFiles {

  private Map<Path, String> known;
  private Map<Path, String> seen;

  /** Begins with what the files hold now. */
  WatchedFiles(Set<Path> files) {
    this.known = contents(files);
    this.seen = known;
  }

  /**
   * Looks once.
   *
   * @param files which to look at; they may be others than the last time
   * @return whether they differ from what they were when this was last true, and didn't change
   *     since the last look
   */
  boolean haveChanged(Set<Path> files) {
    Map<Path, String> now = contents(files);
    boolean atRest = now.equals(seen);
    seen = now;
    if (!atRest || now.equals(known)) {
      return false;
    }
    known = now;
    return true;
  }

  private static Map<Path, String> contents(Set<Path> files) {
    Map<Path, String> contents = new TreeMap<>();
    files.forEach(file -> contents.put(file, content(file)));
    return contents;
  }

  private static String content(Path file) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchFileException absent) {
      return "absent";
    } catch (IOException unreadable) {
      return "unreadable";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }
}
