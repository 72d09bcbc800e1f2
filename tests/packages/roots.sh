#!/usr/bin/env bash
# Installs the wheel into a new root of Debian that has Python and nothing else, and the packages of npm into one that has Node
# and nothing else. Needs root. CACHE is a folder for the roots, which are kept for the next run.
#   roots.sh DIST CACHE
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dist=$(cd "$1" && pwd)
cache=$2
. "$here/root.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Fills the root $work.
fill() {
  rm -rf "$work"
  cp -a "$1" "$work"
  cp "$here/sample.sh" "$work/usr/local/bin/sample"
  mkdir "$work/dist"
  cp "$dist"/*.whl "$dist"/*.tgz "$work/dist"
}

new_base "$cache/debian-bookworm-python" python3-venv
fill "$cache/debian-bookworm-python"
inside python3 -m venv /venv
inside /venv/bin/pip install --quiet --disable-pip-version-check --no-index --find-links /dist asl-lint
inside sample /venv/bin/asl-lint
inside /venv/bin/python -c 'import asl_lint; print([one.rule for one in asl_lint.check({"StartAt": "A", "States": {}})])'

# The Node of this machine.
new_base "$cache/debian-bookworm"
fill "$cache/debian-bookworm"
node=$(realpath "$(command -v node)")
npm=$(dirname "$(dirname "$(realpath "$(command -v npm)")")")
cp "$node" "$work/usr/local/bin/node"
mkdir -p "$work/usr/local/lib/node_modules"
cp -a "$npm" "$work/usr/local/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$work/usr/local/bin/npm"
ln -s ../lib/node_modules/npm/bin/npx-cli.js "$work/usr/local/bin/npx"
libraries=$(ldd "$node" | sed -n 's#.*=> \(/[^ ]*\) .*#\1#p')
for library in $libraries; do [ -e "$work$library" ] || install -D "$library" "$work$library"; done
inside sh -euc '
  mkdir /app
  cd /app
  npm init --yes >/dev/null
  npm install --silent --offline --no-audit --no-fund --omit=optional /dist/asl-lint-[0-9]*.tgz
  npm install --silent --offline --no-audit --no-fund --no-save /dist/asl-lint-*-*-[0-9]*.tgz
  sample npx --no -- asl-lint'
