#!/usr/bin/env bash
# Builds everything and runs every test but those of test-faults.sh, with a private broker of their own in .local/test.
# Tests that need another one start it beside that, in a folder whose name begins with `broker` too.
#
#   test.sh [WORD…]     words are handed to `swift test`, for example: --filter Lane
#
# The tests find in their environment:
#   TEST_AMQP_URL     the broker
#   TEST_BROKER_DIR   its folder, for `deploy/local/broker.sh kill|start|pid|ctl` (faults)
#   QABYLDAU_BIN      the folder of the built programs
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

needs_swift
dir=$checkout/.local/test
mkdir -p "$dir"
hold_place "$dir/running" "make test"

kill_brokers() {
  local folder
  for folder in "$dir"/broker*/; do
    [[ ! -d $folder ]] || "$local_scripts/broker.sh" kill "$folder"
  done
}

end_brokers() {
  end_session "$2" 5
  kill_brokers
  [[ $1 == 0 ]] && outcome="passed" || outcome="FAILED (exit code $1)"
  step "Tests $outcome, in $SECONDS s with the build; the broker has ended"
}
on_leaving end_brokers
# What an earlier run may have left behind, had it been killed.
kill_brokers
rm -rf "$dir"/broker*/

step "Debian packages"
"$local_scripts/dependencies.sh"

step "Building"
in_session swift build --package-path "$checkout" --build-tests

step "A private broker"
in_session "$local_scripts/broker.sh" start "$dir/broker"
amqp_url=$("$local_scripts/broker.sh" env "$dir/broker")
eval "${amqp_url/AMQP_URL/TEST_AMQP_URL}"
export TEST_BROKER_DIR=$dir/broker QABYLDAU_BIN=$checkout/.build/debug

step "Tests"
# Those that need a cluster have a command of their own, deploy/local/test-faults.sh.
run_tests "$dir/output.txt" --skip ClusterTests "$@"
