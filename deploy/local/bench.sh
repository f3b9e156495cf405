#!/usr/bin/env bash
# Builds the programs to measure with optimisation, and measures them; see docs/performance.md.
#
#   bench.sh bench     everything, in one table; ONLY, SCALE, ROUNDS, WRITE in the environment
#   bench.sh soak      a steady load for SOAK_SECONDS; fails if a worker's memory, threads or CPU per message grow
#   bench.sh counts    compares instructions of the hot paths with Benchmarks/thresholds.txt; REFRESH=1 writes that file
#
# BENCH_BIN in the environment names a folder of programs that are already built.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
needs_swift

case ${1:-} in
  bench) script=bench.py products=("${all_programs[@]}" BenchmarkTool) ;;
  soak) script=soak.py products=("${all_programs[@]}" BenchmarkTool) ;;
  counts) script=counts.py products=(BenchmarkTool) ;;
  *) fail "usage: bench.sh bench|soak|counts" ;;
esac

"$local_scripts/dependencies.sh" "$1"
if [[ -z ${BENCH_BIN:-} ]]; then
  step "Building (the first time takes some minutes)"
  for product in "${products[@]}"; do
    in_session swift build --package-path "$checkout" --configuration release --static-swift-stdlib --product "$product"
  done
fi
PYTHONDONTWRITEBYTECODE=1 exec python3 "$checkout/Benchmarks/driver/$script"
