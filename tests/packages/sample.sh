#!/usr/bin/env bash
# Checks two small definitions with an installed linter.
#   sample.sh ASL_LINT...
set -euo pipefail
valid='{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }'
invalid='{ "StartAt": "B", "States": { "A": { "Type": "Succeed" } } }'
"$@" --version
"$@" check - <<<"$valid"
status=0
output=$("$@" check --format compact - <<<"$invalid") || status=$?
[ "$status" = 1 ] && grep -q 'error\[unknown-state\]' <<<"$output" || {
  echo "unexpected status $status and output: $output" >&2
  exit 1
}
