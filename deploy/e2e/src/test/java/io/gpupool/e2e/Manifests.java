package io.gpupool.e2e;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What Helm and kustomize themselves make of the files in {@code deploy}. */
final class Manifests {

  /** The folder that people install from. */
  static final Path DEPLOY = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern DOCUMENTS = Pattern.compile("(?m)^---\\s*$");
  private static final Pattern NOTHING = Pattern.compile("(?m)^\\s*(#.*)?$");

  private final Workshop workshop;
  private final KubernetesSerialization serialization = new KubernetesSerialization();

  Manifests(Workshop workshop) {
    this.workshop = workshop;
  }

  /** The chart as a release called gpupool in kube-system, with files of values. */
  List<GenericKubernetesResource> chart(Path... values) {
    return documents(helm(values));
  }

  /** What Helm says to these values; it fails with Helm's words if they aren't accepted. */
  String helm(Path... values) {
    List<String> command =
        new ArrayList<>(
            List.of(
                workshop.program(Program.HELM).toString(),
                "template",
                "gpupool",
                DEPLOY.resolve("chart/gpupool").toString(),
                "--namespace",
                "kube-system"));
    for (Path file : values) {
      command.add("--values");
      command.add(file.toString());
    }
    return run(command);
  }

  /** A folder with a kustomization. */
  List<GenericKubernetesResource> kustomization(Path folder) {
    return documents(
        run(
            List.of(
                workshop.program(Program.KUSTOMIZE).toString(),
                "build",
                "--load-restrictor=LoadRestrictionsNone",
                folder.toString())));
  }

  /** A plain file. */
  List<GenericKubernetesResource> file(Path file) {
    try {
      return documents(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A text in the form of such a file. */
  List<GenericKubernetesResource> text(String yaml) {
    return documents(yaml);
  }

  private List<GenericKubernetesResource> documents(String text) {
    List<GenericKubernetesResource> found = new ArrayList<>();
    for (String document : DOCUMENTS.split(text, -1)) {
      if (!NOTHING.matcher(document).replaceAll("").isBlank()) {
        found.add(serialization.unmarshal(document, GenericKubernetesResource.class));
      }
    }
    return found;
  }

  private static String run(List<String> command) {
    try {
      Path errors = Files.createTempFile("manifests", ".txt");
      try {
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
          throw new IllegalStateException(
              String.join(" ", command) + " has failed: " + Files.readString(errors));
        }
        return output;
      } finally {
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
