#!/usr/bin/env bash
# Runs a portal's own integration tests against the sandbox on this machine: the one of `make up` if it runs, or else
# one that this script starts and ends.
#
#   Examples/tests-swift/run.sh
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../../deploy/local/common.sh
source "$here/../../deploy/local/common.sh"
needs_swift
dir=$checkout/.local/system
mapfile -t build < <(example_build "$here")

is_ours=no
recorded "$dir/Sandbox.pid" >/dev/null || is_ours=yes
end_system() {
  end_session "$2" 5
  [[ $is_ours == no ]] || "$local_scripts/system.sh" down
}
on_leaving end_system

[[ $is_ours == no ]] || in_session "$local_scripts/system.sh" up
# shellcheck source=/dev/null
source "$dir/env"
export MESSAGES=$dir/sandbox/messages

step "The portal's tests"
# With the same versions of the dependencies as the checkout.
cp "$checkout/Package.resolved" "$here/"
in_session swift test "${build[@]}" --disable-xctest
