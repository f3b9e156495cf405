#!/usr/bin/env bash
# Checks the contract's documents with validators from PyPI: the schemas, the examples, asyncapi.json, and the message
# bodies that the last `make test` recorded. Each validator must also refuse broken input.
#
#   deploy/check-contracts.sh [WIRE]     WIRE: a folder of bodies by type, .local/test/wire if it is there
#
# Installs validators from PyPI into .local/validate.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/local/common.sh"
cd "$checkout"

contracts=$checkout/contracts/v1
wire=${1:-$checkout/.local/test/wire}
dir=$checkout/.local/validate
python=$dir/contracts/bin

mkdir -p "$dir"
temporary=$(mktemp -d "$dir/run.XXXXXX")
trap 'rm -rf "$temporary"' EXIT

install_tools() {
  cmp -s deploy/contract-validators.txt "$dir/contracts.txt" && return
  if ! python3 -c 'import ensurepip' 2>/dev/null; then
    as_root apt-get -q update
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install --yes --no-install-recommends python3-venv
  fi
  rm -rf "$dir/contracts"
  python3 -m venv "$dir/contracts"
  "$python/pip" install --quiet --disable-pip-version-check --no-compile --requirement deploy/contract-validators.txt
  cp deploy/contract-validators.txt "$dir/contracts.txt"
}

# validates NAME FILE...: checks the bodies in the files by the schema NAME.
validates() { "$python/check-jsonschema" --schemafile "$contracts/schemas/$1.schema.json" "${@:2}"; }

names() { (cd "$contracts/schemas" && printf '%s\n' *.schema.json | sed 's/\.schema\.json$//'); }

schemas_are_schemas() { "$python/check-jsonschema" --check-metaschema "$contracts"/schemas/*.json; }

examples_are_valid() {
  local name
  for name in $(names); do validates "$name" "$contracts/examples/$name".*.json || return 1; done
}

# The signed form is in the body as base64, which a schema cannot decode.
forms_are_valid() {
  "$python/python" - "$contracts" "$temporary" <<'PYTHON'
import base64, json, pathlib, sys
contracts, temporary = map(pathlib.Path, sys.argv[1:])
for file in (contracts / "examples").glob("application.submitted.v1.*.json"):
    (temporary / f"form-{file.name}").write_bytes(base64.b64decode(json.loads(file.read_text())["form"], validate=True))
PYTHON
  validates application.form.v1 "$temporary"/form-*.json
}

# Makes from each example broken bodies: in each of them one required field is missing, or one field has another kind.
broken_ones_are_refused() {
  "$python/python" - "$contracts" "$temporary" <<'PYTHON'
import json, pathlib, sys
contracts, temporary = map(pathlib.Path, sys.argv[1:])
for file in sorted((contracts / "schemas").glob("*.json")):
    name, schema = file.name.removesuffix(".schema.json"), json.loads(file.read_text())
    root = schema["$defs"][schema["$ref"].split("/")[-1]]
    body = json.loads((contracts / "examples" / f"{name}.typical.json").read_text())
    for key in root.get("required", []):
        (temporary / f"broken-{name}@without-{key}.json").write_text(json.dumps({k: v for k, v in body.items() if k != key}))
    for key in root.get("properties", {}):
        (temporary / f"broken-{name}@kind-{key}.json").write_text(json.dumps(body | {key: 1.5}))
PYTHON
  local name number
  number=$(find "$temporary" -name 'broken-*' | wc -l)
  ((number > 100)) || { printf 'only %s broken bodies were made\n' "$number"; return 1; }
  # One run for each type: the report names every file that the validator refused.
  for name in $(names); do
    compgen -G "$temporary/broken-$name@*.json" >/dev/null || continue
    validates "$name" --output-format json "$temporary/broken-$name@"*.json >"$temporary/report.json" && return 1
    "$python/python" - "$temporary" "$name" <<'PYTHON' || return 1
import json, pathlib, sys
temporary, name = pathlib.Path(sys.argv[1]), sys.argv[2]
refused = {pathlib.Path(error["filename"]).name for error in json.loads((temporary / "report.json").read_text())["errors"]}
taken = sorted(file.name for file in temporary.glob(f"broken-{name}@*.json") if file.name not in refused)
sys.exit(f"taken, although broken: {taken}" if taken else 0)
PYTHON
  done
}

# Parses the document with models of AsyncAPI 3.0 that accept only what the specification allows, and follows every
# reference.
cat >"$temporary/asyncapi.py" <<'PYTHON'
import json, sys
from asyncapi3.models.asyncapi import AsyncAPI3

def references(value):
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str): yield value["$ref"]
        for part in value.values(): yield from references(part)
    elif isinstance(value, list):
        for part in value: yield from references(part)

def parse(document):
    parsed = AsyncAPI3.model_validate(document)
    for reference in references(document):
        place = document
        for key in reference.removeprefix("#/").split("/"): place = place[key.replace("~1", "/").replace("~0", "~")]
    return parsed
PYTHON

asyncapi_is_parsed() {
  PYTHONPATH=$temporary "$python/python" - "$contracts/asyncapi.json" <<'PYTHON'
import json, sys
from asyncapi import parse
parsed = parse(json.load(open(sys.argv[1])))
assert len(parsed.components.messages.root) == 8 and len(parsed.operations.root) > 10, "not all of it was read"
PYTHON
}

broken_asyncapi_is_refused() {
  PYTHONPATH=$temporary "$python/python" - "$contracts/asyncapi.json" <<'PYTHON'
import copy, json, sys
from asyncapi import parse
document = json.load(open(sys.argv[1]))
def without_title(d): del d["info"]["title"]
def other_action(d): next(iter(d["operations"].values()))["action"] = "publish"
def unknown_key(d): next(iter(d["channels"].values()))["routingKey"] = "a"
def dangling(d): next(iter(d["operations"].values()))["channel"]["$ref"] = "#/channels/nowhere"
def other_version(d): d["asyncapi"] = "2.6.0"
for breaking in [without_title, other_action, unknown_key, dangling, other_version]:
    broken = copy.deepcopy(document)
    breaking(broken)
    try: parse(broken)
    except Exception: continue
    sys.exit(f"taken, although broken: {breaking.__name__}")
PYTHON
}

wire_is_valid() {
  local folder
  for folder in "$wire"/*/; do validates "$(basename "$folder")" "$folder"*.json || return 1; done
}

step "Validators"
install_tools

step "The contract's documents"
check "the schemas are JSON Schema 2020-12" quietly "$temporary/output" schemas_are_schemas
check "every example is valid by its schema" quietly "$temporary/output" examples_are_valid
check "the forms in the examples are valid by the form's schema" quietly "$temporary/output" forms_are_valid
check "the schemas refuse broken bodies" quietly "$temporary/output" broken_ones_are_refused
check "a parser of AsyncAPI 3.0 reads asyncapi.json" quietly "$temporary/output" asyncapi_is_parsed
check "the parser refuses a broken asyncapi.json" quietly "$temporary/output" broken_asyncapi_is_refused
if [[ -d $wire ]]; then
  check "$(find "$wire" -name '*.json' | wc -l) bodies that tests recorded are valid by their schemas" wire_is_valid
else
  note "(there are no recorded bodies in $wire, so none are checked)"
fi
end_checks
