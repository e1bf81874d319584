#!/usr/bin/env bash
# A uniform scale set of Standard_NC24ads_A100_v4 in one zone, from zero, for a self-built cluster.
set -euo pipefail
cd "$(dirname "$0")"

# no overprovisioning: it makes machines and takes other ones away again; no automatic repairs and upgrades,
# which end busy machines
az vmss create --resource-group my-gpu-nodes --name nc24-a100 --orchestration-mode Uniform --vm-sku Standard_NC24ads_A100_v4 --instance-count 0 --zones 1 \
  --image my-gpu-node --custom-data cloud-init.yaml --disable-overprovision --upgrade-policy-mode Manual --single-placement-group false \
  --vnet-name my-vnet --subnet nodes --lb "" --public-ip-address "" --generate-ssh-keys
az vmss update --resource-group my-gpu-nodes --name nc24-a100 --set tags.cluster-autoscaler-enabled=true tags.min=0 tags.max=8 \
  tags.k8s.io_cluster-autoscaler_node-template_taint_nvidia.com_gpu=present:NoSchedule
