#!/usr/bin/env bash
# Compares the contract of the last release with the messages that the workers read and write now, and fails if a
# program that relies on that release would break.
#
#   check-contract.sh [CHECKOUT]     the checkout whose last tag is the release; by default this one
#
# If the checkout has no tag, or its tag has no contract, there is nothing to compare; the script says so and succeeds.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

repository=${1:-$checkout}
ctl=$checkout/.build/debug/admissionctl

tag=$(git -C "$repository" describe --tags --abbrev=0 2>/dev/null) || {
  note "There is no tag here, so no release to compare the contract with."
  exit
}
git -C "$repository" rev-parse --quiet --verify "$tag:contracts/v1" >/dev/null || {
  note "$tag has no contracts/v1 to compare with."
  exit
}
[[ -x $ctl ]] || fail "admissionctl is not built; \`make build\` does it."
released=$(mktemp -d)
trap 'rm -rf "$released"' EXIT
git -C "$repository" archive "$tag" contracts/v1 | tar -x -C "$released"
note "Compared with the contract of $tag:"
"$ctl" contracts check "$released/contracts/v1"
