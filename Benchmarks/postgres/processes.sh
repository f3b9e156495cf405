#!/usr/bin/env bash
# Runs one and four processes on one private PostgreSQL, each with batches of different families, and prints the rate,
# the CPU time of clients and server for each application, and how often a process was seen waiting for a lock.
#
#   Benchmarks/postgres/processes.sh DIR [SCHOOLS]     SCHOOLS for each process, 500 by default
#
# BIN is the folder of PostgresBenchmark and admissionctl. SHARED=1 lets all processes have the same schools, whose
# arrival numbers they then wait for in turn; otherwise each has its own.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
source "$here/common.sh"

dir=${1:?say in which folder}
schools=${2:-500}
batches=${BATCHES:-60}
start_server "$dir"
for processes in 1 4 1 4; do
  name=processes_$RANDOM$RANDOM
  psql_in postgres "CREATE DATABASE $name" >/dev/null
  STORE_URL=$(url_of "$name") "$bin/admissionctl" store migrate >/dev/null
  before=$(server_ticks)
  wal=$(psql_in postgres "SELECT pg_current_wal_lsn() - '0/0'")
  workers=()
  for ((process = 0; process < processes; process++)); do
    first=$((1000000000 + process * 20000000))
    SCHOOL_OFFSET=$([[ ${SHARED:-} ]] && echo 0 || echo $((process * schools))) \
      "$bin/PostgresBenchmark" "$(url_of "$name")" intake $((batches / processes)) 200 "$first" "$schools" 1 \
      >"$dir/process.$process" &
    workers+=($!)
  done
  samples=0
  while kill -0 "${workers[@]}" 2>/dev/null; do
    samples=$((samples + 1))
    # A wait `extend` is not for data: two processes append to one file.
    psql_in postgres "SELECT wait_event FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = '$name'"
    sleep 0.1
  done >"$dir/waits"
  waits=$(sort "$dir/waits" | uniq -c | tr -s '\n ' ' ')
  wait "${workers[@]}"
  after=$(server_ticks)
  applications=$(((batches / processes + 8) * processes * 200))
  printf '%s processes: server_us %s (with the first batches), wal_bytes %s; lock waits in %s samples: %s\n' "$processes" \
    $(((after - before) * 10000 / applications)) \
    $(($(psql_in postgres "SELECT pg_current_wal_lsn() - '0/0'") / applications - wal / applications)) "$samples" "${waits:- none}"
  cat "$dir"/process.[0-9]
  rm "$dir"/process.[0-9]
  psql_in "$name" "SELECT 'deadlocks ' || deadlocks || ', undone ' || xact_rollback FROM pg_stat_database WHERE datname = '$name'"
  psql_in postgres "DROP DATABASE $name" >/dev/null
done
