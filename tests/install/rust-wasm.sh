#!/usr/bin/env bash
# Installs the Rust compiler of a Debian suite with the target wasm32-unknown-unknown: FOLDER/bin/rustc and FOLDER/bin/wasm-ld.
#   rust-wasm.sh FOLDER SUITE
set -euo pipefail
folder=$1 suite=$2
"${0%/*}/debian.sh" "$folder" "$suite" rustc libstd-rust-dev-wasm32 lld
mkdir "$folder/bin"
for program in rustc wasm-ld; do
	cat >"$folder/bin/$program" <<'END'
#!/bin/sh
root=$(dirname "$(dirname "$(realpath "$0")")")
program=$root/usr/bin/$(basename "$0")
exec "$root"/usr/lib*/ld-linux-*.so.* --library-path "$(echo "$root"/usr/lib/*-linux-gnu)" --argv0 "$program" "$program" "$@"
END
	chmod +x "$folder/bin/$program"
done
"$folder/bin/rustc" --version
