#!/usr/bin/env bash
# From nothing to a status report: installs what is missing, builds Signpost, makes a store, loads
# Jusoor's forecasts and what followed, shows where each forecast stood, makes up the assessments and
# alerts of 2022, and writes reports.
#   scenarios/demo.sh [FOLDER]    the store goes to FOLDER/signpost.db (default: ./demo)
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/setup.sh
folder=${1:-demo}
store=$folder/signpost.db

ensure_packages "${build_packages[@]}"
build build -DCMAKE_BUILD_TYPE=Release -DSIGNPOST_TESTS=OFF
signpost() {
  printf '\n$ signpost --store %s %s\n' "$store" "$*"
  build/signpost --store "$store" "$@"
}

say "The store: $store"
mkdir -p "$folder"
if [ -e "$store" ]; then
  echo "It is there already: what has not changed is not stored again."
else
  signpost init
fi
signpost load scenarios/*.toml scenarios/counted/*.toml
signpost import scenarios/jusoor-2022-01-28.jsonl

say "Where the forecasts stood five months on, as known then"
signpost status --as-of 2022-06-30 --known-at as-of
say "And at their horizon"
signpost status --as-of 2023-01-28 --known-at as-of
say "Why one of them stood where it did"
signpost explain effect-operations-syria --as-of 2023-01-28 --known-at as-of

say "What punctual assessments would have told in 2022: the desk's clock, made up"
signpost run
signpost alert why coalition-support-likely
say "What its rules would have done, tried before they matter"
signpost backtest --from 2022-01-28 --to 2023-01-28

say "A report to pass on, in both languages: what moved in June 2022"
for lang in en ar; do
  signpost report --format html --lang "$lang" --since 2022-05-31 --as-of 2022-06-30 \
    --known-at as-of --output "$folder/report.$lang.html"
done
signpost report --format brief --since 2022-05-31 --as-of 2022-06-30 --known-at as-of
echo "Open $folder/report.en.html and $folder/report.ar.html in a browser."

say "How it came out, each by its own criteria, and how the forecasts fared"
signpost import scenarios/jusoor-2022-01-28.outcomes.jsonl
signpost import scenarios/counted/jusoor-2022-01-28.outcomes.jsonl
signpost score --hindsight

say "What the count said month by month, beside what was judged"
signpost explain counted-operations-syria --as-of 2023-01-28
for lang in en ar; do
  signpost report counted-operations-syria counted-operations-iraq --format html --lang "$lang" \
    --since 2022-01-28 --as-of 2023-01-28 --output "$folder/counted.$lang.html"
done

say "Next: the same with your own forecast (README.md, \"Your first ten minutes\")"
echo "build/signpost is the program; build/signpost --help lists its commands."
