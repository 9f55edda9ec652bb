#!/usr/bin/env bash
# From nothing to a status report: installs what is missing, builds Signpost, makes a store, loads
# Jusoor's forecasts and what followed, and shows where each forecast stood.
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
signpost load scenarios/*.toml
signpost import scenarios/*.jsonl

say "Where the forecasts stood five months on, as known then"
signpost status --as-of 2022-06-30 --known-at as-of
say "And at their horizon"
signpost status --as-of 2023-01-28 --known-at as-of
say "Why one of them stood where it did"
signpost explain effect-operations-syria --as-of 2023-01-28 --known-at as-of

say "Next: the same with your own forecast (README.md, \"Your first ten minutes\")"
echo "build/signpost is the program; build/signpost --help lists its commands."
