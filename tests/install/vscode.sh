#!/usr/bin/env bash
# Installs VS Code as a server for browsers, without its native modules: search and terminal do not work, but everything else does.
#   vscode.sh FOLDER VERSION
# where VERSION is one of code-server: 4.100.3 is VS Code 1.100.3.
set -euo pipefail
folder=$1 version=$2
cd "$folder"
echo '{"private": true}' >package.json
npm install --ignore-scripts --no-audit --no-fund --loglevel=error "code-server@$version"
cd node_modules/code-server/lib/vscode
npm install --ignore-scripts --no-audit --no-fund --loglevel=error --omit=dev
ln -s node_modules node_modules.asar
