#!/usr/bin/env bash
# Builds everything and runs all tests except those of test-faults.sh, with a private broker and a private PostgreSQL in
# .local/test. Tests that need another broker start it there, too, in a folder whose name begins with `broker`.
#
#   test.sh [WORD…]     the words are options of `swift test`, for example: --filter Lane
#
# BROKER in the environment is the version of RabbitMQ for all these brokers, for example 4.3; see broker.sh.
#
# The tests find in their environment:
#   TEST_AMQP_URL     the broker
#   TEST_BROKER_DIR   its folder, for `deploy/local/broker.sh kill|start|pid|ctl` (faults)
#   TEST_BROKER_VERSION   its version, such as 3.10.8
#   TEST_POSTGRES_URL   the PostgreSQL server; its user may create databases
#   TEST_POSTGRES_DIR   its folder, for `deploy/local/postgres.sh kill|start`
#   TEST_WIRE_DIR     the folder into which they write the message bodies that they see, for `make validate-contracts`
#   QABYLDAU_BIN      the folder of the built programs
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

needs_swift
# Brokers that the tests start have the same version.
export BROKER=${BROKER:-3.10}
dir=$checkout/.local/test
mkdir -p "$dir"
hold_place "$dir/running" "make test"

end_servers() {
  local folder
  for folder in "$dir"/broker*/; do
    [[ ! -d $folder ]] || "$local_scripts/broker.sh" kill "$folder"
  done
  [[ ! -d $dir/postgres ]] || "$local_scripts/postgres.sh" kill "$dir/postgres"
}

end_tests() {
  end_session "$2" 5
  end_servers
  [[ $1 == 0 ]] && outcome="passed" || outcome="FAILED (exit code $1)"
  step "Tests with RabbitMQ $BROKER $outcome, in $SECONDS s with the build; the broker and PostgreSQL have ended"
}
on_leaving end_tests
# An earlier run that was killed may have left these.
end_servers
rm -rf "$dir"/broker*/ "$dir/postgres" "$dir/wire"

step "Debian packages"
"$local_scripts/dependencies.sh"

step "Building"
in_session swift build --package-path "$checkout" --build-tests

step "A private broker and a private PostgreSQL"
in_session "$local_scripts/broker.sh" start "$dir/broker"
in_session "$local_scripts/postgres.sh" start "$dir/postgres"
amqp_url=$("$local_scripts/broker.sh" env "$dir/broker")
eval "${amqp_url/AMQP_URL/TEST_AMQP_URL}"
store_url=$("$local_scripts/postgres.sh" env "$dir/postgres")
eval "${store_url/STORE_URL/TEST_POSTGRES_URL}"
TEST_BROKER_VERSION=$("$local_scripts/broker.sh" version "$dir/broker")
export TEST_BROKER_VERSION TEST_BROKER_DIR=$dir/broker TEST_POSTGRES_DIR=$dir/postgres QABYLDAU_BIN=$checkout/.build/debug
export TEST_WIRE_DIR=$dir/wire

step "Tests with RabbitMQ $TEST_BROKER_VERSION"
# Tests that need a cluster have a command of their own, deploy/local/test-faults.sh.
run_tests "$dir/output.txt" --skip ClusterTests "$@"
