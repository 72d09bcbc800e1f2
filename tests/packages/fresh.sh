# Sourced by tests that take DIST as their first argument: sets $root, $dist, $here and a $work folder, which is removed at the end.
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
dist=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
