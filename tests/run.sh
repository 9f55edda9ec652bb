#!/usr/bin/env bash
# Installs what is missing, builds, runs every test, and ends with the line "N passed, N failed".
#   tests/run.sh          all tests, optimised, warnings are errors
#   tests/run.sh asan     the same under the address and undefined-behaviour sanitizers, with fewer
#                         of the worlds and rounds that are drawn alike (how_many.h)
#   tests/run.sh browser  HTML reports in Chromium (SHOTS=FOLDER keeps pictures)
#   tests/run.sh clang    engine and program by clang++-16 -O2, the answers and texts they give
#   tests/run.sh tsan     what uses threads, under the thread sanitizer
#   tests/run.sh fuzz     the fuzzers, a minute each (FUZZ_SECONDS=600 for ten)
#   tests/run.sh coverage lines and branches of engine/ that the tests run, by folder
#   tests/run.sh bench    the benchmarks
#   tests/run.sh format   formatting
#   tests/run.sh recent   clang-tidy over the files of the newest commits, for ten minutes at most
#   tests/run.sh lint     formatting and clang-tidy of everything (about ten minutes)
#   tests/run.sh full     all of these but coverage, bench and recent; the last line sums them up
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/setup.sh
mode=${1:-all}

# run_tests FOLDER CTEST-OPTION... - counts doctest's cases, and each other test as one. Nothing run,
# a program without cases and a case that is skipped are failures, too.
run_tests() {
  local folder=$1 log status=0
  shift
  log=$folder/tests.log
  say "Running the tests (log: $log)"
  # Those that kill, wait and measure run alone (RUN_SERIAL); the others side by side.
  ctest --test-dir "$folder" -V -j "$(nproc)" "$@" >"$log" 2>&1 || status=$?
  awk '
    /^test [0-9]+$/ { next }
    /^[0-9]+: \[doctest\] test cases:/ {
      split($0, id, ":"); gsub(/\|/, " ")
      for (i = 1; i <= NF; ++i) {
        if ($i == "passed") cases[id[1]] += $(i - 1)
        if ($i == "failed" || $i == "skipped") bad[id[1]] += $(i - 1)
      }
    }
    /Test +#[0-9]+: / {
      match($0, /#[0-9]+/); n = substr($0, RSTART + 1, RLENGTH - 1)
      good = ($0 ~ / Passed /)
      if (n in cases) {
        if (cases[n] + bad[n] == 0) good = 0
        passed += cases[n]; failed += bad[n]; if (!good && bad[n] == 0) failed++
      }
      else if (good) passed++
      else failed++
      if (!good) print "FAILED: " $0
    }
    END { printf "%d %d\n", passed, failed }' "$log" >"$folder/counted"
  grep -E '^FAILED' "$folder/counted" || true
  read -r passed failed < <(tail -n 1 "$folder/counted")
  if [ "$status" -ne 0 ]; then
    grep -E 'ERROR|FAILED|error:|is NOT correct|Sanitizer|Falsifiable' "$log" | head -n 60 || true
    [ "$failed" -gt 0 ] || failed=1
  fi
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

# Runs the tests of the HTML reports with Node; each test counts as one.
test_in_browser() {
  local log=build/browser.log status=0
  (cd tests/browser && npm ci --silent --ignore-scripts)
  say "Running the tests in $(chromium --version 2>/dev/null) (log: $log)"
  node --test --test-reporter=tap tests/browser/ >"$log" 2>&1 || status=$?
  grep -E '^ *not ok' "$log" || true
  passed=$(sed -n 's/^# pass //p' "$log")
  failed=$(sed -n 's/^# fail //p' "$log")
  failed=$((${failed:-1} + $(sed -n 's/^# \(skipped\|todo\|cancelled\) //p' "$log" | paste -sd + | sed 's/^$/0/')))
  [ "$status" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
  printf '%d passed, %d failed\n' "${passed:-0}" "$failed"
  [ "$failed" -eq 0 ] && [ "${passed:-0}" -gt 0 ]
}

check_format() {
  ensure_packages clang-format
  mapfile -t files < <(git ls-files '*.cc' '*.h')
  say "Formatting of ${#files[@]} files"
  [ ${#files[@]} -gt 0 ]
  clang-format --dry-run -Werror "${files[@]}"
}

# What clang-tidy needs: clang cannot read g++'s precompiled headers, nor knows all of its warnings.
prepare_lint() {
  ensure_packages "${build_packages[@]}" "${test_packages[@]}" clang-tidy
  cmake -S . -B build-lint -G Ninja --log-level=WARNING -DCMAKE_BUILD_TYPE=Release \
    -DSIGNPOST_TESTS=ON -DSIGNPOST_WERROR=ON -DCMAKE_EXPORT_COMPILE_COMMANDS=ON \
    -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON
}

# lint_until TIME FILE - clang-tidy of one file, broken off at that time (seconds of the epoch). Says
# "clean", "found" or "left" with the file as its last line, and always ends well.
lint_until() {
  local left=$(($1 - $(date +%s))) status=0
  [ "$left" -gt 0 ] || { echo "left $2"; return 0; }
  timeout "$left" clang-tidy -p build-lint --quiet --extra-arg=-Wno-unknown-warning-option "$2" \
    2>/dev/null || status=$?
  case $status in
    0) echo "clean $2" ;;
    124) echo "left $2" ;;
    *) echo "found $2" ;;
  esac
}
export -f lint_until

# lint_files SECONDS - clang-tidy of the files named on stdin, in that order, as far as the time goes.
lint_files() {
  local log=build-lint/lint.log until=$(($(date +%s) + $1)) clean found left
  xargs -P "$(nproc)" -I {} bash -c 'lint_until "$@"' lint "$until" {} >"$log"
  grep -vE '^(clean|left) ' "$log" || true
  clean=$(grep -c '^clean ' "$log" || true)
  found=$(grep -c '^found ' "$log" || true)
  left=$(grep -c '^left ' "$log" || true)
  printf 'clang-tidy: %d files clean, %d with findings, %d left for want of time\n' \
    "$clean" "$found" "$left"
  [ "$found" -eq 0 ] && [ $((clean + left)) -gt 0 ]
}

# The .cc files that the newest commits changed, or whose header they changed: newest first, each
# once.
recent_files() {
  git log -n 30 --format= --name-only --diff-filter=AMR -- '*.cc' '*.h' | sed 's/\.h$/.cc/' |
    awk '!seen[$0]++' | grep -v '^tests/package/' | while read -r file; do
      if [ -f "$file" ]; then echo "$file"; fi
    done
}

# fuzz_one SECONDS NAME - looks for trouble with one fuzzer; what it found stays in build-fuzz/found.
fuzz_one() {
  local found=build-fuzz/found/$2 log=build-fuzz/fuzz_$2.log
  mkdir -p "$found"
  if build-fuzz/tests/fuzz/"fuzz_$2" -max_total_time="$1" -timeout=60 -rss_limit_mb=2048 \
      -artifact_prefix="build-fuzz/found/$2-" "$found" tests/fuzz/corpus/"$2" >"$log" 2>&1; then
    echo "$2: $(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$log") inputs, nothing found"
  else
    grep -E 'ERROR|SUMMARY|runtime error|Test unit written' "$log" || tail -n 20 "$log"
    echo "FOUND by $2 (log: $log)"
    return 1
  fi
}
export -f fuzz_one

# Prints what the counts in build-coverage come to, by folder of engine/.
tell_coverage() {
  gcovr --root . --filter 'engine/' --gcov-executable 'llvm-cov-16 gcov' -j "$(nproc)" \
    --json-summary build-coverage/coverage.json build-coverage/engine >/dev/null
  python3 - build-coverage/coverage.json <<'PY'
import collections, json, sys

kinds = ('line_covered', 'line_total', 'branch_covered', 'branch_total')
sums = collections.defaultdict(collections.Counter)
for file in json.load(open(sys.argv[1]))['files']:
    for row in (file['filename'].split('/')[1], 'all'):
        sums[row].update({kind: file[kind] for kind in kinds})
print(f'{"engine/":<8} {"lines":>16} {"branches":>22}')
for row in 'base time model belief intake store assess report cli all'.split():
    lines, of_lines, branches, of_branches = (sums[row][kind] for kind in kinds)
    if not of_lines:
        sys.exit(f'nothing was counted in {row}')
    print(f'{row:<8} {100 * lines / of_lines:5.1f} % of {of_lines:<6}'
          f' {100 * branches / max(1, of_branches):8.1f} % of {of_branches}')
PY
}

# part NAME MODE - runs this script in a mode as a part of `full`; notes what its last line says.
parts=() failures=0
part() {
  local log=build/full-$2.log status=0
  say "Part: $1"
  tests/run.sh "$2" 2>&1 | tee "$log" || status=$?
  if [ "$status" -eq 0 ]; then
    parts+=("$1: $(tail -n 1 "$log")")
  else
    parts+=("$1: FAILED")
    failures=$((failures + 1))
  fi
}

clang=(-DCMAKE_C_COMPILER=clang-16 -DCMAKE_CXX_COMPILER=clang++-16)
# Where the compiler takes longer than the tests: only belief and score are optimised (their
# CMakeLists.txt).
unoptimised=(-DCMAKE_BUILD_TYPE=Debug -DSIGNPOST_TESTS=ON -DSIGNPOST_BENCHES=OFF -DSIGNPOST_WERROR=ON)

case $mode in
  all)
    ensure_packages "${build_packages[@]}" "${test_packages[@]}"
    build build -DCMAKE_BUILD_TYPE=Release -DSIGNPOST_TESTS=ON -DSIGNPOST_WERROR=ON
    run_tests build
    ;;
  asan)
    # The compiler takes longer than the tests: what tests run most is optimised, the rest is not
    # (SIGNPOST_SELDOM in CMakeLists.txt), and clang instruments in half the time that g++ takes.
    ensure_packages "${build_packages[@]}" "${test_packages[@]}" "${clang_packages[@]}"
    build build-asan "${clang[@]}" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG="-O1 -g1" \
      -DSIGNPOST_TESTS=ON -DSIGNPOST_BENCHES=OFF -DSIGNPOST_WERROR=ON \
      -DSIGNPOST_SANITIZE=address,undefined
    run_tests build-asan
    ;;
  tsan)
    # belief draws, assess and store are shared by threads and processes, reports are set side by
    # side: the test programs of what uses threads, or uses it from several.
    ensure_packages "${build_packages[@]}" "${test_packages[@]}" "${clang_packages[@]}"
    threaded=(belief_test linchpin_laws_test store_test store_errors_test assess_test report_test)
    build build-tsan --targets "${threaded[*]}" "${clang[@]}" "${unoptimised[@]}" \
      -DCMAKE_CXX_FLAGS_DEBUG="-O1 -gline-tables-only" -DSIGNPOST_SANITIZE=thread
    run_tests build-tsan -R "^($(IFS='|'; echo "${threaded[*]}"))\$"
    ;;
  clang)
    ensure_packages "${build_packages[@]}" "${test_packages[@]}" "${clang_packages[@]}"
    answers=(oracle_test oracle_commands_test model_cases_test golden_test)
    build build-clang --targets "signpost ${answers[*]}" "${clang[@]}" \
      -DCMAKE_BUILD_TYPE=Release -DSIGNPOST_TESTS=ON -DSIGNPOST_WERROR=ON
    run_tests build-clang -R "^($(IFS='|'; echo "${answers[*]}"))\$"
    ;;
  fuzz)
    ensure_packages "${build_packages[@]}" "${test_packages[@]}" "${clang_packages[@]}"
    build build-fuzz --targets fuzzers "${clang[@]}" "${unoptimised[@]}" -DSIGNPOST_FUZZ=ON \
      -DCMAKE_CXX_FLAGS_DEBUG="-O1 -gline-tables-only" \
      -DCMAKE_CXX_FLAGS="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all"
    say "Fuzzing, ${FUZZ_SECONDS:-60} seconds each"
    fuzzers=(tests/fuzz/*_fuzz.cc)
    fuzzers=("${fuzzers[@]#tests/fuzz/}")
    printf '%s\n' "${fuzzers[@]%_fuzz.cc}" |
      xargs -P "$(nproc)" -I {} bash -c 'fuzz_one "$@"' fuzz "${FUZZ_SECONDS:-60}" {}
    echo "${#fuzzers[@]} fuzzers found nothing in ${FUZZ_SECONDS:-60} seconds each"
    ;;
  coverage)
    ensure_packages "${build_packages[@]}" "${test_packages[@]}" "${clang_packages[@]}" llvm-16 gcovr
    build build-coverage "${clang[@]}" "${unoptimised[@]}" -DCMAKE_CXX_FLAGS_DEBUG=-O0 \
      -DSIGNPOST_COVERAGE=ON
    find build-coverage -name '*.gcda' -delete
    run_tests build-coverage
    tell_coverage
    ;;
  browser)
    ensure_packages "${build_packages[@]}" "${browser_packages[@]}"
    command -v npm >/dev/null || ensure_packages nodejs npm
    build build -DCMAKE_BUILD_TYPE=Release -DSIGNPOST_TESTS=OFF -DSIGNPOST_WERROR=ON
    test_in_browser
    ;;
  bench)
    ensure_packages "${build_packages[@]}" "${test_packages[@]}" sqlite3
    build build -DCMAKE_BUILD_TYPE=Release -DSIGNPOST_TESTS=ON -DSIGNPOST_WERROR=ON
    say "Benchmarks on $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores"
    tests/bench/run.sh build
    ;;
  format)
    check_format
    ;;
  recent)
    prepare_lint
    mapfile -t files < <(recent_files)
    say "clang-tidy of ${#files[@]} files of the newest commits, for ten minutes at most"
    [ ${#files[@]} -eq 0 ] || printf '%s\n' "${files[@]}" | lint_files 600
    ;;
  lint)
    check_format
    prepare_lint
    say "clang-tidy"
    git ls-files '*.cc' | grep -v '^tests/package/' | lint_files 36000
    ;;
  full)
    mkdir -p build
    part formatting format
    part tests all
    part sanitizers asan
    part browser browser
    part "clang 16" clang
    part threads tsan
    part lint lint
    part fuzzing fuzz
    sum=$(printf '; %s' "${parts[@]}")
    if [ "$failures" -gt 0 ]; then
      printf 'full: %d FAILED%s\n' "$failures" "$sum"
      exit 1
    fi
    printf 'full: all passed%s\n' "$sum"
    ;;
  *)
    sed -n '2,15s/^# \{0,1\}//p' "$0"
    exit 2
    ;;
esac
