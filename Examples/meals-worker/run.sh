#!/usr/bin/env bash
# Builds the meals worker, tests it in memory, and runs it as its own user of a private RabbitMQ; everything that it
# starts is ended. `make example-worker` calls it.
#
#   Examples/meals-worker/run.sh
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../../deploy/local/common.sh
source "$here/../../deploy/local/common.sh"
needs_swift
dir=$checkout/.local/meals-worker
mapfile -t build < <(example_build "$here")
mkdir -p "$dir"
hold_place "$dir/running" "make example-worker"

end_all() {
  local pid
  if pid=$(recorded "$dir/MealsWorker.pid"); then end_session "$pid" 5; fi
  end_session "$2" 5
  "$local_scripts/broker.sh" kill "$dir/broker"
}
on_leaving end_all
"$local_scripts/broker.sh" kill "$dir/broker" 2>/dev/null || true
rm -rf "$dir/broker" "$dir"/store.sqlite*

step "Debian packages"
"$local_scripts/dependencies.sh"

step "Building the worker and its tests"
# With the same versions of the dependencies as the checkout.
cp "$checkout/Package.resolved" "$here/"
in_session swift build "${build[@]}" --build-tests
program=$checkout/.build/debug/MealsWorker

step "A private broker, the queues, and the worker's user"
in_session "$local_scripts/broker.sh" start "$dir/broker"
eval "$("$local_scripts/broker.sh" env "$dir/broker")"
export AMQP_URL
# A broker that the three workers use has the exchange `admission` already; this one is new.
"$checkout/.build/debug/admissionctl" topology apply
"$program" declare
"$here/deploy/rights.sh" "$local_scripts/broker.sh" ctl "$dir/broker"

step "The worker"
read -r port < <(free_ports 1)
AMQP_URL=${AMQP_URL/guest:guest/meals:meals} STORE_URL=sqlite://$dir/store.sqlite HEALTH_PORT=$port \
  setsid "$program" </dev/null >"$dir/worker.log" 2>&1 &
record "$dir/MealsWorker.pid" "$!"
for _ in {1..300}; do
  if http_answers_ok "$port" /ready; then break; fi
  recorded "$dir/MealsWorker.pid" >/dev/null || break
  sleep 0.1
done
http_answers_ok "$port" /ready || { tail_of "$dir/worker.log"; fail "the worker is not ready."; }
note "It is ready: http://127.0.0.1:$port/ready"

step "Its tests, in memory and on RabbitMQ"
in_session swift test "${build[@]}" --skip-build --disable-xctest

step "Its metrics, and its end"
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
metrics=$(cat <&3)
exec 3<&- 3>&-
grep -E '^qabyldau_deliveries_total\{.*(completed|parked)' <<<"$metrics" || fail "the metrics count no deliveries."
! grep -E '^qabyldau_topology_missing\{.* 1(\.0)?$' <<<"$metrics" || fail "a queue is missing."
pid=$(recorded "$dir/MealsWorker.pid")
kill -TERM "$pid"
status=0
wait "$pid" || status=$?
[[ $status == 0 ]] || { tail_of "$dir/worker.log"; fail "the worker ended with status $status."; }
note "It drained, and ended with status 0."
