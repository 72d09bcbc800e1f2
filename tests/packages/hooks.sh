#!/usr/bin/env bash
# Runs the hooks of this repository in a new repository, with pre-commit. Cargo builds the linter for debugging in TARGET.
#   hooks.sh TARGET
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
CARGO_TARGET_DIR=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CARGO_TARGET_DIR MATURIN_PEP517_ARGS="--profile dev" PRE_COMMIT_HOME=$work/cache
export GIT_AUTHOR_NAME=test GIT_AUTHOR_EMAIL=test@example.com GIT_COMMITTER_NAME=test GIT_COMMITTER_EMAIL=test@example.com

git init --quiet "$work/orders"
cd "$work/orders"
mkdir flows
cp "$root/fixtures/broken/choice.asl.json" flows/
echo '{ "name": "orders" }' >package.json
echo 'notes' >notes.txt
printf '{ "StartAt": "A",\n\n"States": { "A": { "type": "Succeed" } } }\n' >flows/case.asl.json
git add .

# As `pre-commit try-repo` does, with all hooks installed once.
cat >.pre-commit-config.yaml <<END
repos:
  - repo: $root
    rev: $(git -C "$root" rev-parse HEAD)
    hooks:
      - id: asl-lint
      - id: asl-lint-fix
        args: [--exit-zero]
      - id: asl-format
END
run() {
  status=0
  pre-commit run --all-files --verbose "$1" >"$work/output" 2>&1 || status=$?
  cat "$work/output"
}
contains() { grep -q -- "$1" "$work/output" || { echo "the output lacks: $1" >&2; exit 1; }; }

run asl-lint
[ "$status" = 1 ]
contains 'error\[wrong-type\]'
! grep -q 'package.json' "$work/output"

run asl-lint-fix
contains 'hook id: asl-lint-fix'

run asl-format
[ "$status" = 1 ]
contains 'files were modified by this hook'
git add .
run asl-format
[ "$status" = 0 ]

# Files without a state machine pass.
git rm --quiet --cached -r flows && rm -rf flows
run asl-lint
[ "$status" = 0 ]
