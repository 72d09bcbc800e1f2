#!/usr/bin/env bash
# Installs the Emacs of a Debian suite: FOLDER/bin/emacs.
#   emacs.sh FOLDER SUITE
set -euo pipefail
folder=$1 suite=$2
"${0%/*}/debian.sh" "$folder" "$suite" emacs-nox
mkdir "$folder/bin"
cat >"$folder/bin/emacs" <<'END'
#!/bin/sh
root=$(dirname "$(dirname "$(realpath "$0")")")
libraries=$(echo "$root"/usr/lib/*-linux-gnu)
programs=$(echo "$root"/usr/libexec/emacs/*/*-linux-gnu)
shared=$(echo "$root"/usr/share/emacs/[0-9]*)
export EMACSLOADPATH=$(find "$shared/lisp" -type d | tr '\n' ':')
export EMACSDATA="$shared/etc" EMACSDOC="$shared/etc" EMACSPATH="$programs"
exec "$root"/usr/lib*/ld-linux-*.so.* --library-path "$libraries" --argv0 emacs "$root/usr/bin/emacs-nox" --dump-file="$(echo "$programs"/*.pdmp)" "$@"
END
chmod +x "$folder/bin/emacs"
"$folder/bin/emacs" --version
