#!/usr/bin/env bash
# Tests the archive of `make dist` on a machine without Swift, as a user would: unpacks it, checks its sums, and runs
# the sandbox from it, on a broker that already runs and on a private one. Prints how long each start takes.
#
#   test-dist.sh [ARCHIVE]     usually the one in .local/dist
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# The longest time, in milliseconds, that a sandbox may take to start on a running broker; the quickest of several
# starts counts.
limit=2000
starts=3
archives=("${1:-}")
[[ -n ${1:-} ]] || archives=("$checkout"/.local/dist/qabyldau-*.tar.gz)
archive=$(readlink -f "${archives[0]}")
[[ -f $archive ]] || fail "there is no archive; \`make dist\` packs one."

dir=$(mktemp -d)
sandbox=
end_all() {
  end_session "$2" 5
  [[ -z $sandbox ]] || end_session "$sandbox" 10
  [[ ! -d $dir/broker ]] || "$local_scripts/broker.sh" kill "$dir/broker"
  rm -rf "$dir"
}
on_leaving end_all

# An environment as on a machine without any of our programs.
bare() { env --ignore-environment PATH=/usr/bin:/bin HOME="$dir/home" LANG=C.UTF-8 ${url:+AMQP_URL="$url"} "$@"; }

unpacked() {
  mkdir -p "$dir/home" "$dir/unpacked"
  tar -xzf "$archive" -C "$dir/unpacked"
  place=$(echo "$dir"/unpacked/*)
}
sums_are_right() {
  (cd "$(dirname "$archive")" && grep " $(basename "$archive")\$" SHA256SUMS | sha256sum --quiet -c) &&
    (cd "$place" && sha256sum --quiet -c SHA256SUMS) &&
    # Checks that every file has a checksum.
    [[ $(find "$place" -type f ! -name SHA256SUMS | wc -l) == $(wc -l <"$place/SHA256SUMS") ]]
}
# The programs need no library of Swift's, and no library is missing.
needs_no_swift() {
  ! bare sh -c 'command -v swift' && ! bare ldd "$place/bin/admissionctl" "$place"/lib/qabyldau/*Worker | grep -iE 'swift|not found'
}
knows_its_contract() { bare sh -c "cd '$dir/home' && '$place/bin/admissionctl' contracts check"; }

# start: runs the sandbox until it says that it is up, and sets took to the milliseconds that this took.
start() {
  local began line
  rm -f "$dir/said"
  mkfifo "$dir/said"
  began=${EPOCHREALTIME/./}
  setsid env --ignore-environment PATH=/usr/bin:/bin HOME="$dir/home" LANG=C.UTF-8 ${url:+AMQP_URL="$url"} \
    "$place/bin/admissionctl" sandbox --folder "$dir/sandbox" </dev/null >"$dir/said" 2>"$dir/log" &
  sandbox=$!
  exec 4<"$dir/said"
  read -r -t 90 -u 4 line || { tail_of "$dir/log"; fail "the sandbox did not start."; }
  took=$(((${EPOCHREALTIME/./} - began) / 1000))
  [[ $line == "The sandbox is up."* ]] || fail "it said: $line"
}
stop() {
  local status=0
  kill -TERM "$sandbox"
  wait "$sandbox" || status=$?
  exec 4<&-
  sandbox=
  [[ $status == 0 ]] || { tail_of "$dir/log"; fail "the sandbox ended with $status."; }
}

# Succeeds if the workers in the sandbox answer an application.
answers() {
  local ctl=$place/bin/admissionctl
  bare sh -c "cd '$dir/home' && . '$dir/sandbox/env' && '$ctl' publish '$dir/sandbox/messages/accepted.json' &&
    for try in \$(seq 100); do '$ctl' history --iin 850317433746 | grep -i 'accepted\|process' && exit; sleep 0.1; done; exit 1"
}

step "$(basename "$archive"), $(du -h "$archive" | cut -f1), without Swift"
url=
unpacked
check "the checksums are correct" sums_are_right
check "the programs need no library of Swift's, and no library is missing" needs_no_swift
check "admissionctl knows the contract that it was built with" knows_its_contract
"$local_scripts/broker.sh" start "$dir/broker"
eval "$("$local_scripts/broker.sh" env "$dir/broker")"
url=$AMQP_URL
best=
for ((number = 1; number <= starts; number++)); do
  start
  note "up after $took ms, on a broker that already ran"
  [[ -n $best ]] && ((best <= took)) || best=$took
  ((number > 1)) || check "an application is answered" quietly "$dir/answered" answers
  stop
done
check "the quickest of $starts starts took less than $limit ms" test "$best" -lt "$limit"
url=
start
note "up after $took ms, with a private broker of its own"
check "an application is answered" quietly "$dir/answered" answers
stop
end_checks
