#!/usr/bin/env bash
# Installs the Debian package into a new root, tests it there, runs the steps of the container file, and removes the package
# again. Needs root. BASE is a folder for the root, which is kept for the next run.
#   debian.sh DIST BASE
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dist=$(cd "$1" && pwd)
base=$2
package=$(ls "$dist"/*.deb)
. "$here/root.sh"

if command -v lintian >/dev/null; then
  # The package is not part of Debian, where its first upload would close the request for it.
  lintian --allow-root --fail-on error,warning --suppress-tags initial-upload-closes-no-bugs "$package"
fi

new_base "$base"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -a "$base/." "$work"
cp "$here/sample.sh" "$work/usr/local/bin/sample"

cp "$package" "$work/asl-lint.deb"
inside dpkg --install /asl-lint.deb
inside sample asl-lint
inside asl-lsp --version
inside test -s /usr/share/man/man1/asl-lint-check.1.gz
inside test -s /usr/share/bash-completion/completions/asl-lint
inside dpkg --purge asl-lint
if [ -n "$(find "$work/usr" -name '*asl-l*')" ]; then
  echo "the package is not removed completely" >&2
  exit 1
fi

# The steps of the container file: the package is unpacked in one root, and copied into another one, where nobody runs it.
container=$here/../../packages/Containerfile
cp "$package" "$work$(sed -n 's/^COPY dist.* //p' "$container")"
inside sh -euc "$(sed -n 's/^RUN //p' "$container")"
image=$(mktemp -d)
trap 'rm -rf "$work" "$image"' EXIT
cp -a "$base/." "$image"
cp "$here/sample.sh" "$image/usr/local/bin/sample"
read -r from to < <(sed -n 's/^COPY --from=unpack //p' "$container")
cp -a "$work$from/." "$image$to"
user=$(sed -n 's/^USER //p' "$container")
chroot --userspec="$user" "$image" /usr/bin/env -i PATH=/usr/bin:/bin:/usr/local/bin sample "$(sed -n 's/^ENTRYPOINT \["\(.*\)"\]/\1/p' "$container")"
