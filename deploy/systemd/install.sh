#!/usr/bin/env bash
# Installs the workers, the board, admissionctl and the systemd units, or removes them.
#
#   [PREFIX=/usr/local] [DESTDIR=] [BIN=.build/release] install.sh install
#   [PREFIX=/usr/local] [DESTDIR=]                      install.sh uninstall
#
# A second installation replaces programs and units, and leaves /etc/qabyldau as it is. Uninstalling leaves
# configuration, store and users. With DESTDIR, files are written into that folder and the running system is not
# changed.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../local/common.sh"

prefix=${PREFIX:-/usr/local}
destination=${DESTDIR:-}
built=${BIN:-$checkout/.build/release}
mapfile -t workers < <(sed '/^#/d' "$checkout/deploy/workers.txt")
workers+=("board AdmissionBoard")

here=$checkout/deploy/systemd
programs=$destination$prefix/lib/qabyldau
commands=$destination$prefix/bin
units=$destination$prefix/lib/systemd/system
users=$destination$prefix/lib/sysusers.d
folders=$destination$prefix/lib/tmpfiles.d
documents=$destination$prefix/share/doc/qabyldau
completions=$destination$prefix/share/bash-completion/completions
configuration=$destination/etc/qabyldau

systemd_runs() { [[ -z $destination && -d /run/systemd/system ]]; }

# place MODE SOURCE TARGET: installs a file, with this installation's prefix in it.
place() { sed "s|/usr/local/|$prefix/|g" "$2" | install -D -m "$1" /dev/stdin "$3"; }

install_all() {
  local each worker program file
  for each in "${workers[@]}"; do
    read -r worker program <<<"$each"
    [[ -x $built/$program ]] || fail "there is no $built/$program; run \`make release\` first, or say where with BIN=."
    install -D -m 755 "$built/$program" "$programs/$program"
    place 644 "$here/qabyldau-$worker@.service" "$units/qabyldau-$worker@.service"
  done
  install -D -m 755 "$built/admissionctl" "$commands/admissionctl"
  # The script is made by running the program. Programs for another machine may not run here; then there is no script.
  install -d -m 755 "$completions"
  if ! "$built/admissionctl" --generate-completion-script bash >"$completions/admissionctl"; then
    rm -f "$completions/admissionctl"
    note "admissionctl does not run here, so bash will not complete its commands."
  fi
  place 644 "$here/qabyldau-@.service.d/worker.conf" "$units/qabyldau-@.service.d/worker.conf"
  install -D -m 644 "$here/qabyldau.sysusers" "$users/qabyldau.conf"
  install -D -m 644 "$here/qabyldau.tmpfiles" "$folders/qabyldau.conf"
  install -D -m 644 "$checkout/docs/operations.md" "$documents/operations.md"
  install -D -m 644 "$checkout/Sources/Admission/Editions/editions.json" "$documents/rules.json"
  install -d -m 755 "$configuration"
  for file in "$here"/environment/*.env; do
    file=${file##*/}
    [[ -e $configuration/$file ]] || install -m 600 "$here/environment/$file" "$configuration/$file"
  done
  if systemd_runs; then
    systemd-sysusers "$users/qabyldau.conf"
    systemd-tmpfiles --create "$folders/qabyldau.conf"
    systemctl daemon-reload
  fi
  note "Installed in $destination$prefix. Its configuration is $configuration/*.env."
}

uninstall_all() {
  local each worker
  for each in "${workers[@]}"; do
    worker=${each%% *}
    if systemd_runs; then
      systemctl stop "qabyldau-$worker@*.service"
      systemctl --quiet disable "qabyldau-$worker@.service"
    fi
    rm -f "$units/qabyldau-$worker@.service"
  done
  rm -rf "$programs" "$documents" "$units/qabyldau-@.service.d"
  rm -f "$commands/admissionctl" "$completions/admissionctl" "$users/qabyldau.conf" "$folders/qabyldau.conf"
  if systemd_runs; then systemctl daemon-reload; fi
  note "Removed from $destination$prefix. Left: $configuration, $destination/var/lib/qabyldau and the users."
}

case ${1:-} in
  install) install_all ;;
  uninstall) uninstall_all ;;
  *) sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 64 ;;
esac
