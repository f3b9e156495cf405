# Functions that the scripts beside this file share: messages to the user, free ports, and reliable ending of processes.
# It is sourced by bash, never run, and needs no package that a minimal Debian lacks.
# shellcheck shell=bash

local_scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034
checkout=$(cd "$local_scripts/../.." && pwd)

# The programs of the workers, and all programs that are installed.
mapfile -t all_workers < <(sed -e '/^#/d' -e 's/.* //' "$checkout/deploy/workers.txt")
# shellcheck disable=SC2034
all_programs=("${all_workers[@]}" admissionctl)

# as_root COMMAND...: runs it as root, by sudo if necessary.
as_root() { if ((EUID == 0)); then "$@"; else sudo "$@"; fi; }

# --- Messages to the user ------------------------------------------------------------------------------------------

# Prints a heading with the seconds since the script began.
step() { printf '\n==> [%3d s] %s\n' "$SECONDS" "$*"; }

note() { printf '    %s\n' "$*"; }

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# tail_of FILE: prints its last lines to standard error, if the file exists.
tail_of() {
  [[ -s $1 ]] || return 0
  printf -- '--- the end of %s\n' "$1" >&2
  tail -n 25 "$1" >&2
}

# --- Checks --------------------------------------------------------------------------------------------------------

failures=0

# check NAME COMMAND...: runs it, and counts it as a failure if it fails.
check() {
  if "${@:2}"; then
    note "ok: $1"
  else
    note "FAILED: $1"
    failures=$((failures + 1))
  fi
}

# quietly FILE COMMAND...: writes the command's output to FILE, and shows the end of it if the command fails.
quietly() {
  "${@:2}" >"$1" 2>&1 && return
  tail -n 100 "$1"
  return 1
}

# end_checks: ends the script; fails if one of the checks failed.
end_checks() { ((failures == 0)) || fail "$failures of the checks failed; what they found is above."; }

# --- Ports ---------------------------------------------------------------------------------------------------------

# free_ports COUNT: prints COUNT different loopback ports, chosen by the kernel. (Every Debian has Perl's base.)
free_ports() {
  perl -MIO::Socket::INET -e '
    my @held = map { IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1") or die "no free port: $!\n" } 1 .. shift;
    print join(" ", map { $_->sockport } @held), "\n"' "$1"
}

# ports_are_free PORT...: succeeds if a program could listen on each of them now.
ports_are_free() {
  perl -MIO::Socket::INET -e '
    IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1", LocalPort => $_, ReuseAddr => 1) or exit 1 for @ARGV' "$@"
}

# http_answers_ok PORT PATH: succeeds if a GET is answered with status 200 within two seconds.
http_answers_ok() {
  (
    local status
    exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
    printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$2" >&3
    read -r -t 2 status <&3 || exit 1
    [[ $status == "HTTP/1.1 200 "* || $status == "HTTP/1.0 200 "* ]]
  ) 2>/dev/null
}

# --- Processes -----------------------------------------------------------------------------------------------------
# Every process that a script starts runs in a session of its own. So Ctrl-C in the terminal does not reach it, the
# script can end it in order, and its children are found by the session's id. Processes are never looked up by name.

# stat_field PID INDEX: prints a field of /proc/PID/stat, counted from the state, which is 0; 3 is the session, 19 the
# start time.
stat_field() {
  local line fields
  { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 1
  # The command's name is in brackets and may contain anything, so count from the last bracket.
  read -r -a fields <<<"${line##*) }"
  printf '%s\n' "${fields[$2]}"
}

# is_running PID [STARTED]: succeeds if the process lives and is no zombie; with STARTED only if it started at that
# time, so that a later process with the same id does not count.
is_running() {
  local state
  state=$(stat_field "$1" 0) || return 1
  [[ $state != Z && $state != X ]] || return 1
  [[ -z ${2:-} || $(stat_field "$1" 19) == "$2" ]]
}

# members_of SESSION [MARK]: prints the ids of its living processes; with MARK only those that have that line in their
# environment.
members_of() {
  local entry pid
  for entry in /proc/[0-9]*; do
    pid=${entry#/proc/}
    [[ $(stat_field "$pid" 3) == "$1" ]] && is_running "$pid" || continue
    [[ -z ${2:-} ]] || grep -qzxF -- "$2" "$entry/environ" 2>/dev/null || continue
    printf '%s\n' "$pid"
  done
}

# end_session SESSION SECONDS [MARK]: asks the session's leader to end, then the processes that the leader leaves
# behind. It waits at most SECONDS for all of them, then kills the rest. Fails if processes survive even that.
end_session() {
  local session=$1 deadline=$((SECONDS + $2)) mark=${3:-} members asked=
  # Inside a container all processes from outside count as session 0; never end those.
  ((session > 1)) || return 0
  # A child that was just started may not have moved into its session yet.
  if [[ $(stat_field "$session" 1) == "$$" && $(stat_field "$session" 3) != "$session" ]]; then sleep 0.1; fi
  while true; do
    mapfile -t members < <(members_of "$session" "$mark")
    ((${#members[@]})) || return 0
    ((SECONDS < deadline)) || break
    if [[ " ${members[*]} " != *" $session "* ]]; then
      [[ $asked == members ]] || kill -TERM "${members[@]}" 2>/dev/null
      asked=members
    elif [[ -z $asked ]]; then
      kill -TERM "$session" 2>/dev/null
      asked=leader
    fi
    sleep 0.1
  done
  for _ in {1..50}; do
    kill -KILL "${members[@]}" 2>/dev/null
    sleep 0.1
    mapfile -t members < <(members_of "$session" "$mark")
    ((${#members[@]})) || return 0
  done
  return 1
}

# record FILE PID: writes the id with the time of its start into FILE, so that a later process with the same id is not
# taken for it.
record() { printf '%s %s\n' "$2" "$(stat_field "$2" 19)" >"$1"; }

# recorded FILE: prints the recorded id if that same process still runs.
recorded() {
  local pid started
  { read -r pid started <"$1"; } 2>/dev/null || return 1
  is_running "$pid" "$started" && printf '%s\n' "$pid"
}

# The session that in_session waits for; 0 if there is none.
waited_for=0

# in_session COMMAND...: runs it in a session of its own and waits for it. A signal to this script then takes effect at
# once, not only when the command ends.
in_session() {
  local status=0
  setsid "$@" &
  waited_for=$!
  wait "$waited_for" || status=$?
  waited_for=0
  return "$status"
}

# on_leaving FUNCTION: calls FUNCTION once when the script ends, for any reason, with the exit status and the id of the
# last child, which may not be recorded yet if a signal came. The command that in_session was waiting for is ended
# before.
on_leaving() {
  # shellcheck disable=SC2064
  trap "leave $1" EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 141' PIPE
  trap 'exit 143' TERM
}

leave() {
  local status=$? last_child=${!:-0}
  # From here on nothing may interrupt the cleaning up, neither Ctrl-C nor a closed output.
  trap '' HUP INT PIPE TERM
  set +e
  if ((waited_for)); then end_session "$waited_for" 10; fi
  "$1" "$status" "$last_child"
  trap - EXIT
  exit "$status"
}

# hold_place FILE COMMAND: makes sure that only one such command runs at a time in this checkout. FILE records the
# process. (A lock on an open file would be inherited by every process that the command starts.)
hold_place() {
  local holder
  {
    flock "$turn"
    holder=$(recorded "$1") && fail "$2 already runs in this checkout (process $holder); wait for it or end it first."
    record "$1" "$$"
  } {turn}>>"$1.lock"
  exec {turn}>&-
}

# needs_swift: fails with a clear message if the toolchain is missing.
needs_swift() {
  command -v swift >/dev/null || fail "Swift is not on the PATH. Install Swift 6.3 (swift.org/install), then try again."
}

# example_build FOLDER: prints the options of `swift build` and `swift test` that build an example's package in the
# checkout's own .build, so that code of both packages is compiled once. The build plan there is not reused, because it
# may be another package's.
example_build() {
  local words=(--package-path "$1" --scratch-path "$checkout/.build" --disable-build-manifest-caching)
  printf '%s\n' "${words[@]}"
}

# run_tests OUTPUT WORD...: runs the built tests with these options of `swift test`, and also writes the output to OUTPUT.
# It lists skipped tests, and fails if no test ran. (It starts the tests' program itself, because `swift test` would hold
# the build folder for as long as they run.)
run_tests() {
  local output=$1 skipped status=0
  # shellcheck disable=SC2016
  NO_COLOR=1 in_session bash -o pipefail -c '"${@:2}" 2>&1 | tee "$1"' _ "$output" \
    "$checkout/.build/debug/qabyldauPackageTests.xctest" --testing-library swift-testing --no-parallel "${@:2}" || status=$?
  # 69 is the program's exit code if its options choose no test.
  ((status != 69)) || fail "No test ran."
  ((status == 0)) || return "$status"
  skipped=$(grep -E '(Test|Suite) .* skipped' "$output" || true)
  [[ -z $skipped ]] || printf '\nThese were skipped:\n%s\n' "$skipped"
}
