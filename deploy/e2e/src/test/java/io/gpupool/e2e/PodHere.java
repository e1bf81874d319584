package io.gpupool.e2e;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The container of a Deployment that is in the API server, as a process of this machine: its
 * volumes, read from the API server, are a folder here, and its arguments and variables are as they
 * stand there. What can't be the same on one machine, paths and addresses, is replaced by a table.
 */
final class PodHere {

  private static final String NAMESPACE = "kube-system";

  private final KubernetesClient client;
  private final Path root;
  private final Map<String, String> replaced;
  private final PodSpec spec;
  private final Container container;

  /**
   * @param root where its files are put, as under {@code /}
   * @param replaced what stands in its files and arguments, and what it is here
   */
  PodHere(KubernetesClient client, String deployment, Path root, Map<String, String> replaced) {
    this.client = client;
    this.root = root;
    this.replaced = replaced;
    this.spec =
        client
            .apps()
            .deployments()
            .inNamespace(NAMESPACE)
            .withName(deployment)
            .require()
            .getSpec()
            .getTemplate()
            .getSpec();
    this.container = spec.getContainers().get(0);
  }

  /** Writes its volumes. */
  void mount() throws IOException {
    for (VolumeMount mount : container.getVolumeMounts()) {
      Path folder = root.resolve(mount.getMountPath().substring(1));
      Files.createDirectories(folder);
      for (Map.Entry<String, String> file : files(volume(mount.getName())).entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), here(file.getValue()));
      }
    }
  }

  List<String> arguments() {
    return container.getArgs().stream().map(this::here).toList();
  }

  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    for (EnvVar variable : container.getEnv()) {
      environment.put(variable.getName(), here(variable.getValue()));
    }
    return environment;
  }

  private Volume volume(String name) {
    return spec.getVolumes().stream().filter(v -> v.getName().equals(name)).findFirst().get();
  }

  private Map<String, String> files(Volume volume) {
    Map<String, String> files = new LinkedHashMap<>();
    if (volume.getConfigMap() != null) {
      ConfigMap map =
          client
              .configMaps()
              .inNamespace(NAMESPACE)
              .withName(volume.getConfigMap().getName())
              .require();
      files.putAll(map.getData());
    } else if (volume.getSecret() != null) {
      Secret secret =
          client
              .secrets()
              .inNamespace(NAMESPACE)
              .withName(volume.getSecret().getSecretName())
              .require();
      secret
          .getData()
          .forEach(
              (key, value) ->
                  files.put(
                      key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
    }
    return files;
  }

  private String here(String text) {
    String changed = text;
    for (Map.Entry<String, String> each : new ArrayList<>(replaced.entrySet())) {
      changed = changed.replace(each.getKey(), each.getValue());
    }
    return changed;
  }
}
