#!/usr/bin/env bash
# Tests the board in a real Chromium, against a private broker with workers and a board of its own, and stops them all.
#
#   test-browser.sh [PYTEST-ARGUMENT…]     for example -k sign_in
#
# Screenshots of failed tests, and those that the tests take, are in .local/browser/pictures.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

dir=$checkout/.local/browser
python=$dir/python/bin

install_tools() {
  "$local_scripts/dependencies.sh" browser
  local tests=$checkout/Tests/BrowserTests
  cat "$tests/requirements.txt" "$tests/axe.txt" | cmp -s - "$dir/python/installed.txt" && return
  rm -rf "$dir/python"
  python3 -m venv "$dir/python"
  "$python/pip" install --quiet --disable-pip-version-check --requirement "$tests/requirements.txt"
  # Only for its copy of axe-core, not for the browsers that it would install.
  "$python/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$tests/axe.txt"
  cat "$tests/requirements.txt" "$tests/axe.txt" >"$dir/python/installed.txt"
}

end_system() {
  "$local_scripts/system.sh" end "$dir/system" >/dev/null
  # The tests start it when the first of them needs it.
  [[ ! -d $dir/sandbox ]] || "$local_scripts/system.sh" end "$dir/sandbox" >/dev/null
}

mkdir -p "$dir/system" "$dir/pictures"
needs_swift
hold_place "$dir/running" "make test-browser"
step "Browser"
install_tools
on_leaving end_system
in_session "$local_scripts/system.sh" start "$dir/system"

step "Tests"
export BOARD_SYSTEM=$dir/system BOARD_SANDBOX=$dir/sandbox BOARD_PICTURES=$dir/pictures BOARD_PROGRAMS=$checkout/.build/debug CHECKOUT=$checkout
in_session "$python/pytest" --quiet -p no:cacheprovider "$checkout/Tests/BrowserTests" "$@"
