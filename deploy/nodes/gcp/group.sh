#!/usr/bin/env bash
# A zonal group of g2-standard-16 (one L4), from zero, for a self-built cluster.
set -euo pipefail
cd "$(dirname "$0")"

gcloud compute instance-templates create l4 --machine-type=g2-standard-16 --image-family=my-gpu-node --boot-disk-size=200GB --maintenance-policy=TERMINATE \
  --labels=cluster=my-cluster,cluster-autoscaler-max-size=8 --metadata-from-file=startup-script=join.sh \
  --metadata='^@^cluster-autoscaler-env-vars=node_taints=nvidia.com/gpu=present:NoSchedule;kube_reserved=cpu=200m,memory=2Gi'
# no autohealing: it would make again what gpupool deletes for being broken
gcloud compute instance-groups managed create l4 --zone=us-central1-a --template=l4 --size=0
