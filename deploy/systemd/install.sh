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
# The number, name and program of each worker.
mapfile -t workers < <(sed '/^#/d' "$checkout/deploy/workers.txt" | cat -n)

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

# place SOURCE TARGET: installs a text, with this installation's prefix in it.
place() { sed "s|/usr/local/|$prefix/|g" "$1" | install -D -m 644 /dev/stdin "$2"; }

# place_program PROGRAM: installs a program that systemd runs.
place_program() {
  [[ -x $built/$1 ]] || fail "there is no $built/$1; run \`make release\` first, or say where with BIN=."
  install -D -m 755 "$built/$1" "$programs/$1"
}

# place_worker NUMBER NAME PROGRAM: installs a worker with its unit, its user and its settings. The processes of the
# first worker serve their health at the ports 8101 to 8109, those of the second at 8201 to 8209.
place_worker() {
  place_program "$3"
  sed -e "s/NAME/$2/g" -e "s/PROGRAM/$3/" -e "s/PORTS/8${1}0/" "$here/qabyldau-worker@.service" |
    place /dev/stdin "$units/qabyldau-$2@.service"
  printf 'u qabyldau-%s -:qabyldau "Qabyldau worker %s" /var/lib/qabyldau\n' "$2" "$2" >>"$users/qabyldau.conf"
  [[ -e $configuration/$2.env ]] || install -m 600 /dev/stdin "$configuration/$2.env" <<<"\
# The settings of the $2 worker, besides common.env.
AMQP_URL=amqp://$2:CHANGE_ME@127.0.0.1:5672/"
}

install_all() {
  local each file
  local -a fields
  install -d -m 755 "$configuration"
  for file in "$here"/environment/*.env; do
    file=${file##*/}
    [[ -e $configuration/$file ]] || install -m 600 "$here/environment/$file" "$configuration/$file"
  done
  install -D -m 644 "$here/qabyldau.sysusers" "$users/qabyldau.conf"
  for each in "${workers[@]}"; do
    read -ra fields <<<"$each"
    place_worker "${fields[@]}"
  done
  place_program AdmissionBoard
  place "$here/qabyldau-board@.service" "$units/qabyldau-board@.service"
  install -D -m 755 "$built/admissionctl" "$commands/admissionctl"
  # The script is made by running the program. Programs for another machine may not run here; then there is no script.
  install -d -m 755 "$completions"
  if ! "$built/admissionctl" --generate-completion-script bash >"$completions/admissionctl"; then
    rm -f "$completions/admissionctl"
    note "admissionctl does not run here, so bash will not complete its commands."
  fi
  place "$here/qabyldau-@.service.d/worker.conf" "$units/qabyldau-@.service.d/worker.conf"
  install -D -m 644 "$here/qabyldau.tmpfiles" "$folders/qabyldau.conf"
  install -D -m 644 "$checkout/docs/operations.md" "$documents/operations.md"
  install -D -m 644 "$checkout/Sources/Admission/Editions/editions.json" "$documents/rules.json"
  if systemd_runs; then
    systemd-sysusers "$users/qabyldau.conf"
    systemd-tmpfiles --create "$folders/qabyldau.conf"
    systemctl daemon-reload
  fi
  note "Installed in $destination$prefix. Its configuration is $configuration/*.env."
}

uninstall_all() {
  local each name
  for each in "${workers[@]}" "- board AdmissionBoard"; do
    read -r _ name _ <<<"$each"
    if systemd_runs; then
      systemctl stop "qabyldau-$name@*.service"
      systemctl --quiet disable "qabyldau-$name@.service"
    fi
    rm -f "$units/qabyldau-$name@.service"
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
