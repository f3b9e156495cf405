#!/usr/bin/env bash
# Checks what no test sees: the style, the imports between targets, which files may be tracked.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$checkout"
needs_swift

swift_style() { swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks Examples; }

scripts=(.ci/run deploy/local/hooks/pre-commit deploy/*.sh deploy/*/*.sh Examples/*.sh Examples/*/*.sh Examples/*/*/*.sh)
script_syntax() {
  local script
  for script in "${scripts[@]}"; do bash -n "$script" || return 1; done
}
script_style() { shellcheck --external-sources --source-path=SCRIPTDIR --exclude=SC2015 "${scripts[@]}"; }

# Each C library is imported by one target only: other code that needs the broker or the database goes through
# WorkerRuntime's ports.
one_importer_of_c() {
  ! grep -rnE --include='*.swift' "^[^/\"]*\\bimport[[:space:]]+((struct|class|enum|func|var|let|typealias)[[:space:]]+)?$1\\b" \
    Sources Tests Benchmarks | grep -v "^Sources/$2/"
}

# A program that only reads settings or sends requests must not need the code of the workers. So these targets do not
# import it.
base_knows_no_worker() {
  ! grep -rnE --include='*.swift' '^[^/"]*\bimport (WorkerRuntime|QueueContracts|Admission)\b' Sources/WorkerBase &&
    ! grep -rnE --include='*.swift' '^[^/"]*\bimport WorkerRuntime\b' Sources/HTTPCalls Sources/ReferenceFiles
}

# Board and command line share Operations, so the code that only one of them needs does not belong there.
operations_know_no_terminal() {
  ! grep -rnE --include='*.swift' '^(public )?import (ArgumentParser|OperatorCLI|AdmissionBoard|Hummingbird)' \
    Sources/Operations Sources/Samples
}

# SwiftPM cannot build a clone that contains the folder into which it builds.
nothing_built_is_tracked() {
  if ! git rev-parse --git-dir >/dev/null 2>&1; then
    note "(this is not a git checkout, so there are no tracked files to check)"
    return
  fi
  ! git ls-files | grep -E '(^|/)\.(build|local|swiftpm)([-_][^/]*)?/|\.(o|swiftmodule|sqlite|sqlite-wal|beam)$|(^|/)Package\.resolved$'
}

# Finds placeholders that should have been replaced.
no_placeholders() {
  ! grep -rnE --exclude-dir=.build --include='*.swift' --include='*.sh' --include='*.py' '\b(TODO|FIXME|XXX)\b|\{ *\} *// *later|Placeholder *\{ *\}' \
    Sources Tests Benchmarks Examples deploy .ci | grep -v '^deploy/local/lint.sh:'
}

# needs FILE PATTERN WHAT: fails, and names WHAT, unless a line of the file matches the pattern.
needs() { grep -qsE -- "$2" "$1" || { printf '%s lacks %s\n' "$1" "$3"; return 1; }; }

# If one of these files forgets a worker, the worker does not run where that file is used.
workers_are_deployed() {
  local name program faults=0
  while read -r name program; do
    needs Package.swift "executable\(name: \"$program\"" "the program $program" || faults=1
    needs deploy/systemd/environment/board.env "BOARD_WORKERS=.*\b$name=" "$name" || faults=1
    needs deploy/docker/compose.yaml "command: \[$program\]" "$program" || faults=1
    needs deploy/docker/compose.yaml "BOARD_WORKERS: .*\b$name=" "$name for the board" || faults=1
    needs "deploy/kubernetes/$name.yaml" "command: \[$program\]" "the worker $name" || faults=1
    needs deploy/kubernetes/kustomization.yaml "^  - $name\.yaml\$" "$name.yaml" || faults=1
    needs deploy/kubernetes/scaling.yaml "scaleTargetRef: \{name: qabyldau-$name\}" "$name" || faults=1
    needs deploy/kubernetes/secrets.example.yaml "name: qabyldau-$name\$" "$name" || faults=1
    needs docs/contract.md "\`admission\.$name\`" "the queue of $name" || faults=1
  done < <(sed '/^#/d' deploy/workers.txt)
  return "$faults"
}

# Looks at the last twenty commits only, because a clone may be shallow.
short_subjects() {
  git rev-parse --git-dir >/dev/null 2>&1 || return 0
  ! git log --max-count=20 --format='%h %s' | awk 'length($0) > 72 + length($1) + 1' | grep .
}

check "Swift style (\`make format\` corrects most of it)" swift_style
check "the scripts' syntax" script_syntax
if command -v shellcheck >/dev/null; then
  check "the scripts' style" script_style
else
  note "(shellcheck is not installed, so the scripts' style is not checked)"
fi
check "only RabbitBroker imports CRabbitMQ" one_importer_of_c CRabbitMQ RabbitBroker
check "only PostgresClient imports CPostgreSQL" one_importer_of_c CPostgreSQL PostgresClient
check "only WorkerStore imports GRDBSQLite" one_importer_of_c GRDBSQLite WorkerStore
check "WorkerBase, HTTPCalls and ReferenceFiles know no worker" base_knows_no_worker
check "Operations and Samples know neither command nor board" operations_know_no_terminal
check "every worker of deploy/workers.txt is deployed everywhere" workers_are_deployed
check "nothing built is tracked" nothing_built_is_tracked
check "no placeholder is left" no_placeholders
check "the documents' links lead somewhere, and the commands and tests in them exist" deploy/local/documents.py
check "the subjects of commits have 72 characters at most" short_subjects
end_checks
