#!/usr/bin/env bash
# Packs the output of `make release` into .local/dist/qabyldau-VERSION-linux-ARCH.tar.gz, with a SHA256SUMS beside it:
# programs without their symbols, manual pages, completions, systemd units, documents. bin/admissionctl runs from any
# folder. The units find everything if the files are copied into /usr/local (and etc into /etc).
#
#   [BIN=.build/release] dist.sh
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/local/common.sh"
cd "$checkout"

built=${BIN:-.build/release}
version=$(sed -n 's/.*static let version = "\(.*\)"/\1/p' Sources/WorkerRuntime/Service/Build.swift)
name=qabyldau-$version-linux-$(uname -m)
target=.local/dist
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
place=$work/$name

step "Programs"
mkdir -p "$work/programs" "$place"
for program in "${all_programs[@]}" AdmissionBoard; do
  [[ -x $built/$program ]] || fail "there is no $built/$program; \`make release\` builds it."
  strip -o "$work/programs/$program" "$built/$program"
done
ctl=$work/programs/admissionctl
DESTDIR=$work/root PREFIX=/usr/local BIN=$work/programs deploy/systemd/install.sh install >/dev/null
mv "$work"/root/usr/local/* "$work/root/etc" "$place"

step "Manual pages, completions, documents"
mkdir -p "$place/share/man/man1" "$place/share/zsh/site-functions" "$place/share/fish/vendor_completions.d"
"$ctl" --experimental-dump-help | deploy/manual.py "$version" "$place/share/man/man1"
gzip -9n "$place"/share/man/man1/*
"$ctl" --generate-completion-script zsh >"$place/share/zsh/site-functions/_admissionctl"
"$ctl" --generate-completion-script fish >"$place/share/fish/vendor_completions.d/admissionctl.fish"
cp LICENSE README.md "$place"
cp docs/sandbox.md docs/contract.md CHANGELOG.md "$place/share/doc/qabyldau"
cp -r contracts "$place/share/doc/qabyldau"

step "The archive"
(cd "$place" && find . -type f -print0 | sort -z | xargs -0 sha256sum) >"$work/sums"
mv "$work/sums" "$place/SHA256SUMS"
mkdir -p "$target"
# The same programs always give the same bytes, whenever they are packed.
tar --create --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$(git log -1 --format=%ct 2>/dev/null || echo 0)" \
  --directory "$work" "$name" | gzip -9n >"$work/archive"
mv "$work/archive" "$target/$name.tar.gz"
(cd "$target" && sha256sum "$name.tar.gz" >SHA256SUMS)
note "$target/$name.tar.gz, $(du -h "$target/$name.tar.gz" | cut -f1)"
