#!/usr/bin/env bash
# A private PostgreSQL server on a free loopback port, for trying and testing. It never touches the system's own
# clusters, and writes only into DIR. PostgreSQL refuses to run as root, so if root starts it, it runs as `postgres`.
#
#   postgres.sh start DIR       start it and wait until it answers; a second start keeps port and data
#   postgres.sh stop DIR        end it in order
#   postgres.sh kill DIR        end it at once, as a power cut would
#   postgres.sh env DIR         print `export STORE_URL=…`, for eval
#   postgres.sh pid DIR         print the process id of the server
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

start_seconds=180
stop_seconds=30

usage() {
  sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 64
}

(($# == 2)) || usage
command=$1
[[ $command == start ]] && mkdir -p "$2"
[[ -d $2 ]] || fail "there is no folder $2; was a server started there?"
dir=$(cd "$2" && pwd -P)
data=$dir/data

# An environment without the caller's PG* variables. Root's folders may be closed to other users, so the server keeps
# root's capability to pass through them.
server_user=()
((EUID)) || server_user=(
  setpriv --reuid=postgres --regid=postgres --init-groups --inh-caps=+dac_override --ambient-caps=+dac_override
)
as_server() { env --ignore-environment PATH="$PATH" LANG=C.UTF-8 "${server_user[@]}" "$@"; }

find_programs() {
  local found=(/usr/lib/postgresql/*/bin)
  programs=${found[-1]}
  [[ -x $programs/postgres ]] || fail "PostgreSQL is not installed; deploy/local/dependencies.sh installs it."
}

known_port() { { read -r port <"$dir/port"; } 2>/dev/null; }
needs_port() { known_port || fail "no server was started in $dir."; }

choose_port() {
  if known_port && ports_are_free "$port"; then return; fi
  port=$(free_ports 1)
  printf '%s\n' "$port" >"$dir/port"
}

url() { printf 'postgres://qabyldau:qabyldau@127.0.0.1:%s/qabyldau' "$port"; }

answers() { PGCONNECT_TIMEOUT=2 "$programs/psql" --no-psqlrc --quiet --command='SELECT 1' "$(url)" >/dev/null 2>&1; }

make_cluster() {
  [[ ! -e $data/PG_VERSION ]] || return 0
  rm -rf "$data"
  mkdir -p "$data"
  ((EUID)) || chown postgres: "$data"
  as_server "$programs/initdb" --pgdata="$data" --username=qabyldau --pwfile=<(echo qabyldau) \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 >"$dir/log/initdb.log" 2>&1 ||
    failed "PostgreSQL's folder could not be made."
}

start() {
  find_programs
  mkdir -p "$dir/log"
  if recorded "$dir/server.pid" >/dev/null; then
    needs_port
    answers || fail "a server runs in $dir but does not answer; stop it first."
    note "PostgreSQL already runs on 127.0.0.1:$port."
    return
  fi
  choose_port
  on_leaving end_unless_started
  make_cluster
  launch
  await_server
  started=yes
}

# Starts the server in a session of its own. It closes the caller's open files in the new process: a program that waits
# for the end of such a pipe or socket would otherwise wait until the server ends.
launch() {
  (
    for descriptor in /proc/self/fd/*; do
      descriptor=${descriptor##*/}
      ((descriptor <= 2)) || eval "exec $descriptor>&-"
    done
    exec setsid env --ignore-environment PATH="$PATH" LANG=C.UTF-8 "${server_user[@]}" "$programs/postgres" -D "$data" \
      -c listen_addresses=127.0.0.1 -c "port=$port" -c unix_socket_directories= -c recovery_init_sync_method=syncfs
  ) </dev/null >>"$dir/log/server.log" 2>&1 &
  record "$dir/server.pid" "$!"
  disown
}

await_server() {
  local deadline=$((SECONDS + start_seconds))
  until PGPASSWORD=qabyldau PGCONNECT_TIMEOUT=2 "$programs/psql" --no-psqlrc --quiet --host=127.0.0.1 --port="$port" \
    --username=qabyldau --command='SELECT 1' postgres >/dev/null 2>&1; do
    recorded "$dir/server.pid" >/dev/null || failed "PostgreSQL ended while it started."
    ((SECONDS < deadline)) || failed "PostgreSQL did not answer within $start_seconds s."
    sleep 0.2
  done
  answers || PGPASSWORD=qabyldau "$programs/createdb" --host=127.0.0.1 --port="$port" --username=qabyldau qabyldau
  note "PostgreSQL answers on 127.0.0.1:$port."
}

failed() {
  tail_of "$dir/log/initdb.log"
  tail_of "$dir/log/server.log"
  fail "$1"
}

# children_of PID: prints its child processes. Each backend has a session of its own, so backends must be found by their
# parent.
children_of() {
  local entry
  for entry in /proc/[0-9]*; do
    [[ $(stat_field "${entry#/proc/}" 1) != "$1" ]] || printf '%s\n' "${entry#/proc/}"
  done
}

# end SIGNAL SECONDS: asks the server to end, and kills it and its backends if it takes longer.
end() {
  local pid deadline=$((SECONDS + $2)) backends
  pid=$(recorded "$dir/server.pid") || {
    rm -f "$dir/server.pid"
    return 0
  }
  kill -"$1" "$pid" 2>/dev/null || true
  while is_running "$pid"; do
    if ((SECONDS >= deadline)); then
      mapfile -t backends < <(children_of "$pid")
      kill -KILL "$pid" "${backends[@]}" 2>/dev/null || true
    fi
    sleep 0.1
  done
  rm -f "$dir/server.pid"
}

started=no
end_unless_started() {
  [[ $started == yes ]] && return
  end QUIT 2
  end_session "$2" 0
}

case $command in
  start) start ;;
  # A "fast" shutdown: open transactions are rolled back, and all data is written.
  stop) end INT "$stop_seconds" ;;
  # An immediate end: nothing more is written, and the next start recovers.
  kill) end QUIT 5 ;;
  env) needs_port && printf "export STORE_URL='%s'\n" "$(url)" ;;
  pid) recorded "$dir/server.pid" || fail "no server runs in $dir." ;;
  *) usage ;;
esac
