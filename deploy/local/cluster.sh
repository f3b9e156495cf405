#!/usr/bin/env bash
# A private RabbitMQ cluster of three nodes on free loopback ports, for tests of faults; like broker.sh it touches nothing
# of the system's. Everything it writes is in DIR, the files of node N in DIR/N.
#
#   cluster.sh start DIR         start those nodes that do not run and wait until all three are one cluster; started
#                                again it keeps its ports and its data
#   cluster.sh stop DIR          end it in order, and its port mapper
#   cluster.sh kill DIR          end it at once, as a power cut would
#   cluster.sh env DIR           print `export AMQP_URL=…` with the three addresses, for eval
#   cluster.sh pid DIR N         print the process id of node N, 1 to 3, for those who want to stop or kill it
#   cluster.sh ctl DIR N WORD…   rabbitmqctl, talking to node N
#
# BROKER in the environment of the first start is the version, 3.10 (the machine's own, the default), 4.0 or 4.3; the
# folder keeps it. The others are fetched by debian-root.sh and need root.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$local_scripts/rabbitmq.sh"

nodes=(1 2 3)
# What the nodes may take to find each other once they answer.
join_seconds=60

usage() {
  sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 64
}

(($# >= 2)) || usage
command=$1
enter_folder "$command" "$2"
take_version "$command"
shift 2

# take N: the functions of rabbitmq.sh are about node N from here on.
take() {
  [[ ${1:-} == [123] ]] || usage
  epmd_port=${ports[0]}
  take_node "qabyldau$1" "$dir/$1" "${ports[$1]}" "${ports[$1 + ${#nodes[@]}]}"
}

needs_ports() { known_ports || fail "no cluster was started in $dir."; }

# The nodes have the configuration of a cluster in service, but for their names and what is a machine's own.
write_files() {
  local each
  for each in "${nodes[@]}"; do
    take "$each"
    write_node_files
    sed -E 's/rabbit@rabbitmq-([1-3])/qabyldau\1@localhost/; /^(listeners|vm_memory|disk_free|log)/d' \
      "$checkout/deploy/rabbitmq/rabbitmq.conf" >>"$node_dir/rabbitmq.conf"
  done
}

some_node_runs() {
  local each
  for each in "${nodes[@]}"; do
    if recorded "$dir/$each/node.pid" >/dev/null; then return; fi
  done
  return 1
}

start() {
  local each
  find_scripts
  on_leaving end_unless_started
  if some_node_runs; then
    needs_ports
  else
    end_all 0
    choose_ports 7
    write_files
    launch_epmd
  fi
  for each in "${nodes[@]}"; do
    take "$each"
    node_runs || launch_node
  done
  for each in "${nodes[@]}"; do
    take "$each"
    await_node
  done
  "${node[@]}" "$scripts/rabbitmqctl" --quiet await_online_nodes "${#nodes[@]}" --timeout "$join_seconds" ||
    failed "The three nodes did not become one cluster within $join_seconds s."
  started=yes
}

# end_all SECONDS: the nodes, each given that long to end in order, then their port mapper.
end_all() {
  local each ending=()
  for each in "${nodes[@]}"; do
    end_recorded "$dir/$each" node "$1" &
    ending+=("$!")
  done
  for each in "${ending[@]}"; do wait "$each" || fail "not every node could be ended."; done
  end_recorded "$dir" epmd 2
}

print_urls() {
  local each urls=
  for each in "${nodes[@]}"; do urls+=",amqp://guest:guest@127.0.0.1:${ports[$each]}/?heartbeat=4"; done
  printf "export AMQP_URL='%s'\n" "${urls#,}"
}

case $command in
  start) start ;;
  stop) end_all "$stop_seconds" ;;
  kill) end_all 0 ;;
  env) needs_ports && print_urls ;;
  pid) needs_ports && take "${1:-}" && node_pid ;;
  ctl) needs_ports && take "${1:-}" && find_scripts && "${node[@]}" "$scripts/rabbitmqctl" "${@:2}" ;;
  *) usage ;;
esac
