# SPDX-License-Identifier: Apache-2.0
# What the scripts share. Sourced, not run. Leaves the shell in the repository's root.

cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# Where things that outlive a build folder are kept.
SFC_CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/sfconnector"
SFC_JOBS="${SFC_JOBS:-$(nproc)}"

say() { printf '\n== %s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# install_packages NAME…: installs those Debian packages that are missing.
install_packages() {
  local missing=() name
  for name in "$@"; do
    dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  command -v apt-get >/dev/null || fail "these packages are missing, and there is no apt-get: ${missing[*]}"
  say "Installing ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# What it takes to build and run the product.
SFC_BUILD_PACKAGES=(
  build-essential cmake ninja-build pkg-config ccache mold dpkg-dev
  protobuf-compiler libprotobuf-dev libprotoc-dev libgrpc++-dev protobuf-compiler-grpc libabsl-dev
  libcurl4-openssl-dev libssl-dev zlib1g-dev libasio-dev libsimdjson-dev libyaml-cpp-dev libspdlog-dev
  libxml2-dev libxxhash-dev
  libsqlite3-dev libboost-dev libexpat1-dev
)
# What the quick start needs beside that.
SFC_QUICKSTART_PACKAGES=(iso-codes python3 python3-grpcio python3-protobuf)
# What the tests and checks need beside that.
SFC_TEST_PACKAGES=(git libgtest-dev libgmock-dev libbenchmark-dev nghttp2-proxy openssl clang-format-16 clang-tidy-16)

# configure_and_build PRESET [CMAKE-ARGUMENT…] [-- TARGET…]
configure_and_build() {
  local preset=$1 arguments=() targets=()
  shift
  while [ $# -gt 0 ] && [ "$1" != -- ]; do arguments+=("$1"); shift; done
  [ $# -gt 0 ] && shift
  [ $# -gt 0 ] && targets=(--target "$@")
  cmake --preset "$preset" "${arguments[@]}" >"$SFC_CACHE/configure-$preset.log" 2>&1 ||
    { cat "$SFC_CACHE/configure-$preset.log"; fail "configuring $preset failed"; }
  cmake --build --preset "$preset" -j "$SFC_JOBS" "${targets[@]}"
}

mkdir -p "$SFC_CACHE"
# Clones of the repository share what ccache holds, wherever they lie.
export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=true
