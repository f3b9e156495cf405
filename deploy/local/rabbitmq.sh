# Functions that broker.sh and cluster.sh share: private RabbitMQ nodes on loopback, with a port mapper of their own. It
# is sourced after common.sh, never run. $dir is the folder of all nodes; epmd_port is the port of their port mapper.
# shellcheck shell=bash

# The longest time that a node and its port mapper may take to start, and a node to end in order.
start_seconds=60
# shellcheck disable=SC2034
stop_seconds=30

# enter_folder COMMAND DIR: sets dir; only `start` creates the folder.
enter_folder() {
  [[ $1 == start ]] && mkdir -p "$2"
  [[ -d $2 ]] || fail "there is no folder $2; was a broker started there?"
  dir=$(cd "$2" && pwd -P)
  # Every started process has this line in its environment, by which a later `stop` recognises it.
  mark="HOME=$dir"
}

# The version of Debian 12, whose nodes run like any other program. Other versions run in a Debian root folder of their
# own.
own_version=3.10

# take_version COMMAND: sets version, which BROKER chooses at the first start of the folder, and root, the Debian root
# folder in which that version runs; root is empty for the installed version.
take_version() {
  version=${BROKER:-$own_version}
  { read -r version <"$dir/version"; } 2>/dev/null || true
  [[ $1 != start || $version == "${BROKER:-$version}" ]] ||
    fail "the broker in $dir is a RabbitMQ $version, and BROKER is $BROKER; take another folder."
  root=
  # shellcheck disable=SC2154
  [[ $version == "$own_version" || ! $1 =~ ^(start|ctl|version)$ ]] || root=$("$local_scripts/debian-root.sh" make "$version")
  [[ $1 != start ]] || printf '%s\n' "$version" >"$dir/version"
}

# The wrappers in /usr/sbin change to the user rabbitmq; these are the scripts that they call.
find_scripts() {
  local found=("$root"/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin)
  [[ -x ${found[-1]}/rabbitmq-server ]] || fail "RabbitMQ is not installed; deploy/local/dependencies.sh installs it."
  scripts=${found[-1]#"$root"}
  exact_version=${scripts#*/rabbitmq_server-}
  exact_version=${exact_version%/sbin}
}

# take_node NAME FOLDER AMQP_PORT NODE_PORT: chooses the node that the functions below work on. If the node is not on
# loopback, set host and address before, and network to the words that run a command in its network.
host=localhost address=127.0.0.1 network=()
take_node() {
  node_name=$1@$host node_dir=$2 amqp_port=$3 node_port=$4
  local inside=() interface="-kernel inet_dist_use_interface {${address//./,}}"
  [[ -z $root ]] || inside=(env "$mark" "$local_scripts/debian-root.sh" enter "$root" "$dir")
  # A command prefix that sets an environment with only the node's own settings.
  node=(
    "${network[@]}" "${inside[@]}" env --ignore-environment
    PATH="$PATH" LANG=C.UTF-8 "$mark"
    ERL_EPMD_ADDRESS="$address" ERL_EPMD_PORT="$epmd_port" ERL_FLAGS="-start_epmd false"
    RABBITMQ_NODENAME="$node_name" RABBITMQ_DIST_PORT="$node_port"
    RABBITMQ_MNESIA_BASE="$node_dir/data" RABBITMQ_LOG_BASE="$node_dir/log" RABBITMQ_PID_FILE="$node_dir/beam.pid"
    RABBITMQ_CONFIG_FILE="$node_dir/rabbitmq.conf" RABBITMQ_ENABLED_PLUGINS_FILE="$node_dir/enabled_plugins"
    RABBITMQ_CONF_ENV_FILE=/dev/null
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="$interface"
    RABBITMQ_CTL_DIST_PORT_MIN=0 RABBITMQ_CTL_DIST_PORT_MAX=0
    RABBITMQ_CTL_ERL_ARGS="$interface"
  )
}

# choose_ports COUNT: sets ports. It takes those of the last time if they are still free, so that a restarted broker has
# the same address.
choose_ports() {
  if known_ports && ports_are_free "${ports[@]}"; then return; fi
  read -r -a ports < <(free_ports "$1")
  printf '%s\n' "${ports[*]}" >"$dir/ports"
}

known_ports() { { read -r -a ports <"$dir/ports"; } 2>/dev/null; }

# Before a node starts, its folder may contain two files: extra.conf, which is added to its configuration, and
# enabled_plugins.
write_node_files() {
  mkdir -p "$node_dir/data" "$node_dir/log"
  if [[ ! -e $dir/.erlang.cookie ]]; then
    (umask 077 && head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' >"$dir/.erlang.cookie")
    chmod 400 "$dir/.erlang.cookie"
  fi
  [[ -e $node_dir/enabled_plugins ]] || printf '[].\n' >"$node_dir/enabled_plugins"
  cat >"$node_dir/rabbitmq.conf" <<CONF
listeners.tcp.default = $address:$amqp_port
log.console = false
log.file.level = info
vm_memory_high_watermark.absolute = 512MB
disk_free_limit.absolute = 100MB
raft.wal_max_size_bytes = 67108864
CONF
  [[ ! -e $node_dir/extra.conf ]] || cat "$node_dir/extra.conf" >>"$node_dir/rabbitmq.conf"
}

# A listening port is not enough: the node must answer the protocol's greeting with a method frame.
answers_amqp() {
  (
    local first
    exec 3<>"/dev/tcp/$address/$amqp_port" || exit 1
    printf 'AMQP\x00\x00\x09\x01' >&3
    read -r -t 2 -N 1 first <&3 && [[ $first == $'\x01' ]]
  ) 2>/dev/null
}

# launch FOLDER NAME COMMAND...: starts it in a session of its own, recorded in FOLDER/NAME.pid. It closes the caller's
# open files in the new process: a program that waits for the end of such a pipe or socket would otherwise wait until
# the broker ends.
launch() {
  (
    for descriptor in /proc/self/fd/*; do
      descriptor=${descriptor##*/}
      ((descriptor <= 2)) || eval "exec $descriptor>&-"
    done
    exec setsid "${node[@]}" "${@:3}"
  ) </dev/null >>"$1/log/start.log" 2>&1 &
  record "$1/$2.pid" "$!"
  disown
}

# launch_epmd FOLDER: starts the port mapper in the environment of the chosen node, and waits until it listens.
launch_epmd() {
  local deadline=$((SECONDS + start_seconds))
  mkdir -p "$1/log"
  launch "$1" epmd epmd -port "$epmd_port" -address "$address"
  until "${node[@]}" epmd -port "$epmd_port" -names >/dev/null 2>&1; do
    ((SECONDS < deadline)) && recorded "$1/epmd.pid" >/dev/null || failed "Erlang's port mapper did not start."
    sleep 0.1
  done
}

launch_node() {
  rm -f "$node_dir/beam.pid"
  launch "$node_dir" node "$scripts/rabbitmq-server"
}

await_node() {
  local deadline=$((SECONDS + start_seconds))
  until answers_amqp; do
    node_runs || failed "The broker ended while it started."
    ((SECONDS < deadline)) || failed "The broker did not answer within $start_seconds s."
    sleep 0.2
  done
  note "RabbitMQ $exact_version answers on $address:$amqp_port."
}

node_runs() { recorded "$node_dir/node.pid" >/dev/null; }

# Prints the process id of the Erlang virtual machine, e.g. to stop or kill it.
node_pid() { node_runs && cat "$node_dir/beam.pid" 2>/dev/null || fail "no broker runs in $node_dir."; }

failed() {
  tail_of "$node_dir/log/start.log"
  tail_of "$node_dir/log/$node_name.log"
  fail "$1"
}

# end_recorded FOLDER NAME SECONDS: ends the process that launch recorded there; it may take that long to end in order.
end_recorded() {
  local pid
  { read -r pid _ <"$1/$2.pid"; } 2>/dev/null || return 0
  end_session "$pid" "$3" "$mark" || fail "process $pid of the broker in $1 could not be ended."
  rm -f "$1/$2.pid"
}

# Unless `started` is yes, everything that a start has launched is ended when the script ends.
started=no
end_unless_started() {
  [[ $started == yes ]] && return
  end_all 0
  end_session "$2" 0 "$mark"
}
