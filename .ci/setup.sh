# Sourced by the scripts: says what it does, and installs Debian packages that are missing.

say() { printf '\n== %s\n' "$*"; }

# What the program is built from, and what the tests need on top.
build_packages=(
  g++ cmake ninja-build pkg-config
  libsqlite3-dev libsqlitecpp-dev libfmt-dev libspdlog-dev libcli11-dev libtomlplusplus-dev
  nlohmann-json3-dev libkainjow-mustache-dev libicu-dev libssl-dev libboost-math-dev
  libhowardhinnant-date-dev libical-dev
)
test_packages=(doctest-dev librapidcheck-dev libbenchmark-dev python3)
# For the tests of HTML reports: a browser, and fonts with Arabic. (Node and npm are installed where
# there are none.)
browser_packages=(chromium fonts-noto-core)

# ensure_packages PACKAGE... - installs those that are not there, as root or through sudo.
ensure_packages() {
  local missing=() package as_root=()
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
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends \
    "${missing[@]}" >/dev/null
}

# build FOLDER CMAKE-OPTION... - configures and builds into a folder of the checkout.
build() {
  local folder=$1
  shift
  say "Building in $folder"
  cmake -S . -B "$folder" -G Ninja --log-level=WARNING "$@"
  cmake --build "$folder"
}
