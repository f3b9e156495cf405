#!/usr/bin/env bash
# A private single-node RabbitMQ on free loopback ports, for trying and testing; the system's own broker and Erlang's
# usual port mapper are never touched. Everything it writes is in DIR.
#
#   broker.sh start DIR      start it and wait until it answers; started again it keeps its ports and its data
#   broker.sh stop DIR       end it in order, and its port mapper
#   broker.sh kill DIR       end it at once, as a power cut would
#   broker.sh env DIR        print `export AMQP_URL=…`, for eval
#   broker.sh pid DIR        print the process id of the node, for those who want to stop or kill it
#   broker.sh ctl DIR WORD…  rabbitmqctl, talking to it
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

start_seconds=60
stop_seconds=30

usage() {
  sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 64
}

(($# >= 2)) || usage
command=$1
[[ $command == start ]] && mkdir -p "$2"
[[ -d $2 ]] || fail "there is no folder $2; was a broker started there?"
dir=$(cd "$2" && pwd -P)
shift 2

# Its environment holds this line, by which a later `stop` knows its processes.
mark="HOME=$dir"

# The wrappers in /usr/sbin change to the user rabbitmq; these are the scripts that they call.
find_scripts() {
  local found=(/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin)
  [[ -x ${found[-1]}/rabbitmq-server ]] || fail "RabbitMQ is not installed; deploy/local/dependencies.sh installs it."
  scripts=${found[-1]}
}

# An environment that holds nothing but what is the node's own, to put before a command.
set_environment() {
  node=(
    env --ignore-environment
    PATH="$PATH" LANG=C.UTF-8 "$mark"
    ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT="$epmd_port" ERL_FLAGS="-start_epmd false"
    RABBITMQ_NODENAME=qabyldau@localhost RABBITMQ_DIST_PORT="$node_port"
    RABBITMQ_MNESIA_BASE="$dir/data" RABBITMQ_LOG_BASE="$dir/log" RABBITMQ_PID_FILE="$dir/beam.pid"
    RABBITMQ_CONFIG_FILE="$dir/rabbitmq.conf" RABBITMQ_ENABLED_PLUGINS_FILE="$dir/enabled_plugins"
    RABBITMQ_CONF_ENV_FILE=/dev/null
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}"
    RABBITMQ_CTL_DIST_PORT_MIN=0 RABBITMQ_CTL_DIST_PORT_MAX=0
    RABBITMQ_CTL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}"
  )
}

# Those of the last time where they are still free, so that a restarted broker is found where it was.
choose_ports() {
  if { read -r amqp_port node_port epmd_port <"$dir/ports"; } 2>/dev/null &&
    ports_are_free "$amqp_port" "$node_port" "$epmd_port"; then
    return
  fi
  read -r amqp_port node_port epmd_port < <(free_ports 3)
  printf '%s %s %s\n' "$amqp_port" "$node_port" "$epmd_port" >"$dir/ports"
}

write_files() {
  mkdir -p "$dir/data" "$dir/log"
  if [[ ! -e $dir/.erlang.cookie ]]; then
    (umask 077 && head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' >"$dir/.erlang.cookie")
    chmod 400 "$dir/.erlang.cookie"
  fi
  printf '[].\n' >"$dir/enabled_plugins"
  cat >"$dir/rabbitmq.conf" <<CONF
listeners.tcp.default = 127.0.0.1:$amqp_port
log.console = false
log.file.level = info
vm_memory_high_watermark.absolute = 512MB
disk_free_limit.absolute = 100MB
raft.wal_max_size_bytes = 67108864
CONF
  printf 'AMQP_URL=amqp://guest:guest@127.0.0.1:%s/\n' "$amqp_port" >"$dir/env"
}

# A listening port is not enough: the node has to answer the protocol's greeting with a method frame.
answers_amqp() {
  (
    local first
    exec 3<>"/dev/tcp/127.0.0.1/$amqp_port" || exit 1
    printf 'AMQP\x00\x00\x09\x01' >&3
    read -r -t 2 -N 1 first <&3 && [[ $first == $'\x01' ]]
  ) 2>/dev/null
}

# launch FILE COMMAND...: in a session of its own, recorded in FILE.
launch() {
  setsid "${node[@]}" "${@:2}" </dev/null >>"$dir/log/start.log" 2>&1 &
  record "$1" "$!"
  disown
}

is_started() { recorded "$dir/node.pid" >/dev/null; }

start() {
  find_scripts
  if is_started; then
    read -r amqp_port node_port epmd_port <"$dir/ports"
    answers_amqp || fail "a broker runs in $dir but does not answer; stop it first."
    note "The broker already runs on 127.0.0.1:$amqp_port."
    return
  fi
  end_all 0
  choose_ports
  write_files
  on_leaving end_unless_started
  set_environment
  local deadline=$((SECONDS + start_seconds))
  launch "$dir/epmd.pid" epmd -port "$epmd_port" -address 127.0.0.1
  while ports_are_free "$epmd_port"; do
    ((SECONDS < deadline)) && recorded "$dir/epmd.pid" >/dev/null || failed "Erlang's port mapper did not start."
    sleep 0.1
  done
  launch "$dir/node.pid" "$scripts/rabbitmq-server"
  until answers_amqp; do
    is_started || failed "The broker ended while it started."
    ((SECONDS < deadline)) || failed "The broker did not answer within $start_seconds s."
    sleep 0.2
  done
  started=yes
  note "The broker answers on 127.0.0.1:$amqp_port."
}

failed() {
  tail_of "$dir/log/start.log"
  tail_of "$dir/log/qabyldau@localhost.log"
  fail "$1"
}

started=no
end_unless_started() {
  [[ $started == yes ]] && return
  end_all 0
  end_session "$2" 0 "$mark"
}

# end_all SECONDS: the node, given that long to end in order, then its port mapper.
end_all() {
  local file pid seconds=$1
  for file in "$dir/node.pid" "$dir/epmd.pid"; do
    { read -r pid _ <"$file"; } 2>/dev/null || continue
    end_session "$pid" "$seconds" "$mark" || fail "process $pid of the broker in $dir could not be ended."
    rm -f "$file"
    seconds=2
  done
  rm -f "$dir/beam.pid"
}

needs_ports() { { read -r amqp_port node_port epmd_port <"$dir/ports"; } 2>/dev/null || fail "no broker was started in $dir."; }

case $command in
  start) start ;;
  stop) end_all "$stop_seconds" ;;
  kill) end_all 0 ;;
  env) needs_ports && printf "export AMQP_URL='amqp://guest:guest@127.0.0.1:%s/'\n" "$amqp_port" ;;
  pid) is_started && printf '%s\n' "$(<"$dir/beam.pid")" || fail "no broker runs in $dir." ;;
  ctl) needs_ports && find_scripts && set_environment && "${node[@]}" "$scripts/rabbitmqctl" "$@" ;;
  *) usage ;;
esac
