# What the scripts share: where things are, how to speak, which Rust to use. Sourced, never run.
# shellcheck shell=bash
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# Runs on a build machine start from a fresh clone each time; one target directory for all saves each the whole build.
if [ "${CI:-}" = true ]; then
  : "${CARGO_TARGET_DIR:=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/coterie/target}"
fi
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}
# Where the client's files are put, and where the server's build takes them from. Not exported: a variable that is
# there in one build and not in the next makes Cargo compile the server again.
site=${COTERIE_SITE_DIR:-$CARGO_TARGET_DIR/site}
mkdir -p "$CARGO_TARGET_DIR"
# Tools that set-up had to build stay inside the target directory.
export PATH=$CARGO_TARGET_DIR/tools/bin:$PATH

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }

# One clear sentence, and the end.
fail() {
  printf '\033[1;31mcannot go on:\033[0m %s\n' "$*" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# Runs a command as root: as it is, or with sudo.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif has sudo; then
    sudo "$@"
  else
    fail "\`$*\` needs root, and there is no sudo; run it yourself as root, then start again."
  fi
}

# Whether a toolchain (empty: the one in use) has the standard library for WebAssembly.
has_wasm_library() {
  local libdir
  libdir=$(RUSTUP_TOOLCHAIN=${1:-${RUSTUP_TOOLCHAIN:-}} rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null) || return 1
  compgen -G "$libdir/libstd-*.rlib" >/dev/null
}

# Prefers the toolchain in use; `distro` is the one that set-up links where rustup can fetch nothing.
choose_toolchain() {
  [ -n "${RUSTUP_TOOLCHAIN:-}" ] || unset RUSTUP_TOOLCHAIN
  if ! has_wasm_library && has_wasm_library distro; then
    export RUSTUP_TOOLCHAIN=distro
  fi
}

# The version of wasm-bindgen that the client is compiled with; its command must be the same.
bindgen_version() {
  awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock
}

# Whether nobody listens on a port of this machine.
port_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

if has rustc; then choose_toolchain; fi
