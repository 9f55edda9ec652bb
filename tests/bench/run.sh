#!/usr/bin/env bash
# Runs the benchmarks of a build folder; each figure of speed is the median of five repetitions.
set -euo pipefail
build=$1
options=(--benchmark_repetitions=5 --benchmark_report_aggregates_only=true
  --benchmark_display_aggregates_only=true --benchmark_counters_tabular=true)
"$build/tests/bench/belief_bench" "${options[@]}" | grep -v -E '_(mean|stddev|cv)'
"$build/tests/bench/history_bench" "${options[@]}" | grep -v -E '_(mean|stddev|cv)'
"$build/tests/bench/program_bench" "${options[@]}" | grep -v -E '_(mean|stddev|cv)'
"$build/tests/bench/series_bench"
