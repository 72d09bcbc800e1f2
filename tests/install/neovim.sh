#!/usr/bin/env bash
# Installs the Neovim of a Debian suite: FOLDER/bin/nvim.
#   neovim.sh FOLDER SUITE
set -euo pipefail
folder=$1 suite=$2
"${0%/*}/debian.sh" "$folder" "$suite" neovim
mkdir "$folder/bin"
cat >"$folder/bin/nvim" <<'END'
#!/bin/sh
root=$(dirname "$(dirname "$(realpath "$0")")")
libraries=$(echo "$root"/usr/lib/*-linux-gnu)
export VIMRUNTIME="$root/usr/share/nvim/runtime"
export LUA_CPATH="$libraries/lua/5.1/?.so;$libraries/lua/5.1/?/?.so;;"
exec "$root"/usr/lib*/ld-linux-*.so.* --library-path "$libraries" --argv0 nvim "$root/usr/bin/nvim" --cmd "set rtp+=$root/usr/lib/nvim" "$@"
END
chmod +x "$folder/bin/nvim"
"$folder/bin/nvim" --version
