#!/usr/bin/env bash
# A private single-node RabbitMQ on free loopback ports, for trying and testing. It never touches the system's own
# broker or Erlang's usual port mapper, and writes only into DIR.
#
#   broker.sh start DIR      start it and wait until it answers; a second start keeps ports and data
#   broker.sh stop DIR       end it and its port mapper in order
#   broker.sh kill DIR       end it at once, as a power cut would
#   broker.sh env DIR        print `export AMQP_URL=…`, for eval
#   broker.sh pid DIR        print the process id of the node, e.g. to stop or kill it
#   broker.sh version DIR    print its version, such as 3.10.8
#   broker.sh ctl DIR WORD…  rabbitmqctl, talking to it
#
# BROKER in the environment of the first start is the version: 3.10 (the installed one, the default), 4.0 or 4.3. The
# folder remembers it. debian-root.sh fetches 4.0 and 4.3, and needs root for that.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$local_scripts/rabbitmq.sh"

usage() {
  sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 64
}

(($# >= 2)) || usage
command=$1
enter_folder "$command" "$2"
take_version "$command"
shift 2

take_ports() {
  epmd_port=${ports[2]}
  take_node qabyldau "$dir" "${ports[0]}" "${ports[1]}"
}

needs_ports() {
  known_ports || fail "no broker was started in $dir."
  take_ports
}

start() {
  find_scripts
  if recorded "$dir/node.pid" >/dev/null; then
    needs_ports
    answers_amqp || fail "a broker runs in $dir but does not answer; stop it first."
    note "The broker already runs on 127.0.0.1:$amqp_port."
    return
  fi
  end_all 0
  choose_ports 3
  take_ports
  write_node_files
  printf 'AMQP_URL=amqp://guest:guest@127.0.0.1:%s/\n' "$amqp_port" >"$dir/env"
  on_leaving end_unless_started
  launch_epmd "$dir"
  launch_node
  await_node
  started=yes
}

# end_all SECONDS: ends the node, which may take that long to end in order, then its port mapper.
end_all() {
  end_recorded "$dir" node "$1"
  end_recorded "$dir" epmd 2
  rm -f "$dir/beam.pid"
}

case $command in
  start) start ;;
  stop) end_all "$stop_seconds" ;;
  kill) end_all 0 ;;
  env) needs_ports && printf "export AMQP_URL='amqp://guest:guest@127.0.0.1:%s/'\n" "$amqp_port" ;;
  pid) needs_ports && node_pid ;;
  version) find_scripts && printf '%s\n' "$exact_version" ;;
  ctl) needs_ports && find_scripts && "${node[@]}" "$scripts/rabbitmqctl" "$@" ;;
  *) usage ;;
esac
