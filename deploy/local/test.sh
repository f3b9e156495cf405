#!/usr/bin/env bash
# Builds everything and runs all tests except those of test-faults.sh, with a private broker and a private PostgreSQL.
#
#   test.sh [WORD…]     the words are options of `swift test` that choose tests, for example: --filter Lane
#
# Without options the tests run in two parts at the same time: WorkerTests, which mostly wait for brokers and
# processes, and all others. Each part has servers of its own in .local/test/PART. Tests that need another broker start
# it there, too, in a folder whose name begins with `broker`.
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

# end_servers PART: ends the servers of the part.
end_servers() {
  local folder
  for folder in "$dir/$1"/broker*/; do
    [[ ! -d $folder ]] || "$local_scripts/broker.sh" kill "$folder"
  done
  [[ ! -d $dir/$1/postgres ]] || "$local_scripts/postgres.sh" kill "$dir/$1/postgres"
}

end_part() {
  end_session "$2" 5
  end_servers "$part"
}

# run_part WORD...: starts the servers of the part, and runs the tests that these options of `swift test` choose.
run_part() {
  local servers=$dir/$part amqp_url store_url
  mkdir -p "$servers"
  on_leaving end_part
  in_session "$local_scripts/broker.sh" start "$servers/broker"
  in_session "$local_scripts/postgres.sh" start "$servers/postgres"
  amqp_url=$("$local_scripts/broker.sh" env "$servers/broker")
  eval "${amqp_url/AMQP_URL/TEST_AMQP_URL}"
  store_url=$("$local_scripts/postgres.sh" env "$servers/postgres")
  eval "${store_url/STORE_URL/TEST_POSTGRES_URL}"
  TEST_BROKER_VERSION=$("$local_scripts/broker.sh" version "$servers/broker")
  export TEST_BROKER_VERSION TEST_BROKER_DIR=$servers/broker TEST_POSTGRES_DIR=$servers/postgres
  export QABYLDAU_BIN=$checkout/.build/debug TEST_WIRE_DIR=$dir/wire
  note "RabbitMQ $TEST_BROKER_VERSION"
  # Tests that need a cluster have a command of their own, deploy/local/test-faults.sh.
  run_tests "$servers/output.txt" --skip ClusterTests "$@"
}

beside=0
end_tests() {
  end_session "$2" 20
  if ((beside)); then end_session "$beside" 20; fi
  # From many thousand lines of output, prints the lines that somebody looks for first.
  [[ $1 == 0 ]] || grep -h '^✘' "$dir"/{all,workers,others}/output.txt 2>/dev/null | tail -n 40
  [[ $1 == 0 ]] && outcome="passed" || outcome="FAILED (exit code $1)"
  step "Tests with RabbitMQ $BROKER $outcome, in $SECONDS s with the build; the brokers and PostgreSQL have ended"
}

# Runs all tests in two parts.
run_both_parts() {
  local status=0
  step "Tests of the running workers, beside all other tests, whose output follows"
  mkdir -p "$dir/others"
  setsid "${BASH_SOURCE[0]}" part others --skip '^WorkerTests\.' >"$dir/others/shown.txt" 2>&1 &
  beside=$!
  in_session "${BASH_SOURCE[0]}" part workers --filter '^WorkerTests\.' || status=$?
  step "All other tests"
  wait "$beside" || status=$?
  cat "$dir/others/shown.txt"
  return "$status"
}

if [[ ${1:-} == part ]]; then
  # The script has called itself for a part, and holds the place already.
  part=$2
  run_part "${@:3}"
else
  hold_place "$dir/running" "make test"
  on_leaving end_tests
  # An earlier run that was killed may have left these.
  for part in all workers others; do end_servers "$part"; done
  rm -rf "$dir"/{all,workers,others,wire}

  step "Debian packages"
  "$local_scripts/dependencies.sh"

  step "Building"
  in_session swift build --package-path "$checkout" --build-tests

  if (($#)); then
    step "Tests"
    in_session "${BASH_SOURCE[0]}" part all "$@"
  else
    run_both_parts
  fi
fi
