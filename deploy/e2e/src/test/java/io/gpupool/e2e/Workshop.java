package io.gpupool.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the test bed's programs are built, each once, into a cache outside the source tree: {@code
 * -De2e.cache}, or {@code gpupool-e2e} in the user's cache folder. What is built depends on nothing
 * but the module's files, the Go release and the flags, and those make up its name there.
 */
final class Workshop {

  private static final int[] OLDEST_GO = {1, 26};
  private static final Pattern GO_VERSION = Pattern.compile("go version go(\\d+)\\.(\\d+)\\S*");
  private static final List<String> BUILD = List.of("go", "build", "-p", "2", "-trimpath");

  /** Nothing is fetched but modules, and never another Go. */
  private static final Map<String, String> SURROUNDINGS =
      Map.of("GOTOOLCHAIN", "local", "GOWORK", "off");

  private final Path sources;
  private final Path cache;
  private final String go;

  private Workshop(Path sources, Path cache, String go) {
    this.sources = sources;
    this.cache = cache;
    this.go = go;
  }

  /**
   * Looks for Go.
   *
   * @throws IllegalStateException with one clear line if it is missing or too old
   */
  static Workshop open() {
    return new Workshop(Path.of(System.getProperty("e2e.programs")), cache(), go());
  }

  /** Where everything that was built is kept. */
  static Path cache() {
    String chosen = System.getProperty("e2e.cache");
    if (chosen != null) {
      return Path.of(chosen);
    }
    String home = System.getenv("XDG_CACHE_HOME");
    return (home == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(home))
        .resolve("gpupool-e2e");
  }

  /** The program's file, built if it isn't there yet; that can take many minutes. */
  Path program(Program program) {
    try {
      Path folder = Files.createDirectories(cache.resolve(fingerprint(program)));
      Path binary = folder.resolve(program.binary());
      if (Files.exists(binary)) {
        return binary;
      }
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve(program.binary() + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !Files.exists(binary)) {
          build(program, binary);
        }
      }
      return binary;
    } catch (IOException e) {
      throw new UncheckedIOException(program.binary() + " can't be built", e);
    }
  }

  private void build(Program program, Path binary) throws IOException {
    System.out.println("building " + program.binary() + ", once ...");
    Path unfinished = binary.resolveSibling(program.binary() + ".new");
    List<String> command = new ArrayList<>(BUILD);
    command.add("-ldflags=" + String.join(" ", program.linkerFlags()));
    command.addAll(List.of("-o", unfinished.toString(), program.goPackage()));
    ProcessBuilder build =
        new ProcessBuilder(command)
            .directory(sources.resolve(program.module()).toFile())
            .redirectErrorStream(true);
    build.environment().putAll(SURROUNDINGS);
    Process process = build.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (exitCode(process) != 0) {
      throw new IllegalStateException(
          "%s can't be built from %s:%n%s"
              .formatted(program.binary(), sources.resolve(program.module()), output));
    }
    Files.move(unfinished, binary, StandardCopyOption.ATOMIC_MOVE);
  }

  private String fingerprint(Program program) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    digest.update((go + BUILD + program.linkerFlags()).getBytes(StandardCharsets.UTF_8));
    try (Stream<Path> files = Files.list(sources.resolve(program.module()))) {
      for (Path file : files.sorted().toList()) {
        digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
    }
    return program.module() + "-" + HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  private static String go() {
    String needed = OLDEST_GO[0] + "." + OLDEST_GO[1];
    String found =
        goVersion()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the programs of this test bed are built with Go, and there is none on the"
                            + " PATH; install Go "
                            + needed
                            + " or newer"));
    Matcher version = GO_VERSION.matcher(found);
    if (!version.find()) {
      throw new IllegalStateException("'go version' says '" + found + "', which isn't understood");
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    if (major < OLDEST_GO[0] || (major == OLDEST_GO[0] && minor < OLDEST_GO[1])) {
      throw new IllegalStateException(
          "Go %d.%d is too old to build this test bed; install Go %s or newer"
              .formatted(major, minor, needed));
    }
    return version.group();
  }

  private static Optional<String> goVersion() {
    try {
      ProcessBuilder asking = new ProcessBuilder("go", "version").redirectErrorStream(true);
      asking.environment().put("GOTOOLCHAIN", "local");
      Process process = asking.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return exitCode(process) == 0 ? Optional.of(output.strip()) : Optional.empty();
    } catch (IOException notThere) {
      return Optional.empty();
    }
  }

  private static int exitCode(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for go", e);
    }
  }
}
