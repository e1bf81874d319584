package io.gpupool.e2e;

import java.util.List;

/**
 * A program of the test bed that is built here, from published Go modules of pinned versions.
 *
 * @see Workshop
 */
enum Program {
  LIFELINE("lifeline", "."),
  ETCD("etcd", "."),
  KUBE_APISERVER("control-plane", "k8s.io/kubernetes/cmd/kube-apiserver"),
  KUBE_CONTROLLER_MANAGER("control-plane", "k8s.io/kubernetes/cmd/kube-controller-manager"),
  KUBE_SCHEDULER("control-plane", "k8s.io/kubernetes/cmd/kube-scheduler"),
  KWOK("kwok", "sigs.k8s.io/kwok/cmd/kwok"),
  HELM("helm", "helm.sh/helm/v4/cmd/helm"),
  KUSTOMIZE("kustomize", "sigs.k8s.io/kustomize/kustomize/v5");

  /** The release of Kubernetes in control-plane/go.mod, for programs that ask what they are. */
  private static final String KUBERNETES = "v1.36.2";

  private static final String VERSION = "k8s.io/component-base/version.";

  private final String module;
  private final String goPackage;

  Program(String module, String goPackage) {
    this.module = module;
    this.goPackage = goPackage;
  }

  /** The folder with its go.mod. */
  String module() {
    return module;
  }

  /** What is built in that folder. */
  String goPackage() {
    return goPackage;
  }

  /** What the linker is told. */
  List<String> linkerFlags() {
    if (!module.equals("control-plane")) {
      return List.of("-s", "-w");
    }
    String[] parts = KUBERNETES.substring(1).split("\\.", -1);
    return List.of(
        "-s",
        "-w",
        "-X " + VERSION + "gitVersion=" + KUBERNETES,
        "-X " + VERSION + "gitMajor=" + parts[0],
        "-X " + VERSION + "gitMinor=" + parts[1]);
  }

  /** The name of its file. */
  String binary() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
