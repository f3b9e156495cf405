#!/usr/bin/env bash
# Runs the whole system on this machine: a private broker, the three workers, the board and sample data.
#
#   system.sh up          start the sandbox (docs/sandbox.md) and leave it running, in .local/system
#   system.sh down        end everything that `up` started
#   system.sh demo        start three workers and the board in .local/demo, publish the sample applications, show the answers, end all
#   system.sh start DIR   start the same in DIR and leave it running; `system.sh end DIR` ends it at once
#   system.sh sandbox DIR start in DIR what `up` starts and leave it running; `system.sh end DIR` ends it at once
#
# STORE=postgres in the environment puts the store into a private PostgreSQL instead of an SQLite file; BUILT=yes says
# that the programs are built already. For `up` and `sandbox`, AT sets the time at which the sandbox's clock starts, and
# PORTAL_URL the portal that gets the entries of the service history.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

store=${STORE:-sqlite}
ready_seconds=30
answer_seconds=60
board=AdmissionBoard
binaries=$checkout/.build/debug

usage() {
  sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 64
}

# --- Starting ------------------------------------------------------------------------------------------------------

# start_ground DIR: starts what workers need: a broker and a store, and builds the programs. DIR is emptied first.
start_ground() {
  local dir=$1

  step "Debian packages"
  "$local_scripts/dependencies.sh"

  step "A private broker"
  find "$dir" -mindepth 1 -maxdepth 1 ! -name 'running*' -exec rm -rf {} +
  mkdir -p "$dir/log" "$dir/broker"
  add_management "$dir"
  in_session "$local_scripts/broker.sh" start "$dir/broker"
  if [[ $store == postgres ]]; then
    step "A private PostgreSQL"
    in_session "$local_scripts/postgres.sh" start "$dir/postgres"
  fi

  [[ ${BUILT:-} != yes ]] || return 0
  step "Building (the first time takes some minutes)"
  in_session swift build --package-path "$checkout"
}

# start_system DIR: starts everything, until the three workers are ready.
start_system() {
  local dir=$1
  start_ground "$dir"

  step "Queues and sample data"
  write_environment "$dir"
  # shellcheck source=/dev/null
  source "$dir/env"
  in_session "$binaries/admissionctl" topology apply
  in_session "$binaries/admissionctl" store migrate
  in_session "$binaries/admissionctl" sample --output "$dir/samples"
  add_keys "$dir"
  # shellcheck source=/dev/null
  source "$dir/env"

  step "Workers and board"
  start_workers "$dir"
  start_board "$dir"
}

# add_management DIR: enables RabbitMQ's management API, from which the board knows how many deliveries are in hand and
# how fast messages are handled.
add_management() {
  local port
  port=$(free_ports 1)
  printf '[rabbitmq_management].\n' >"$1/broker/enabled_plugins"
  printf 'management.tcp.ip = 127.0.0.1\nmanagement.tcp.port = %s\n' "$port" >"$1/broker/extra.conf"
  printf '%s\n' "$port" >"$1/broker/management-port"
}

# write_environment DIR: writes the settings of workers and CLI into a file to source.
write_environment() {
  local dir=$1 samples=$1/samples
  {
    "$local_scripts/broker.sh" env "$dir/broker"
    if [[ $store == postgres ]]; then
      "$local_scripts/postgres.sh" env "$dir/postgres"
    else
      setting STORE_URL "sqlite://$(url_path "$dir/store.sqlite")"
    fi
    setting RABBITMQ_MANAGEMENT_URL "http://127.0.0.1:$(cat "$dir/broker/management-port")"
    setting DOCUMENTS_URL "file://$(url_path "$samples/documents")"
    setting REGISTERS_URL "file://$(url_path "$samples/registers.json")"
    setting SCHOOLS_FILE "$samples/schools.csv"
    setting DRAIN_SECONDS 10
    # The sample families applied on a day in the past, so every answer would be late at once.
    setting DEADLINE_CHECK_SECONDS 3600
    setting LOG_FORMAT text
    setting LOG_LEVEL info
  } >"$dir/env"
}

# add_keys DIR: adds the keys that verify the samples' signatures, if the samples have them.
add_keys() {
  local dir=$1 samples=$1/samples
  {
    [[ ! -e $samples/sms-attestation-keys.pem ]] || setting SMS_ATTESTATION_KEYS "$samples/sms-attestation-keys.pem"
    [[ ! -e $samples/eds-trust-roots.pem ]] || setting EDS_TRUST_ROOTS "$samples/eds-trust-roots.pem"
    [[ ! -e $samples/eds-crls.pem ]] || setting EDS_CRLS "$samples/eds-crls.pem"
  } >>"$dir/env"
}

# url_path PATH: prints the path, percent-encoded where a URL needs it.
url_path() {
  local LC_ALL=C index character
  for ((index = 0; index < ${#1}; index++)); do
    character=${1:index:1}
    case $character in
      [A-Za-z0-9/._~-]) printf '%s' "$character" ;;
      *) printf '%%%02X' "'$character" ;;
    esac
  done
}

setting() { printf 'export %s=%q\n' "$1" "$2"; }

# start_workers DIR: starts each worker in a session of its own, then waits until all of them consume.
start_workers() {
  local dir=$1 ports worker index
  read -r -a ports < <(free_ports "${#all_workers[@]}")
  printf '%s\n' "${ports[*]}" >"$dir/worker-ports"
  for index in "${!all_workers[@]}"; do
    worker=${all_workers[$index]}
    HEALTH_PORT=${ports[$index]} setsid "$binaries/$worker" </dev/null >"$dir/log/$worker.log" 2>&1 &
    record "$dir/$worker.pid" "$!"
    disown
  done
  for index in "${!all_workers[@]}"; do
    await_ready "$dir" "${all_workers[$index]}" "${ports[$index]}"
  done
}

# start_board DIR: starts the board with one made-up user, who gets a new random password.
start_board() {
  local dir=$1 ports port=8090 addresses
  ports_are_free "$port" || port=$(free_ports 1)
  read -r -a ports <"$dir/worker-ports"
  addresses=$(paste -d= <(sed -e '/^#/d' -e 's/ .*//' "$checkout/deploy/workers.txt") \
    <(printf 'http://127.0.0.1:%s\n' "${ports[@]}") | paste -sd,)
  {
    setting BOARD_PORT "$port"
    setting BOARD_WORKERS "$addresses"
  } >>"$dir/env"
  # shellcheck source=/dev/null
  source "$dir/env"
  add_user "$dir"
  launch_board "$dir"
}

# add_user DIR: adds the user who may sign in to the board to the store of STORE_URL.
add_user() {
  (umask 077 && head -c 12 /dev/urandom | base64 | tr '+/' 'xy' >"$1/board-password")
  # The command does not run in a session of its own, because a process in the background cannot read its input.
  "$binaries/admissionctl" board user add demo --role operator <"$1/board-password" >/dev/null
}

# launch_board DIR: starts the board with its settings, and waits until it answers.
launch_board() {
  local dir=$1
  setsid "$binaries/$board" </dev/null >"$dir/log/$board.log" 2>&1 &
  record "$dir/$board.pid" "$!"
  disown
  await_ready "$dir" "$board" "$BOARD_PORT" /sign-in
}

board_hint() {
  local port
  [[ -e $1/board-password ]] || return 0
  # shellcheck disable=SC2016
  port=$(bash -c 'source "$1/env" && printf %s "$BOARD_PORT"' _ "$1")
  printf 'The board is at http://127.0.0.1:%s, for the user demo with the password %s\n' "$port" "$(cat "$1/board-password")"
}

# await_ready DIR PROGRAM PORT [PATH]
await_ready() {
  local dir=$1 worker=$2 port=$3 path=${4:-/ready} deadline=$((SECONDS + ready_seconds)) why=
  until http_answers_ok "$port" "$path"; do
    recorded "$dir/$worker.pid" >/dev/null || why="$worker ended while it started."
    ((SECONDS < deadline)) || why="$worker was not ready within $ready_seconds s."
    if [[ -n $why ]]; then
      tail_of "$dir/log/$worker.log"
      fail "$why"
    fi
    sleep 0.1
  done
  note "$worker is ready: http://127.0.0.1:$port$path, process $(recorded "$dir/$worker.pid")"
}

# start_sandbox DIR: starts the three workers in one process, with a made-up family for each situation; their folder is
# DIR/sandbox.
start_sandbox() {
  local dir=$1 port deadline=$((SECONDS + ready_seconds)) options=(--folder "$1/sandbox")
  eval "$("$local_scripts/broker.sh" env "$dir/broker")"
  [[ $store != postgres ]] || eval "$("$local_scripts/postgres.sh" env "$dir/postgres")"
  [[ $store != postgres ]] || options+=(--store-url "$STORE_URL")
  [[ -z ${AT:-} ]] || options+=(--at "$AT")
  [[ -z ${PORTAL_URL:-} ]] || options+=(--portal-url "$PORTAL_URL")
  port=8090
  ports_are_free "$port" || port=$(free_ports 1)
  AMQP_URL=$AMQP_URL RABBITMQ_MANAGEMENT_URL=http://127.0.0.1:$(cat "$dir/broker/management-port") \
    BOARD_PORT=$port LOG_LEVEL=${LOG_LEVEL:-info} setsid "$binaries/admissionctl" sandbox "${options[@]}" \
    </dev/null >"$dir/guide.txt" 2>"$dir/log/Sandbox.log" &
  record "$dir/Sandbox.pid" "$!"
  disown
  until [[ -s $dir/guide.txt ]]; do
    recorded "$dir/Sandbox.pid" >/dev/null && ((SECONDS < deadline)) || {
      tail_of "$dir/log/Sandbox.log"
      fail "The sandbox did not start."
    }
    sleep 0.1
  done
  # For the user's terminal to source: the sandbox's settings, and the path of the built programs.
  # shellcheck disable=SC2016
  printf '. %q\nexport PATH=%q:$PATH\nBOARD_PORT=%s\n' "$dir/sandbox/env" "$binaries" "$port" >"$dir/env"
}

# --- Ending --------------------------------------------------------------------------------------------------------

# end_workers DIR SECONDS: ends workers, board and sandbox. It asks all of them first, so that they drain at the same
# time, and prints which ones ended.
end_workers() {
  local dir=$1 worker pid
  local -A running=()
  for worker in "${all_workers[@]}" "$board" Sandbox; do
    pid=$(recorded "$dir/$worker.pid") || continue
    running[$worker]=$pid
    kill -TERM "$pid" 2>/dev/null
  done
  for worker in "${!running[@]}"; do
    if end_session "${running[$worker]}" "$2"; then
      note "$worker has ended."
    else
      note "Process ${running[$worker]} ($worker) could not be ended."
    fi
    rm -f "$dir/$worker.pid"
  done
}

# --- Commands ------------------------------------------------------------------------------------------------------

up() {
  dir=$checkout/.local/system
  mkdir -p "$dir"
  if recorded "$dir/Sandbox.pid" >/dev/null; then
    note "It is up already; \`make down\` ends it."
    hints "$dir"
    return
  fi
  needs_swift
  hold_place "$dir/running" "make up"
  down_all "$dir" >/dev/null
  on_leaving end_unless_up
  start_town "$dir"
  is_complete=yes
  hints "$dir"
}

# start_town DIR: starts a sandbox on a private broker, and adds a user who may sign in to its board.
start_town() {
  start_ground "$1"
  step "The sandbox"
  start_sandbox "$1"
  # shellcheck source=/dev/null
  source "$1/env"
  add_user "$1"
}

is_complete=no
end_unless_up() {
  [[ $is_complete == yes ]] && return
  [[ $1 == 0 ]] || note "Ending what was started."
  end_session "$2" 5
  down_all "$dir" 5 >/dev/null
}

# Prints the sandbox's own message to the developer of a portal.
hints() {
  local relative=${1#"$checkout"/}
  sed "s|[^ ]*/sandbox/env|$relative/env|; s|$checkout/||g; s|^Ctrl-C ends it|\`make down\` ends it; its log is $relative/log/Sandbox.log|" "$1/guide.txt"
  board_hint "$1"
}

down() {
  local dir=$checkout/.local/system
  local ended
  ended=$(down_all "$dir")
  printf '%s\n' "${ended:-    Nothing was up.}"
}

# down_all DIR [SECONDS]
down_all() {
  end_workers "$1" "${2:-30}"
  if [[ -e $1/postgres/server.pid ]]; then
    "$local_scripts/postgres.sh" stop "$1/postgres"
    note "PostgreSQL has ended."
  fi
  [[ -d $1/broker ]] || return 0
  if "$local_scripts/broker.sh" pid "$1/broker" >/dev/null 2>&1; then
    "$local_scripts/broker.sh" stop "$1/broker"
    note "The broker has ended."
  else
    "$local_scripts/broker.sh" kill "$1/broker"
  fi
}

demo() {
  needs_swift
  dir=$checkout/.local/demo
  mkdir -p "$dir"
  hold_place "$dir/running" "make demo"
  on_leaving end_demo
  discard "$dir"
  start_system "$dir"
  note "$(board_hint "$dir")"

  step "Publishing the sample applications, while the register of the unemployed is unavailable"
  local messages=("$dir"/samples/messages/*.json) sent=$SECONDS families worker
  register_away "$dir"
  in_session "$binaries/admissionctl" publish "${messages[@]}"

  step "The family whose application waits for it reads that it is received; then the register is available again"
  await_answer "$(sample_application "$dir" register-waited)" inProcessing
  register_back "$dir"

  step "One family gives its place back, one school corrects a refusal"
  change_minds "$dir"

  step "What each family reads in its service history"
  in_session "$binaries/admissionctl" history --families "$dir/samples/families.json" --wait "$answer_seconds" || {
    for worker in "${all_workers[@]}"; do tail_of "$dir/log/$worker.log"; done
    fail "Not every family has its answer; the ends of the workers' logs are above."
  }

  families=$(grep -o '"applicationId"' "$dir/samples/families.json" | wc -l)
  step "Done: $((${#messages[@]} + 4)) messages sent, $families families answered $((SECONDS - sent)) s later"
}

# register_away DIR: makes one register unavailable, as in an outage. A worker reads the file again when it is replaced.
register_away() {
  local registers=$1/samples/registers.json
  cp "$registers" "$1/registers.json"
  sed '1s/{/{ "unavailable": ["unemployment"],/' "$1/registers.json" >"$registers.new"
  mv "$registers.new" "$registers"
}

register_back() {
  cp "$1/registers.json" "$1/samples/registers.json.new"
  mv "$1/samples/registers.json.new" "$1/samples/registers.json"
}

# change_minds DIR: publishes what schools and families send later, after they were asked and answered.
change_minds() {
  local dir=$1 moving refused refusal=11111111-1111-4111-8111-111111111111
  moving=$(sample_application "$dir" place-given-back)
  refused=$(sample_application "$dir" refusal-corrected)

  decide "$dir" "$moving" enrolled
  decide "$dir" "$refused" refused "$refusal"
  await_answer "$moving" positive
  await_answer "$refused" negative

  printf '{"applicationId":"%s","applicantIin":"%s","withdrawnAt":"%s"}' \
    "$moving" "$(known_of "$moving" applicantIin)" "$(present_time)" >"$dir/withdrawal.json"
  in_session "$binaries/admissionctl" publish --type application.withdrawn.v1 "$dir/withdrawal.json"
  decide "$dir" "$refused" enrolled 22222222-2222-4222-8222-222222222222 "$refusal"
  await_answer "$moving" withdrawn
  await_answer "$refused" positive
}

# sample_application DIR CASE: prints the application id of a sample case.
sample_application() { sed -n 's/.*"applicationId":"\([^"]*\)".*/\1/p' "$1"/samples/messages/*-"$2".json; }

# known_of APPLICATION KEY: prints every text under that key in the output of `where` about an application.
known_of() {
  "$binaries/admissionctl" where "$1" --json --personal | sed -n "s/.*\"$2\" *: *\"\([^\"]*\)\".*/\1/p"
}

# decide DIR APPLICATION DECISION [MESSAGE_ID [SUPERSEDES]]: publishes a decision of the school that was asked.
decide() {
  local file=$1/decision.json application=$2 school supersedes=null id=()
  await_answer "$application" inProcessing
  school=$(known_of "$application" bin)
  [[ -z ${4:-} ]] || id=(--message-id "$4")
  [[ -z ${5:-} ]] || supersedes="\"$5\""
  printf '{"applicationId":"%s","school":{"bin":"%s"},"decision":"%s","decidedAt":"%s","supersedes":%s%s}' \
    "$application" "$school" "$3" "$(present_time)" "$supersedes" \
    "$([[ $3 == enrolled ]] || printf ',"reasons":[{"code":"places.none"}]')" >"$file"
  in_session "$binaries/admissionctl" publish --type school.decided.v1 --routing-key school.decided.enrolment \
    --app-id school "${id[@]}" "$file"
}

present_time() { date -u +%FT%T.%3NZ; }

# await_answer APPLICATION WORD: waits until the history has an entry with that status or resolution.
await_answer() {
  local deadline=$((SECONDS + answer_seconds))
  until "$binaries/admissionctl" where "$1" --json | grep -q "\"\(status\|resolution\)\" *: *\"$2\""; do
    ((SECONDS < deadline)) || fail "An application has no answer \"$2\" after $answer_seconds s."
    sleep 0.2
  done
}

# The files of `demo` stay, so that one can look at them. Its processes are ended at once, because nobody needs the
# queues any more.
end_demo() {
  [[ $1 == 0 ]] || printf '\n'
  note "Ending the workers and what they ran on …"
  end_session "$2" 5
  discard "$dir"
  note "All processes have ended. Logs and data are in ${dir#"$checkout"/}."
}

# discard DIR: ends the processes of an earlier demo or this one.
discard() {
  end_workers "$1" 12 >/dev/null
  [[ ! -d $1/broker ]] || "$local_scripts/broker.sh" kill "$1/broker"
  [[ ! -d $1/postgres ]] || "$local_scripts/postgres.sh" kill "$1/postgres"
}

[[ $store == sqlite || $store == postgres ]] || fail "STORE must be sqlite or postgres."
# start DIR: leaves the system running, even if the start fails; the caller ends it.
start() {
  mkdir -p "$1"
  dir=$(cd "$1" && pwd -P)
  discard "$dir"
  start_system "$dir"
}

# sandbox DIR: the same for the sandbox.
sandbox() {
  mkdir -p "$1"
  dir=$(cd "$1" && pwd -P)
  discard "$dir"
  start_town "$dir"
}

case ${1:-} in
  start) [[ -n ${2:-} ]] && start "$2" ;;
  sandbox) [[ -n ${2:-} ]] && sandbox "$2" ;;
  end) [[ -d ${2:-} ]] && discard "$(cd "$2" && pwd -P)" ;;
  up) up ;;
  down) down ;;
  demo) demo ;;
  *) usage ;;
esac
