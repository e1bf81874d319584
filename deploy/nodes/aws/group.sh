#!/usr/bin/env bash
# A group of p5.48xlarge in one zone, from zero, for a self-built cluster.
set -euo pipefail
cd "$(dirname "$0")"

data=$(jq --arg data "$(base64 -w0 join.sh)" '.UserData = $data' launch-template.json)
aws ec2 create-launch-template --launch-template-name p5 --launch-template-data "$data"
aws autoscaling create-auto-scaling-group --auto-scaling-group-name p5 --launch-template 'LaunchTemplateName=p5,Version=$Latest' \
  --min-size 0 --max-size 4 --desired-capacity 0 --vpc-zone-identifier subnet-0123456789abcdef0 \
  --tags Key=k8s.io/cluster-autoscaler/enabled,Value=true,PropagateAtLaunch=true \
  Key=k8s.io/cluster-autoscaler/node-template/taint/nvidia.com/gpu,Value=present:NoSchedule,PropagateAtLaunch=false
# AWS mustn't end busy nodes to even zones out, nor replace nodes that it finds unhealthy while they are drained
aws autoscaling suspend-processes --auto-scaling-group-name p5 --scaling-processes AZRebalance
