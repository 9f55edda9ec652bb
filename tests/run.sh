#!/usr/bin/env bash
# Installs what is missing, builds, runs every test, and ends with the line "N passed, N failed".
#   tests/run.sh         all tests, optimised, warnings are errors
#   tests/run.sh asan    the same under the address and undefined-behaviour sanitizers
#   tests/run.sh tsan    the same under the thread sanitizer
#   tests/run.sh clang   the same built with clang++-16
#   tests/run.sh browser HTML reports in Chromium (SHOTS=FOLDER keeps pictures)
#   tests/run.sh bench   the benchmarks
#   tests/run.sh format  formatting
#   tests/run.sh lint    formatting and clang-tidy (about ten minutes)
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/setup.sh
mode=${1:-all}

# Runs CTest in a build folder; counts doctest's cases, and each other test as one.
run_tests() {
  local folder=$1 log status=0
  log=$folder/tests.log
  say "Running the tests (log: $log)"
  ctest --test-dir "$folder" -V --timeout 900 >"$log" 2>&1 || status=$?
  awk '
    /^test [0-9]+$/ { next }
    /^[0-9]+: \[doctest\] test cases:/ {
      split($0, id, ":"); gsub(/\|/, " ")
      for (i = 1; i <= NF; ++i) { if ($i == "passed") cases[id[1]] = $(i - 1); if ($i == "failed") bad[id[1]] = $(i - 1) }
    }
    /Test +#[0-9]+: / {
      match($0, /#[0-9]+/); n = substr($0, RSTART + 1, RLENGTH - 1)
      good = ($0 ~ / Passed /)
      if (n in cases) { passed += cases[n]; failed += bad[n]; if (!good && bad[n] == 0) failed++ }
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
  [ "$failed" -eq 0 ]
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
  [ "$status" -eq 0 ] || [ "${failed:-0}" -gt 0 ] || failed=1
  printf '%d passed, %d failed\n' "${passed:-0}" "${failed:-1}"
  [ "${failed:-1}" -eq 0 ]
}

check_format() {
  ensure_packages clang-format
  mapfile -t files < <(git ls-files '*.cc' '*.h')
  say "Formatting of ${#files[@]} files"
  clang-format --dry-run -Werror "${files[@]}"
}

case $mode in
  all)
    ensure_packages "${build_packages[@]}" "${test_packages[@]}"
    build build -DCMAKE_BUILD_TYPE=Release -DSIGNPOST_TESTS=ON -DSIGNPOST_WERROR=ON
    run_tests build
    ;;
  asan)
    ensure_packages "${build_packages[@]}" "${test_packages[@]}"
    build build-asan -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG="-O1 -g1" \
      -DSIGNPOST_TESTS=ON -DSIGNPOST_WERROR=ON -DSIGNPOST_SANITIZE=address,undefined
    run_tests build-asan
    ;;
  tsan)
    ensure_packages "${build_packages[@]}" "${test_packages[@]}"
    build build-tsan -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG="-O1 -g1" \
      -DSIGNPOST_TESTS=ON -DSIGNPOST_WERROR=ON -DSIGNPOST_SANITIZE=thread
    run_tests build-tsan
    ;;
  clang)
    ensure_packages "${build_packages[@]}" "${test_packages[@]}" clang-16
    build build-clang -DCMAKE_BUILD_TYPE=Release -DSIGNPOST_TESTS=ON -DSIGNPOST_WERROR=ON \
      -DCMAKE_C_COMPILER=clang-16 -DCMAKE_CXX_COMPILER=clang++-16
    run_tests build-clang
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
  lint)
    check_format
    ensure_packages "${build_packages[@]}" "${test_packages[@]}" clang-tidy
    say "clang-tidy"
    # clang cannot read g++'s precompiled headers, nor knows all of its warnings.
    cmake -S . -B build-lint -G Ninja --log-level=WARNING -DCMAKE_BUILD_TYPE=Release \
      -DSIGNPOST_TESTS=ON -DSIGNPOST_WERROR=ON -DCMAKE_EXPORT_COMPILE_COMMANDS=ON \
      -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON
    git ls-files '*.cc' | grep -v '^tests/package/' | xargs -P "$(nproc)" -n 1 \
      clang-tidy -p build-lint --quiet --extra-arg=-Wno-unknown-warning-option 2>/dev/null
    echo "lint is clean"
    ;;
  *)
    sed -n '2,10s/^# \{0,1\}//p' "$0"
    exit 2
    ;;
esac
