#!/usr/bin/env bash
# Debian root folders with another version of RabbitMQ than the installed one, for tests. Each is made once by
# debootstrap (about a minute and 400 MB), kept in ${XDG_CACHE_HOME:-~/.cache}/qabyldau/roots, and entered by chroot.
#
#   debian-root.sh make VERSION                  make the folder for a version if it is missing, and print its path
#   debian-root.sh enter ROOT FOLDER COMMAND…    run a command in it; the command sees FOLDER and /tmp at their own paths
#
# VERSION is 4.0 or 4.3. The packages come from the mirror in the machine's own apt sources, or from DEBIAN_MIRROR.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# The Debian release that has the version. sid changes; the exact version is printed when a broker starts.
declare -A suites=([4.0]=trixie [4.3]=sid)

usage() {
  sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 64
}

# mirror_of_this_machine: prints the address from which apt fetches Debian itself, not its security updates.
mirror_of_this_machine() {
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' 'Label: Debian' 2>/dev/null | head -n 1
}

make_root() {
  local version=$1 suite=${suites[$1]:-} folder root mirror output
  [[ -n $suite ]] || fail "there is no RabbitMQ $version to be had; BROKER is one of: 3.10 ${!suites[*]}."
  ((EUID == 0)) || fail "RabbitMQ $version is started in a Debian of its own by chroot, which needs root; run it as root."
  folder=${XDG_CACHE_HOME:-$HOME/.cache}/qabyldau/roots
  root=$folder/$version
  mkdir -p "$folder"
  # Several checkouts share the folder.
  exec {turn}>"$folder/$version.lock"
  flock "$turn"
  if [[ ! -d $root ]]; then
    command -v debootstrap >/dev/null || fail "debootstrap is missing; BROKER=$version deploy/local/dependencies.sh installs it."
    mirror=${DEBIAN_MIRROR:-$(mirror_of_this_machine)}
    [[ -n $mirror ]] || fail "no mirror of Debian is among apt's sources; name one in DEBIAN_MIRROR."
    note "Fetching RabbitMQ $version in a Debian $suite of its own, once" >&2
    # shellcheck disable=SC2115
    rm -rf "$root.new"
    output=$folder/$version.log
    # The packages' scripts do not get the lock's file descriptor; otherwise a process of theirs could keep the lock.
    if ! debootstrap --variant=minbase --include=rabbitmq-server "$suite" "$root.new" "$mirror" >"$output" 2>&1 {turn}>&-; then
      tail_of "$output"
      fail "debootstrap failed; the reason is above."
    fi
    rm -rf "$root.new"/var/cache/apt/archives/*.deb "$root.new"/var/lib/apt/lists/*
    printf '127.0.0.1 localhost\n' >"$root.new/etc/hosts"
    mv "$root.new" "$root"
  fi
  printf '%s\n' "$root"
}

# The mounts exist only for this command, in a mount namespace of its own: nothing is left behind, however the command
# ends.
enter() {
  local root=$1 folder=$2
  shift 2
  # shellcheck disable=SC2016
  exec unshare --mount --propagation private bash -c '
    set -e
    root=$1 folder=$2
    shift 2
    for each in /proc /dev /tmp "$folder"; do
      mkdir -p "$root$each"
      mount --rbind "$each" "$root$each"
    done
    exec chroot "$root" "$@"' _ "$root" "$folder" "$@"
}

case ${1:-} in
  make) (($# == 2)) || usage; make_root "$2" ;;
  enter) (($# >= 4)) || usage; enter "${@:2}" ;;
  *) usage ;;
esac
