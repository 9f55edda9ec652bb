# Sourced by the scripts: says what it does, and installs Debian packages that are missing.

say() { printf '\n== %s\n' "$*"; }

# What the program is built from, and what the tests need on top.
build_packages=(
  g++ cmake ninja-build pkg-config
  libsqlite3-dev libsqlitecpp-dev libfmt-dev libspdlog-dev libcli11-dev libtomlplusplus-dev
  nlohmann-json3-dev libkainjow-mustache-dev libicu-dev nettle-dev libboost-math-dev
  libhowardhinnant-date-dev libical-dev
)
test_packages=(doctest-dev librapidcheck-dev libbenchmark-dev python3)
# For the sanitizers, the fuzzers and coverage: the compiler and what it links into the programs.
clang_packages=(clang-16 libclang-rt-16-dev)
# For the tests of HTML reports: a browser, and fonts with Arabic. (Node and npm are installed where
# there are none.)
browser_packages=(chromium fonts-noto-core)

# apt ARGUMENT... - apt-get, as root or through sudo, that waits up to ten minutes for another's lock.
# DPkg::Lock::Timeout is of dpkg's own lock; those of the lists and of the archives are taken at once
# or not at all, so a run that found one taken is begun again. Any other failure is one at once.
apt() {
  local as_root=() said until=$((SECONDS + 600))
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  while true; do
    if said=$("${as_root[@]}" env LC_ALL=C DEBIAN_FRONTEND=noninteractive apt-get -qq \
        -o DPkg::Lock::Timeout=600 "$@" 2>&1 >/dev/null); then
      return 0
    fi
    if ! grep -qE 'Could not get lock|Unable to (acquire|lock)' <<<"$said" ||
        [ "$SECONDS" -ge "$until" ]; then
      printf '%s\n' "$said" >&2
      return 1
    fi
    sleep 5
  done
}

# ensure_packages PACKAGE... - installs those that are not there, as root or through sudo.
ensure_packages() {
  local missing=() package
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "This is not Debian: install these (Debian's names), then run this again without apt"
    printf '  %s\n' "$@"
    command -v cmake >/dev/null && command -v ninja >/dev/null && return 0
    exit 2
  fi
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  if [ ${#missing[@]} -eq 0 ]; then
    say "All packages needed are installed"
    return 0
  fi
  say "Installing ${missing[*]}"
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "This needs root: run it as root, or first: apt-get install ${missing[*]}" >&2
      exit 2
    fi
  fi
  apt update
  apt install -y --no-install-recommends "${missing[@]}"
}

# build FOLDER [--targets TARGETS] CMAKE-OPTION... - configures and builds, all or these targets, into
# a folder of the checkout.
build() {
  local folder=$1 targets=()
  shift
  if [ "${1:-}" = --targets ]; then
    read -ra targets <<<"$2"
    targets=(--target "${targets[@]}")
    shift 2
  fi
  say "Building in $folder"
  # Anew each time: where another compiler made the folder before, cmake would forget the options.
  cmake --fresh -S . -B "$folder" -G Ninja --log-level=WARNING "$@"
  cmake --build "$folder" "${targets[@]}"
}
