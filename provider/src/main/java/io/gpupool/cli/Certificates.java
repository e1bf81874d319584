package io.gpupool.cli;

import io.gpupool.certificates.CertificateAuthority;
import io.gpupool.certificates.Identity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gpupool certificates}: a working set of certificates for a trial. */
@Command(
    name = "certificates",
    description = {
      "Makes a certificate authority, and with it certificates for the server and for the"
          + " autoscaler. For trials: the authority's key isn't kept, so nothing can be renewed."
    })
final class Certificates implements Callable<Integer> {

  private static final String IP_ADDRESS = "[0-9.]+|.*:.*";

  private static final List<String> FILES =
      List.of("ca.crt", "tls.crt", "tls.key", "client.crt", "client.key");

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  @Option(
      names = "--directory",
      required = true,
      paramLabel = "DIR",
      description = "Where to write them. Nothing that is there is overwritten.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Path directory;

  @Option(
      names = "--server",
      split = ",",
      defaultValue = "localhost,127.0.0.1,gpupool.kube-system.svc",
      paramLabel = "NAME",
      description =
          "Names and addresses under which the server is called. ${DEFAULT-VALUE} by default.")
  private List<String> servers = List.of();

  @Option(
      names = "--client",
      split = ",",
      defaultValue = "cluster-autoscaler.kube-system",
      paramLabel = "NAME",
      description =
          "Names of the autoscaler, as server.tls.allowedClients lists them. ${DEFAULT-VALUE} by"
              + " default.")
  private List<String> clients = List.of();

  @Option(
      names = "--days",
      defaultValue = "365",
      paramLabel = "N",
      description = "How long they are good. ${DEFAULT-VALUE} by default.")
  private int days;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    if (days < 1) {
      err.println("--days: found " + days + "; expected 1 or more");
      return ExitCode.USAGE;
    }
    for (String file : FILES) {
      if (Files.exists(directory.resolve(file))) {
        // before anything is written: half a set would be of no use
        return refuse(directory.resolve(file));
      }
    }
    CertificateAuthority authority = new CertificateAuthority(Instant.now(), Duration.ofDays(days));
    Files.createDirectories(directory);
    List<String> addresses = servers.stream().filter(name -> name.matches(IP_ADDRESS)).toList();
    List<String> names = new ArrayList<>(servers);
    names.removeAll(addresses);
    try {
      write("ca.crt", authority.certificatePem(), "rw-r--r--");
      write("tls", authority.issue(names, addresses));
      write("client", authority.issue(clients, List.of()));
    } catch (FileAlreadyExistsException e) {
      return refuse(directory.resolve(e.getFile()));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(directory.resolve("tls.crt") + ", tls.key: the server, as " + servers);
    out.println(directory.resolve("client.crt") + ", client.key: the autoscaler, as " + clients);
    out.println(directory.resolve("ca.crt") + ": who signed both; each side trusts it");
    return ExitCode.OK;
  }

  private int refuse(Path file) {
    spec.commandLine()
        .getErr()
        .println("--directory: " + file + " is there already; choose another or remove it");
    return ExitCode.USAGE;
  }

  private void write(String name, Identity identity) throws IOException {
    write(name + ".crt", identity.certificatePem(), "rw-r--r--");
    write(name + ".key", identity.keyPem(), "rw-------");
  }

  private void write(String name, String text, String permissions) throws IOException {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
            }
            : new FileAttribute<?>[0];
    Path file = directory.resolve(name);
    try (var channel =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
      channel.write(StandardCharsets.US_ASCII.encode(text));
    }
  }
}
