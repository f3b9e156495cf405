# What the scripts beside this file share: words to the person, free ports, and processes that are ended for certain.
# It is sourced by bash, never run. Nothing in it needs a package that a bare Debian lacks.
# shellcheck shell=bash

local_scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034
checkout=$(cd "$local_scripts/../.." && pwd)

# The programs of the workers, and all that is installed.
mapfile -t all_workers < <(sed -e '/^#/d' -e 's/.* //' "$checkout/deploy/workers.txt")
# shellcheck disable=SC2034
all_programs=("${all_workers[@]}" admissionctl)

# as_root COMMAND...: as root, by sudo where it has to be.
as_root() { if ((EUID == 0)); then "$@"; else sudo "$@"; fi; }

# --- Words to the person -------------------------------------------------------------------------------------------

# A heading with the seconds since the script began.
step() { printf '\n==> [%3d s] %s\n' "$SECONDS" "$*"; }

note() { printf '    %s\n' "$*"; }

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# tail_of FILE: its last lines, to standard error, where there is such a file.
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

# quietly FILE COMMAND...: what it says goes to FILE, and its end is shown if it fails.
quietly() {
  "${@:2}" >"$1" 2>&1 && return
  tail -n 100 "$1"
  return 1
}

# end_checks: the script's end; fails if one of the checks did.
end_checks() { ((failures == 0)) || fail "$failures of the checks failed; what they found is above."; }

# --- Ports ---------------------------------------------------------------------------------------------------------

# free_ports COUNT: that many different loopback ports, chosen by the kernel. (Perl's base comes with every Debian.)
free_ports() {
  perl -MIO::Socket::INET -e '
    my @held = map { IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1") or die "no free port: $!\n" } 1 .. shift;
    print join(" ", map { $_->sockport } @held), "\n"' "$1"
}

# ports_are_free PORT...: whether each of them could be listened on now.
ports_are_free() {
  perl -MIO::Socket::INET -e '
    IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1", LocalPort => $_, ReuseAddr => 1) or exit 1 for @ARGV' "$@"
}

# http_answers_ok PORT PATH: whether a GET is answered with status 200 within two seconds.
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
# Whatever is started runs in a session of its own: Ctrl-C in the terminal does not reach it, we end it in order, and
# everything that it starts in turn is found by the session's id. Processes are never looked up by name.

# stat_field PID INDEX: a field of /proc/PID/stat counted from the state, 0; 3 is the session, 19 the start time.
stat_field() {
  local line fields
  { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 1
  # The command's name stands in brackets and may hold anything, so count from the last bracket.
  read -r -a fields <<<"${line##*) }"
  printf '%s\n' "${fields[$2]}"
}

# is_running PID [STARTED]: whether it lives, is no zombie, and is the one that began then and not a later namesake.
is_running() {
  local state
  state=$(stat_field "$1" 0) || return 1
  [[ $state != Z && $state != X ]] || return 1
  [[ -z ${2:-} || $(stat_field "$1" 19) == "$2" ]]
}

# members_of SESSION [MARK]: the ids of its living processes; with MARK only those with that line in their environment.
members_of() {
  local entry pid
  for entry in /proc/[0-9]*; do
    pid=${entry#/proc/}
    [[ $(stat_field "$pid" 3) == "$1" ]] && is_running "$pid" || continue
    [[ -z ${2:-} ]] || grep -qzxF -- "$2" "$entry/environ" 2>/dev/null || continue
    printf '%s\n' "$pid"
  done
}

# end_session SESSION SECONDS [MARK]: asks its leader to end, then whatever the leader leaves behind; waits at most that
# long for all of them, then kills what is left. Fails where even that did not help.
end_session() {
  local session=$1 deadline=$((SECONDS + $2)) mark=${3:-} members asked=
  # Inside a container everything that came from outside counts as session 0: never ours to end.
  ((session > 1)) || return 0
  # A child of this very moment may not have moved into its session yet.
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

# record FILE PID: keeps the id together with the time of its start, so that a later namesake is never taken for it.
record() { printf '%s %s\n' "$2" "$(stat_field "$2" 19)" >"$1"; }

# recorded FILE: the id that was recorded, if that very process still runs.
recorded() {
  local pid started
  { read -r pid started <"$1"; } 2>/dev/null || return 1
  is_running "$pid" "$started" && printf '%s\n' "$pid"
}

# The session that in_session waits for; 0 where there is none.
waited_for=0

# in_session COMMAND...: runs it in a session of its own and waits, so that a signal to this script takes effect at
# once and not only after the command.
in_session() {
  local status=0
  setsid "$@" &
  waited_for=$!
  wait "$waited_for" || status=$?
  waited_for=0
  return "$status"
}

# on_leaving FUNCTION: calls it once, however the script ends, with the exit status and with the id of the last child,
# which a signal may have kept from being recorded. What in_session was waiting for has been ended before.
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
  # From here on nothing may cut the cleaning up short: neither an impatient Ctrl-C nor output that nobody reads.
  trap '' HUP INT PIPE TERM
  set +e
  if ((waited_for)); then end_session "$waited_for" 10; fi
  "$1" "$status" "$last_child"
  trap - EXIT
  exit "$status"
}

# hold_place FILE COMMAND: makes sure that one such command runs at a time in this checkout. FILE names who it is; a
# lock held by an open file would be inherited by everything that is started.
hold_place() {
  local holder
  {
    flock "$turn"
    holder=$(recorded "$1") && fail "$2 already runs in this checkout (process $holder); wait for it or end it first."
    record "$1" "$$"
  } {turn}>>"$1.lock"
  exec {turn}>&-
}

# needs_swift: a clear word where the toolchain is missing.
needs_swift() {
  command -v swift >/dev/null || fail "Swift is not on the PATH. Install Swift 6.3 (swift.org/install), then try again."
}

# example_build FOLDER: the words for `swift build` and `swift test` that build an example's package in the checkout's own
# .build: what both packages need is compiled once. A plan is not taken from there: it may be another package's.
example_build() {
  local words=(--package-path "$1" --scratch-path "$checkout/.build" --disable-build-manifest-caching)
  printf '%s\n' "${words[@]}"
}

# run_tests OUTPUT WORD...: `swift test` with these words on what is built, its output kept in OUTPUT too. Neither a
# skipped test nor a filter that matches nothing may look like success.
run_tests() {
  local output=$1 skipped
  # Only Swift Testing is used; without the older runner there is one closing line.
  # shellcheck disable=SC2016
  in_session bash -o pipefail -c '"${@:2}" 2>&1 | tee "$1"' _ "$output" \
    swift test --package-path "$checkout" --skip-build --disable-xctest --no-parallel "${@:2}"
  ! grep -q 'Test run with 0 tests' "$output" || fail "No test ran."
  skipped=$(grep -E '(Test|Suite) .* skipped' "$output" || true)
  [[ -z $skipped ]] || printf '\nThese were skipped:\n%s\n' "$skipped"
}
