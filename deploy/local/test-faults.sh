#!/usr/bin/env bash
# Builds everything and runs the tests of faults, with a private cluster of three nodes in .local/faults. Nodes and
# workers are killed and frozen, and the cluster is cut in two, while applications are published. Prints a table of what
# happened.
#
#   [FAULTS_SEED=n] test-faults.sh     with a seed it makes the same choices as the run that printed the seed
#
# Needs root: cluster, workers and tests run in a network namespace of their own, which disappears afterwards.
#
# The tests find in their environment:
#   FAULTS_AMQP_URL      the cluster's addresses
#   FAULTS_CLUSTER_DIR   its folder, for `deploy/local/cluster.sh start|pid|ctl`
#   QABYLDAU_BIN         the folder of the built programs
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

needs_swift
dir=$checkout/.local/faults
mkdir -p "$dir"
# The script calls itself with `inside`, in the namespace; the place is then held already.
[[ ${1:-} == inside ]] || hold_place "$dir/running" "make test-faults"

end_cluster() {
  end_session "$2" 5
  [[ ! -d $dir/cluster ]] || "$local_scripts/cluster.sh" kill "$dir/cluster"
  [[ $1 == 0 ]] && outcome="passed" || outcome="FAILED (exit code $1)"
  step "Tests of faults $outcome, in $SECONDS s; the cluster has ended"
}
on_leaving end_cluster
if [[ ${1:-} != inside ]]; then
  unshare --net true 2>/dev/null || fail "the cluster is cut in two in a network namespace, which cannot be made here; run it as root."
  # An earlier run that was killed may have left a cluster.
  [[ ! -d $dir/cluster ]] || "$local_scripts/cluster.sh" kill "$dir/cluster"
  rm -rf "$dir/cluster"

  step "Debian packages"
  "$local_scripts/dependencies.sh"

  step "Building"
  in_session swift build --package-path "$checkout" --build-tests

  exec unshare --net "${BASH_SOURCE[0]}" inside
fi

step "A private cluster that can be cut in two"
in_session "$local_scripts/cluster.sh" start "$dir/cluster"
amqp_url=$("$local_scripts/cluster.sh" env "$dir/cluster")
eval "${amqp_url/AMQP_URL/FAULTS_AMQP_URL}"
export FAULTS_CLUSTER_DIR=$dir/cluster QABYLDAU_BIN=$checkout/.build/debug

step "Faults"
run_tests "$dir/output.txt" --filter ClusterTests
