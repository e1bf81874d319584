#!/usr/bin/env bash
# User data of a GPU node in a self-built cluster: an image with driver, container toolkit, kubelet and kubeadm.
set -euo pipefail
token=$(curl -sX PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token)
metadata() { curl -sH "X-aws-ec2-metadata-token: $token" "http://169.254.169.254/latest/meta-data/$1"; }
cat >/etc/kubernetes/join.yaml <<YAML
apiVersion: kubeadm.k8s.io/v1beta4
kind: JoinConfiguration
discovery:
  bootstrapToken:
    apiServerEndpoint: api.my-cluster.example.com:6443
    token: abcdef.0123456789abcdef
    caCertHashes: ["sha256:0000000000000000000000000000000000000000000000000000000000000000"]
nodeRegistration:
  name: $(metadata local-hostname)
  taints: [{key: nvidia.com/gpu, value: present, effect: NoSchedule}]
  kubeletExtraArgs:
    - {name: node-labels, value: gpupool.io/accelerator=nvidia-h100-80gb}
    - {name: provider-id, value: "aws:///$(metadata placement/availability-zone)/$(metadata instance-id)"}
YAML
kubeadm join --config /etc/kubernetes/join.yaml
