#!/usr/bin/env bash
# Builds the programs of an older revision and runs them beside the present ones, on the same queues and the same store,
# with the private broker and PostgreSQL of test.sh. Older processes are drained and newer ones join while applications
# are published.
#
#   FROM=revision test-upgrade.sh
#
# The programs of each revision stay in .local/upgrade for the next time. The tests find in their environment, besides
# the variables of test.sh:
#   UPGRADE_BIN        the folder of the older programs
#   UPGRADE_POSTGRES   set if the older programs know PostgreSQL
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

needs_swift
[[ -n ${FROM:-} ]] || fail "Say which revision to upgrade from: make test-upgrade FROM=revision."
revision=$(git -C "$checkout" rev-parse --verify --quiet "$FROM^{commit}") ||
  fail "'$FROM' is no revision of this checkout; git log --oneline lists them."
dir=$checkout/.local/upgrade
programs=$dir/$revision
mkdir -p "$dir"

end_build() { end_session "$2" 5; }

if [[ ! -d $programs ]]; then
  hold_place "$dir/running" "make test-upgrade"
  on_leaving end_build
  step "Debian packages"
  "$local_scripts/dependencies.sh"

  step "Building $(git -C "$checkout" log -1 --format='%h %s' "$revision")"
  # One clone for all revisions, so that their dependencies are built once.
  [[ -d $dir/source ]] || git clone --quiet --shared --no-checkout "$checkout" "$dir/source"
  git -C "$dir/source" checkout --quiet --force --detach "$revision"
  rm -rf "$programs.new"
  mkdir "$programs.new"
  for product in "${all_programs[@]}"; do
    in_session swift build --package-path "$dir/source" --product "$product"
    cp "$dir/source/.build/debug/$product" "$programs.new"
  done
  mv "$programs.new" "$programs"
  trap - EXIT HUP INT PIPE TERM
fi

if "$programs/admissionctl" --help | grep -q '^  store '; then export UPGRADE_POSTGRES=1; fi
export UPGRADE_BIN=$programs
exec "$local_scripts/test.sh" --filter UpgradeTests
