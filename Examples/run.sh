#!/usr/bin/env bash
# Runs every example against the whole system, and checks what it prints: `make examples`.
#
#   Examples/run.sh
#
# A private broker and the three workers run in .local/examples meanwhile; each party has a user of its own, with the
# rights of `admissionctl topology users`. Every message that travels is validated by the schemas of contracts/v1.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../deploy/local/common.sh"
cd "$checkout"
needs_swift

dir=$checkout/.local/examples
examples=$checkout/Examples
binaries=$checkout/.build/debug
python=$dir/venv/bin
# How long one example may take, and a worker to be ready, in seconds.
patience=60
mkdir -p "$dir"
hold_place "$dir/running" "make examples"

end_all() {
  local worker pid
  end_session "$2" 5
  for worker in "${all_workers[@]}"; do
    [[ $1 == 0 ]] || tail_of "$dir/run/$worker.log"
    if pid=$(recorded "$dir/run/$worker.pid"); then end_session "$pid" 20; fi
  done
  [[ ! -d $dir/run/broker ]] || "$local_scripts/broker.sh" kill "$dir/run/broker"
  [[ $1 == 0 ]] && step "All examples do as their pages say." || step "The examples FAILED (exit code $1)."
}
on_leaving end_all

# --- The system ------------------------------------------------------------------------------------------------------

install_python() {
  cmp -s "$examples/requirements.txt" "$dir/requirements.txt" && return
  rm -rf "$dir/venv"
  python3 -m venv "$dir/venv"
  "$python/pip" install --quiet --disable-pip-version-check --no-compile --requirement "$examples/requirements.txt"
  cp "$examples/requirements.txt" "$dir/requirements.txt"
}

# A user with the contract's rights, and a password.
user_url() {
  "$local_scripts/broker.sh" ctl "$dir/run/broker" --quiet change_password "$1" sample-password >&2
  printf '%s' "${operator_url/guest:guest@/$1:sample-password@}"
}

start_system() {
  local samples=$dir/run/samples deadline=$((SECONDS + patience)) ports index
  read -r -a ports < <(free_ports 4)
  export SCHOOL_BIN=010140900011 EXAMPLE_DOCUMENTS=$examples/documents PORTAL_URL=http://127.0.0.1:${ports[3]}
  export STORE_URL=sqlite://$dir/run/store.sqlite DOCUMENTS_URL=file://$samples/documents LOG_FORMAT=text
  export REGISTERS_URL=file://$samples/registers.json SCHOOLS_FILE=$samples/schools.csv
  export SMS_ATTESTATION_KEYS=$dir/run/portal-key.pub PORTAL_KEY=$dir/run/portal-key.pem

  in_session "$local_scripts/broker.sh" start "$dir/run/broker"
  eval "$("$local_scripts/broker.sh" env "$dir/run/broker")"
  export AMQP_URL
  operator_url=$AMQP_URL
  "$binaries/admissionctl" topology apply --school "$SCHOOL_BIN"
  "$binaries/admissionctl" topology users --school "$SCHOOL_BIN" >"$dir/run/users.json"
  "$local_scripts/broker.sh" ctl "$dir/run/broker" --quiet import_definitions "$dir/run/users.json"
  portal_url=$(user_url portal)
  school_url=$(user_url "school.$SCHOOL_BIN")

  "$binaries/admissionctl" store migrate
  "$binaries/admissionctl" sample --output "$samples"
  openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$PORTAL_KEY"
  openssl pkey -in "$PORTAL_KEY" -pubout -out "$SMS_ATTESTATION_KEYS"

  for index in "${!all_workers[@]}"; do
    HEALTH_PORT=${ports[index]} setsid "$binaries/${all_workers[index]}" </dev/null >"$dir/run/${all_workers[index]}.log" 2>&1 &
    record "$dir/run/${all_workers[index]}.pid" "$!"
    disown
  done
  for index in "${!all_workers[@]}"; do
    until http_answers_ok "${ports[index]}" /ready; do
      recorded "$dir/run/${all_workers[index]}.pid" >/dev/null || fail "${all_workers[index]} ended while it started."
      ((SECONDS < deadline)) || fail "${all_workers[index]} was not ready in time."
      sleep 0.1
    done
  done
}

# --- The examples ----------------------------------------------------------------------------------------------------

# `try` builds the names of these arrays.
# shellcheck disable=SC2034
{
  portal_python=("$python/python" "$examples/portal-python/portal.py")
  portal_java=(java -cp "$dir/java:/usr/share/java/amqp-client.jar:/usr/share/java/slf4j-api.jar:/usr/share/java/slf4j-nop.jar" Portal)
  portal_swift=("$binaries/Portal")
  school_python=("$python/python" "$examples/school-python/school.py")
  school_php=(php "$examples/school-php/school.php")
}

# says FILE LINE...: fails unless each extended regular expression matches a whole line of the file.
says() {
  local line
  for line in "${@:2}"; do grep -qxE -- "$line" "$1" || fail "this line is missing above: $line"; done
}

# try PORTAL SCHOOL PLACES DECIDED ANSWER...: the portal applies, the school decides, and the portal is told.
try() {
  local -n portal=portal_$1 school=school_$2
  local out=$dir/run/portal.out school_out=$dir/run/school.out of_school status=0
  step "portal-$1 applies; school-$2 has $3 places"
  AMQP_URL=$school_url PLACES=$3 DECISIONS=1 timeout --kill-after=5 "$patience" "${school[@]}" >"$school_out" 2>&1 &
  of_school=$!
  AMQP_URL=$portal_url timeout --kill-after=5 "$patience" "${portal[@]}" >"$out" 2>&1 || status=$?
  ((status == 0)) || kill "$of_school" 2>/dev/null || true
  wait "$of_school" || status=$?
  sed 's/^/    /' "$out" "$school_out"
  ((status == 0)) || fail "portal-$1 or school-$2 ended with $status."
  says "$out" "Published application [0-9]+ as [0-9a-f-]{36}: confirmed\." "Step 10, inProcessing: .+" "${@:5}"
  says "$school_out" "Request [0-9]+: Бала Үлгі, grade 2, enrolment, answer by .+" "Decided: $4; confirmed\."
}

# A body without one field is parked, and the reason is that field's name.
broken_is_refused() {
  local body=$dir/run/broken.json
  sed 's/"submittedAt"/"submitted"/' "$checkout/contracts/v1/examples/application.submitted.v1.minimal.json" >"$body"
  ! "$python/check-jsonschema" --schemafile contracts/v1/schemas/application.submitted.v1.schema.json "$body" ||
    fail "the schema accepts the broken body."
  "$python/python" "$examples/wire.py" publish application.submitted.v1 "$body"
  "$python/python" "$examples/wire.py" parked admission.intake.parked | tee "$dir/run/parked.out"
  says "$dir/run/parked.out" "message\.undecodable: submittedAt"
}

wire_is_valid() {
  local folder
  "$python/python" "$examples/wire.py" save "$dir/run/wire"
  for folder in "$dir/run/wire"/*/; do
    "$python/check-jsonschema" --schemafile "contracts/v1/schemas/$(basename "$folder").schema.json" "$folder"*.json
    note "$(basename "$folder"): $(find "$folder" -name '*.json' | wc -l)"
  done
  for folder in application.submitted.v1 application.form.v1 school.decided.v1; do
    [[ -d $dir/run/wire/$folder ]] || fail "nothing of the type $folder was seen."
  done
}

step "Packages and libraries"
"$local_scripts/dependencies.sh" examples
install_python

step "Building"
in_session swift build --package-path "$checkout"
mapfile -t build < <(example_build "$examples/portal-swift")
in_session swift build "${build[@]}"
mkdir -p "$dir/java"
javac -cp /usr/share/java/amqp-client.jar -d "$dir/java" "$examples/portal-java/Portal.java"

step "A broker, three workers, a portal's key, a school's queue"
rm -rf "$dir/run"
mkdir -p "$dir/run"
start_system
# A copy of everything that passes the exchange is kept, to be validated at the end.
"$python/python" "$examples/wire.py" tap

try python python 1 "enrolled" "Step 30, completed positive: .+"
try java php 1 "enrolled" "Step 30, completed positive: .+"
try swift python 0 "refused places\.none" "Step 30, completed negative: .+" "  places\.none: .+"
try python php 0 "refused hall\.rebuilt" "Step 30, completed negative: .+" "  hall\.rebuilt: The school is being rebuilt"

step "What travelled is valid by contracts/v1"
wire_is_valid

step "A broken body is refused by the field's name"
broken_is_refused

# This test validates its own messages. It also sends broken ones, so it comes after the check of what travelled.
step "A portal's own integration test"
AMQP_URL=$portal_url OPERATOR_URL=$operator_url in_session timeout --kill-after=5 120 \
  "$python/pytest" --quiet -p no:cacheprovider "$examples/tests-python"
