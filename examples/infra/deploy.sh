#!/bin/sh
# Deploys the tagged revision. Runs in the release workflow only.
set -eu
terraform -chdir=infra apply -input=false -auto-approve -var "environment=$1"
