#!/usr/bin/env bash
# Installs the Helix of a Debian suite, and a terminal for it: FOLDER/bin/hx and FOLDER/bin/tmux.
#   helix.sh FOLDER SUITE
set -euo pipefail
folder=$1 suite=$2
"${0%/*}/debian.sh" "$folder" "$suite" hx tmux
mkdir "$folder/bin"
for program in hx/hx tmux; do
  name=$(basename "$program")
  cat >"$folder/bin/$name" <<END
#!/bin/sh
root=\$(dirname "\$(dirname "\$(realpath "\$0")")")
program=\$(ls "\$root/usr/lib/$program" "\$root/usr/bin/$program" 2>/dev/null | head -1)
[ "$name" = tmux ] || export HELIX_RUNTIME="\$root/usr/lib/hx/runtime"
exec "\$root"/usr/lib*/ld-linux-*.so.* --library-path "\$(echo "\$root"/usr/lib/*-linux-gnu)" "\$program" "\$@"
END
  chmod +x "$folder/bin/$name"
done
"$folder/bin/hx" --version
"$folder/bin/tmux" -V
