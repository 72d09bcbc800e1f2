#!/usr/bin/env bash
# Installs the command line of wasm-bindgen: FOLDER/bin/wasm-bindgen.
#   wasm-bindgen.sh FOLDER VERSION
set -euo pipefail
cargo install --quiet --root "$1" --version "$2" --bin wasm-bindgen wasm-bindgen-cli
