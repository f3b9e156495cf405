#!/usr/bin/env bash
# Installs the Debian packages that are missing for building and trying Qabyldau.
#
#   deploy/local/dependencies.sh [bench|soak|counts|examples|browser]      with an argument: also the packages for it
#
# BROKER in the environment is the version of RabbitMQ to try; see debian-root.sh.
#
# It does not start the packages' system services, neither now nor at the next boot, and makes no system cluster of
# PostgreSQL.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# The one list of packages, each with its reason.
declare -A reasons=(
  [rabbitmq-server]="the broker; a private one is started for the demo and the tests"
  [librabbitmq-dev]="the AMQP client library that the workers link"
  [libssl-dev]="the TLS library of librabbitmq; it tells why a certificate was refused"
  [libsqlite3-dev]="the store that the workers link"
  [postgresql]="the store for several machines; a private one is started for the tests"
  [libpq-dev]="the PostgreSQL client library that the workers link"
  [libcurl4-openssl-dev]="linked by Foundation in programs that contain the Swift runtime"
  [openssl]="signs messages for the tests, as a program that is not ours"
  [prometheus]="its promtool checks the metrics page, in a test"
  [pkg-config]="tells the Swift package manager where those libraries are"
)
# Only if BROKER names another RabbitMQ than the installed one.
if [[ ${BROKER:-3.10} != 3.10 ]]; then
  reasons[debootstrap]="fetches the Debian that has RabbitMQ $BROKER"
fi

# The additional packages of `make bench` and similar commands, and of `make examples`.
case ${1:-} in
  bench)
    reasons[gcc]="compiles the relay in C that ours is compared with"
    reasons[golang-go]="compiles the worker in Go that ours is compared with"
    reasons[golang-github-rabbitmq-amqp091-go-dev]="its AMQP client library"
    reasons[golang-github-mattn-go-sqlite3-dev]="its SQLite library"
    ;;
  counts)
    reasons[valgrind]="counts instructions"
    reasons[binutils]="removes debugging information that valgrind cannot read from a program"
    ;;
  browser)
    reasons[chromium]="the browser in which the board is tested"
    reasons[chromium-driver]="lets a program control chromium"
    reasons[fonts-dejavu-core]="has the Kazakh and Russian letters"
    reasons[python3-venv]="makes a separate folder for Selenium"
    ;;
  examples)
    reasons[default-jdk-headless]="compiles and runs the portal in Java"
    reasons[librabbitmq-client-java]="its AMQP client library"
    reasons[php-cli]="runs the school in PHP"
    reasons[php-amqplib]="its AMQP client library"
    reasons[python3-venv]="makes a separate folder for the libraries of the portal and the school in Python"
    ;;
esac
[[ -z ${1:-} ]] || reasons[python3]="runs what is written in Python"

is_installed() { [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || fail "\
this is no Debian. Install the counterparts of these packages yourself: ${!reasons[*]}."

missing=()
for package in "${!reasons[@]}"; do
  is_installed "$package" || missing+=("$package")
done
if ((${#missing[@]} == 0)); then
  note "All needed Debian packages are there."
  exit 0
fi

note "These Debian packages are missing and will be installed:"
for package in "${missing[@]}"; do
  note "  $package: ${reasons[$package]}"
done

as_root=()
if ((EUID != 0)); then
  command -v sudo >/dev/null || fail "\
installing packages needs root, and there is no sudo. As root, run: apt-get install ${missing[*]}"
  as_root=(sudo)
  note "(sudo may ask for your password)"
fi

# While packages are installed, Debian asks /usr/sbin/policy-rc.d whether a service may start. This script's version
# refuses; afterwards the file that was there before is restored.
policy=/usr/sbin/policy-rc.d
earlier=/usr/sbin/policy-rc.d.before-qabyldau

place_policy() {
  [[ -e $earlier || ! -e $policy ]] || "${as_root[@]}" mv "$policy" "$earlier"
  printf '%s\n' '#!/bin/sh' "# Only while Qabyldau's deploy/local/dependencies.sh installs packages." 'exit 101' |
    "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod 755 "$policy"
}

# Debian makes and starts a cluster when it installs PostgreSQL, unless it is told not to.
no_cluster=/etc/postgresql-common/createcluster.d/qabyldau.conf

place_no_cluster() {
  "${as_root[@]}" mkdir -p "${no_cluster%/*}"
  echo 'create_main_cluster = false' | "${as_root[@]}" tee "$no_cluster" >/dev/null
}

restore_policy() {
  "${as_root[@]}" rm -f "$no_cluster"
  if [[ -e $earlier ]]; then
    "${as_root[@]}" mv "$earlier" "$policy"
  else
    "${as_root[@]}" rm -f "$policy"
  fi
}

services=()
for package in rabbitmq-server postgresql prometheus; do
  is_installed "$package" || services+=("$package.service")
done
is_installed erlang-base || services+=(epmd.service epmd.socket)

if ((${#services[@]})); then
  on_leaving restore_policy
  place_policy
fi
is_installed postgresql || place_no_cluster

apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0 "$@" </dev/null; }
apt update || fail "apt-get update failed; the reason is above."
apt install --yes --no-install-recommends "${missing[@]}" || fail "apt-get install failed; the reason is above."

# Debian enables a newly installed service for the next boot.
if ((${#services[@]})); then
  for service in "${services[@]}"; do
    [[ ! -e /etc/init.d/${service%.service} ]] || "${as_root[@]}" update-rc.d "${service%.service}" disable || true
  done
  ! command -v systemctl >/dev/null || "${as_root[@]}" systemctl --quiet disable "${services[@]}" || true
fi
note "Installed: ${missing[*]}."
