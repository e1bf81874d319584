#!/usr/bin/env bash
# Startup script of a GPU node in a self-built cluster: an image with driver, container toolkit, kubelet and kubeadm.
set -euo pipefail
[ -e /etc/kubernetes/kubelet.conf ] && exit 0   # it runs at every boot
metadata() { curl -sH Metadata-Flavor:Google "http://metadata.google.internal/computeMetadata/v1/$1"; }
zone=$(metadata instance/zone)
cat >/etc/kubernetes/join.yaml <<YAML
apiVersion: kubeadm.k8s.io/v1beta4
kind: JoinConfiguration
discovery:
  bootstrapToken:
    apiServerEndpoint: api.my-cluster.example.com:6443
    token: abcdef.0123456789abcdef
    caCertHashes: ["sha256:0000000000000000000000000000000000000000000000000000000000000000"]
nodeRegistration:
  name: $(metadata instance/name)
  taints: [{key: nvidia.com/gpu, value: present, effect: NoSchedule}]
  kubeletExtraArgs:
    - {name: node-labels, value: gpupool.io/accelerator=nvidia-l4-24gb}
    - {name: provider-id, value: "gce://$(metadata project/project-id)/${zone##*/}/$(metadata instance/name)"}
YAML
kubeadm join --config /etc/kubernetes/join.yaml
