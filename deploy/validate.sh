#!/usr/bin/env bash
# Checks the files of deploy/ as far as that is possible without Docker, Kubernetes and a running systemd, and compares
# the configuration keys of docs/operations.md with those that the code reads.
#
#   deploy/validate.sh
#
# Installs what it needs: Debian's systemd if it is missing, and validators from PyPI into .local/validate.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/local/common.sh"
cd "$checkout"

dir=$checkout/.local/validate
python=$dir/python/bin
# The exposure that `systemd-analyze security` may find at most, in tenths: 0 is none, 100 all.
exposure_limit=15

mkdir -p "$dir"
temporary=$(mktemp -d "$dir/run.XXXXXX")
trap 'rm -rf "$temporary"' EXIT

install_tools() {
  if ! command -v systemd-analyze >/dev/null; then
    as_root apt-get -q update
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install --yes --no-install-recommends systemd
  fi
  if ! python3 -c 'import ensurepip' 2>/dev/null; then
    as_root apt-get -q update
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install --yes --no-install-recommends python3-venv
  fi
  if ! cmp -s deploy/validators.txt "$dir/installed.txt"; then
    rm -rf "$dir/python"
    python3 -m venv "$dir/python"
    "$python/pip" install --quiet --disable-pip-version-check --no-compile --requirement deploy/validators.txt
    cp deploy/validators.txt "$dir/installed.txt"
  fi
}

# --- The SBOM: what the programs are built of ----------------------------------------------------------------------

sbom=Sources/WorkerRuntime/Service/sbom.cdx.json
sbom_is_of_this_graph() { swift package show-dependencies --format json | deploy/sbom.py | diff "$sbom" -; }
sbom_is_cyclonedx() {
  "$python/python" -c '
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(open(sys.argv[1]).read())
sys.exit(str(error) if error else 0)' "$sbom"
}

# --- systemd -------------------------------------------------------------------------------------------------------

# Installs into a folder, with stand-ins for the built programs.
lay_installation() {
  local program
  root=$temporary/root units=$temporary/root/usr/local/lib/systemd/system
  mkdir "$temporary/bin"
  for program in "${all_programs[@]}" AdmissionBoard; do cp /bin/true "$temporary/bin/$program"; done
  DESTDIR=$root BIN=$temporary/bin deploy/systemd/install.sh install
  # A worker of another package is installed beside ours.
  cp Examples/meals-worker/deploy/qabyldau-meals@.service "$units/"
  cp /bin/true "$root/usr/local/lib/qabyldau/MealsWorker"
  # systemd-analyze looks for the programs at the paths in the units.
  find "$units" -type f -exec sed -i "s|=/usr/local/lib|=$root/usr/local/lib|" {} +
}

mapfile -t instances < <(sed -e '/^#/d' -e 's/\(.*\) .*/qabyldau-\1@2.service/' deploy/workers.txt)
instances+=(qabyldau-board@1.service qabyldau-meals@1.service)
analyze() { SYSTEMD_UNIT_PATH=$units:/lib/systemd/system systemd-analyze "$@"; }

# systemd-analyze reports an unknown key only as a warning, so any output counts as a failure.
units_are_accepted() {
  local said
  said=$(analyze verify --man=no "${instances[@]}" 2>&1) && [[ -z $said ]] && return
  printf '%s\n' "$said"
  return 1
}

units_are_hardened() {
  local each
  for each in "${instances[@]}"; do
    analyze security --offline=true --threshold="$exposure_limit" --no-pager "$each" | tail -n 1 || return 1
  done
}

uninstalling_leaves_only_configuration() {
  local left
  rm "$units/qabyldau-meals@.service" "$root/usr/local/lib/qabyldau/MealsWorker"
  DESTDIR=$root deploy/systemd/install.sh uninstall
  left=$(find "$root" -type f ! -path "$root/etc/qabyldau/*")
  [[ -z $left && -e $root/etc/qabyldau/common.env ]] || { printf 'left: %s\n' "$left"; return 1; }
}

# --- Containers ----------------------------------------------------------------------------------------------------

mapfile -t worker_manifests < <(sed -e '/^#/d' -e 's|\(.*\) .*|deploy/kubernetes/\1.yaml|' deploy/workers.txt)
kubernetes_files=(deploy/kubernetes/{namespace,network,configuration,secrets.example,prepare,board}.yaml "${worker_manifests[@]}" Examples/meals-worker/deploy/meals.yaml)
kubernetes_accepts() { "$python/kubernetes-validate" --strict --quiet "${kubernetes_files[@]}"; }
compose_accepts() {
  "$python/check-jsonschema" --builtin-schema vendor.compose-spec deploy/docker/compose.yaml
}

# The package cannot be built in the image if a folder that Package.swift names is missing there.
image_has_every_folder() {
  local folder
  for folder in Sources Tests contracts $(sed -n 's/.*path: "\([^"/]*\).*/\1/p' Package.swift | sort -u); do
    grep -qx "COPY $folder \./$folder" deploy/docker/Dockerfile && grep -qx "!$folder" .dockerignore ||
      { printf '%s is not copied into the image\n' "$folder"; return 1; }
  done
}

# A process ends by itself ten seconds after the drain. If the service manager kills it before that, deliveries in hand
# are not finished. deploy/kubernetes/check.py checks the same for Kubernetes.
ends_wait_for_the_drain() {
  local unit=deploy/systemd/qabyldau-@.service.d/worker.conf compose=deploy/docker/compose.yaml drain wait
  drain=$(sed -n 's/^Environment=DRAIN_SECONDS=//p' "$unit") wait=$(sed -n 's/^TimeoutStopSec=//p' "$unit")
  ((wait > drain + 10)) || { printf '%s: %s s for a drain of %s s and 10 s more\n' "$unit" "$wait" "$drain"; return 1; }
  drain=$(sed -n 's/^ *DRAIN_SECONDS: "\(.*\)"/\1/p' "$compose") wait=$(sed -n 's/^ *stop_grace_period: \(.*\)s/\1/p' "$compose")
  ((wait > drain + 10)) || { printf '%s: %s s for a drain of %s s and 10 s more\n' "$compose" "$wait" "$drain"; return 1; }
}

# --- RabbitMQ ------------------------------------------------------------------------------------------------------

# The schemas of the installed RabbitMQ know all its keys and the kinds of their values.
rabbitmq_accepts() {
  local home=(/usr/lib/rabbitmq/lib/rabbitmq_server-*)
  [[ -d ${home[-1]}/plugins ]] || { printf 'RabbitMQ is not installed; deploy/local/dependencies.sh does it.\n'; return 1; }
  mkdir -p "$temporary/rabbitmq"
  cp "${home[-1]}"/plugins/*/priv/schema/*.schema "$temporary/rabbitmq/"
  # shellcheck disable=SC2016
  env HOME="$temporary" ERL_LIBS="${home[-1]}/plugins" erl -noinput -eval '
    [Conf, Folder] = init:get_plain_arguments(),
    Schema = cuttlefish_schema:files(filelib:wildcard(Folder ++ "/*.schema")),
    case cuttlefish_generator:map(Schema, cuttlefish_conf:file(Conf)) of
      {error, Phase, {errorlist, Errors}} ->
        [io:format("~s: ~s~n", [Phase, cuttlefish_error:xlate(E)]) || {error, E} <- Errors], halt(1);
      _ -> halt(0)
    end.' -extra "$1" "$temporary/rabbitmq"
}

# Starts a node with one-machine.conf, on other ports.
one_machine_starts() {
  local node=$temporary/one status=0
  mkdir "$node"
  sed -E '/^(listeners|management|prometheus)/d' deploy/rabbitmq/one-machine.conf >"$node/extra.conf"
  deploy/local/broker.sh start "$node" || status=$?
  [[ $status != 0 ]] || deploy/local/broker.sh ctl "$node" eval '{ok, 1048576} = application:get_env(rabbit, max_message_size).' || status=$?
  deploy/local/broker.sh kill "$node"
  return "$status"
}

# A schema does not know what a node does with a key. So this starts a node of the newest version with the file, on free
# ports and without the two other nodes. Needs root, as debian-root.sh does.
rabbitmq_starts() {
  local node=$temporary/node status=0
  mkdir "$node"
  sed -E '/^(cluster_formation|listeners)/d' deploy/rabbitmq/rabbitmq.conf >"$node/extra.conf"
  BROKER=4.3 deploy/local/dependencies.sh || return 1
  BROKER=4.3 deploy/local/broker.sh start "$node" || status=$?
  # The node must have the values of the file.
  [[ $status != 0 ]] || deploy/local/broker.sh ctl "$node" eval '
    {ok, 1048576} = application:get_env(rabbit, max_message_size),
    {ok, 1800000} = application:get_env(rabbit, consumer_timeout),
    {ok, <<"balanced">>} = application:get_env(rabbit, queue_leader_locator).' || status=$?
  deploy/local/broker.sh kill "$node"
  return "$status"
}

# --- All of it -----------------------------------------------------------------------------------------------------

step "Validators"
install_tools
lay_installation >/dev/null

step "Checks"
check "the SBOM lists the versions that are built (\`make sbom\` writes it anew)" quietly "$temporary/output" sbom_is_of_this_graph
check "the SBOM is CycloneDX" quietly "$temporary/output" sbom_is_cyclonedx
check "systemd accepts the units" quietly "$temporary/output" units_are_accepted
check "the units are hardened" quietly "$temporary/output" units_are_hardened
tail -n 1 "$temporary/output"
check "uninstalling leaves only the configuration" quietly "$temporary/output" uninstalling_leaves_only_configuration
check "Kubernetes' schemas accept the manifests" quietly "$temporary/output" kubernetes_accepts
check "KEDA's models accept scaling.yaml, and the manifests agree with each other" quietly "$temporary/output" "$python/python" deploy/kubernetes/check.py
check "the Compose specification accepts compose.yaml" quietly "$temporary/output" compose_accepts
check "the image contains every folder that the package names" quietly "$temporary/output" image_has_every_folder
check "systemd and Compose wait longer than a drain may take before they kill a process" quietly "$temporary/output" ends_wait_for_the_drain
check "RabbitMQ's schemas accept rabbitmq.conf" quietly "$temporary/output" rabbitmq_accepts deploy/rabbitmq/rabbitmq.conf
check "RabbitMQ's schemas accept one-machine.conf" quietly "$temporary/output" rabbitmq_accepts deploy/rabbitmq/one-machine.conf
check "RabbitMQ starts with one-machine.conf" quietly "$temporary/output" one_machine_starts
check "RabbitMQ 4.3 starts with rabbitmq.conf" quietly "$temporary/output" rabbitmq_starts
check "the pages list the keys that the code reads, with its defaults and ranges" quietly "$temporary/output" deploy/check-keys.pl
end_checks
