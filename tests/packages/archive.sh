#!/usr/bin/env bash
# Unpacks the archive, verifies its checksum and tests it.
#   archive.sh DIST
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$1"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sha256sum --quiet --check SHA256SUMS
tar xzf ./*.tar.gz -C "$work"
cd "$work"/*
"$here/sample.sh" ./asl-lint
./asl-lsp --version
for file in README.md LICENSE-MIT LICENSE-APACHE LICENSE-botocore NOTICE-botocore man/asl-lint-check.1 completions/asl-lint.bash; do
  [ -s "$file" ] || { echo "$file is missing" >&2; exit 1; }
done
# shellcheck disable=SC1091
bash -c 'source completions/asl-lint.bash && complete -p asl-lint'

# The newest symbol version of the GNU C library that the programs need.
if command -v objdump >/dev/null; then
  for program in asl-lint asl-lsp; do
    newest=$(objdump -T "$program" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -1)
    echo "$program needs $newest"
    [ "$(printf '%s\n' "$newest" GLIBC_2.17 | sort -V | tail -1)" = GLIBC_2.17 ]
  done
fi
