#!/usr/bin/env bash
# Writes the documentation of the public products into .build/docs, one archive each. A warning is an error, and so is a
# Swift block on a page that does not compile.
#
#   deploy/local/docs.sh
#
# It needs only the toolchain: the symbols come from the modules that `swift build` has made.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$checkout"
needs_swift

products=(QueueContracts AdmissionPublisher WorkerBase WorkerRuntime RabbitBroker WorkerStore WorkerTesting)

swift build
bin=$(swift build --show-bin-path)
triple=$(swift -print-target-info | sed -n 's/.*"triple" *: *"\([^"]*\)".*/\1/p' | head -n 1)
# The C modules, as the build itself named them.
flags=()
while read -r map; do flags+=(-Xcc "$map"); done < <(grep -o -- '-fmodule-map-file=[^"]*' .build/debug.yaml | sort -u)
# Where their headers are.
for flag in $(pkg-config --cflags-only-I libpq librabbitmq); do flags+=(-Xcc "$flag"); done

for product in "${products[@]}"; do
  symbols=.build/docs/symbols/$product
  archive=.build/docs/$product.doccarchive
  rm -rf "$symbols" "$archive"
  mkdir -p "$symbols"
  swift symbolgraph-extract -module-name "$product" -target "$triple" -I "$bin/Modules" "${flags[@]}" \
    -minimum-access-level public -skip-inherited-docs -output-dir "$symbols"
  docc convert "Sources/$product/$product.docc" --additional-symbol-graph-dir "$symbols" \
    --fallback-display-name "$product" --fallback-bundle-identifier "kz.qabyldau.$product" \
    --warnings-as-errors --output-path "$archive"
  note "$archive"
done

step "The pages' Swift blocks compile"
deploy/check-swift-blocks.pl -target "$triple" -I "$bin/Modules" "${flags[@]}"
