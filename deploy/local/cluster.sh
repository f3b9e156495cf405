#!/usr/bin/env bash
# A private RabbitMQ cluster of three nodes, each in a network namespace of its own, for tests of faults. Like broker.sh
# it touches nothing of the system's. A bridge connects the nodes, so run it in a network namespace that is not the
# machine's: put `unshare --net` before the command that uses it, as test-faults.sh does. It writes only into DIR; the
# files of node N are in DIR/N.
#
#   cluster.sh start DIR         start the nodes that do not run and wait until all three are one cluster; a second
#                                start keeps the data
#   cluster.sh stop DIR          end it in order, with its port mappers and namespaces
#   cluster.sh kill DIR          end it at once, as a power cut would
#   cluster.sh env DIR           print `export AMQP_URL=…` with the three addresses, for eval
#   cluster.sh pid DIR N         print the process id of node N, 1 to 3, e.g. to stop or kill it
#   cluster.sh ctl DIR N WORD…   rabbitmqctl, talking to node N
#   cluster.sh cut DIR N         drop every packet between node N and the two others; clients still reach all three
#   cluster.sh heal DIR          undo all cuts
#
# BROKER in the environment of the first start is the version: 3.10 (the installed one, the default), 4.0 or 4.3. The
# folder remembers it. debian-root.sh fetches 4.0 and 4.3, and needs root for that.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$local_scripts/rabbitmq.sh"

nodes=(1 2 3)
# The longest time that nodes which answer may take to find each other.
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

# No other programs are in these namespaces, so the nodes use the usual ports, and the addresses 10.77.0.11 to .13.
bridge=qabyldau
epmd_port=4369

# take N: makes the functions of rabbitmq.sh work on node N from here on.
take() {
  local holder
  [[ ${1:-} == [123] ]] || usage
  host=node$1 address=10.77.0.1$1 network=()
  if holder=$(recorded "$dir/$1/network.pid"); then
    # The nodes know each other by name, through a hosts file that only they see.
    # shellcheck disable=SC2016
    network=(
      env "$mark" nsenter --net="/proc/$holder/ns/net" unshare --mount --propagation private
      bash -c 'mount --bind "$1" "$2" && exec "${@:3}"' _ "$dir/hosts" "$root/etc/hosts")
  fi
  take_node "qabyldau$1" "$dir/$1" 5672 25672
}

needs_cluster() { [[ -e $dir/hosts ]] || fail "no cluster was started in $dir."; }

# --- The network -----------------------------------------------------------------------------------------------------
# A namespace lives as long as a process in it; here one that only sleeps. So nothing is left behind, however this
# script ends.

needs_network() {
  ((EUID == 0)) || fail "a cluster that can be cut in two needs network namespaces, which only root may make; run it as root."
  command -v ip >/dev/null || fail "ip is missing; apt-get install iproute2 brings it."
  [[ $(readlink /proc/self/ns/net) != $(readlink /proc/1/ns/net) ]] ||
    fail "the cluster makes a bridge, and not in this machine's own network: put unshare --net before the command."
}

make_bridge() {
  local each
  ip link set lo up
  ip link show "$bridge" >/dev/null 2>&1 || ip link add "$bridge" type bridge ||
    fail "no bridge can be made here, so there is no cluster that can be cut in two."
  ip address replace 10.77.0.1/24 dev "$bridge"
  ip link set "$bridge" up
  printf '127.0.0.1 localhost\n' >"$dir/hosts"
  for each in "${nodes[@]}"; do printf '10.77.0.1%s node%s\n' "$each" "$each" >>"$dir/hosts"; done
}

# make_network N: creates the node's namespace, with one end of a cable; the other end is at the bridge.
make_network() {
  local holder ours theirs
  mkdir -p "$dir/$1/log"
  take "$1"
  launch "$dir/$1" network unshare --net sleep infinity
  holder=$(recorded "$dir/$1/network.pid")
  ours=$(readlink /proc/self/ns/net)
  until theirs=$(readlink "/proc/$holder/ns/net") && [[ $theirs != "$ours" ]]; do
    recorded "$dir/$1/network.pid" >/dev/null || fail "no network namespace can be made here, so there is no cluster that can be cut in two."
    sleep 0.05
  done
  # The kernel removes the cable of an ended namespace only after some time.
  ip link delete "cable$1" 2>/dev/null || true
  ip link add "cable$1" type veth peer name inside netns "$holder"
  ip link set "cable$1" master "$bridge" up
  in_network "$1" link set lo up
  in_network "$1" address add "10.77.0.1$1/24" dev inside
  in_network "$1" link set inside up
}

# in_network N WORD…: runs ip in the namespace of node N.
in_network() {
  local holder
  holder=$(recorded "$dir/$1/network.pid") || fail "the network of node $1 is gone."
  nsenter --net="/proc/$holder/ns/net" ip "${@:2}"
}

# vanish N M: makes packets from N to M vanish, by sending them to a station that does not exist: no refusal, no reset,
# silence.
vanish() { in_network "$1" neigh replace "10.77.0.1$2" lladdr 02:00:00:00:00:01 dev inside nud permanent; }

cut() {
  local each
  for each in "${nodes[@]}"; do
    [[ $each != "$1" ]] || continue
    vanish "$1" "$each"
    vanish "$each" "$1"
  done
}

heal() {
  local each
  for each in "${nodes[@]}"; do in_network "$each" neigh flush nud permanent dev inside; done
}

# --- The nodes -------------------------------------------------------------------------------------------------------

# The nodes have the configuration of a production cluster, except for names and settings that depend on the machine.
write_files() {
  local each
  for each in "${nodes[@]}"; do
    take "$each"
    write_node_files
    sed -E 's/rabbit@rabbitmq-([1-3])/qabyldau\1@node\1/; s/^(loopback_users.guest).*/\1 = false/
      /^(listeners|vm_memory|disk_free|log)/d' "$checkout/deploy/rabbitmq/rabbitmq.conf" >>"$node_dir/rabbitmq.conf"
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
  needs_network
  find_scripts
  on_leaving end_unless_started
  if ! some_node_runs; then
    end_all 0
    make_bridge
    for each in "${nodes[@]}"; do make_network "$each"; done
    write_files
    for each in "${nodes[@]}"; do
      take "$each"
      launch_epmd "$node_dir"
    done
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

# end_all SECONDS: ends the nodes, each of which may take that long to end in order, then their port mappers.
end_all() {
  local each ending=()
  for each in "${nodes[@]}"; do
    end_recorded "$dir/$each" node "$1" &
    ending+=("$!")
  done
  for each in "${ending[@]}"; do wait "$each" || fail "not every node could be ended."; done
  for each in "${nodes[@]}"; do
    end_recorded "$dir/$each" epmd 2
    end_recorded "$dir/$each" network 0
  done
}

print_urls() {
  local each urls=
  for each in "${nodes[@]}"; do urls+=",amqp://guest:guest@10.77.0.1$each:5672/?heartbeat=4"; done
  printf "export AMQP_URL='%s'\n" "${urls#,}"
}

case $command in
  start) start ;;
  stop) end_all "$stop_seconds" ;;
  kill) end_all 0 ;;
  cut) needs_cluster && take "${1:-}" && cut "$1" ;;
  heal) needs_cluster && heal ;;
  env) needs_cluster && print_urls ;;
  pid) needs_cluster && take "${1:-}" && node_pid ;;
  ctl) needs_cluster && take "${1:-}" && find_scripts && "${node[@]}" "$scripts/rabbitmqctl" "${@:2}" ;;
  *) usage ;;
esac
