# Sourced by tests that install packages into a new root of Debian, which needs root.

# Creates a root in a folder, which is kept for the next run, with additional packages of Debian.
#   new_base BASE [PACKAGE,...]
new_base() {
  local base=$1 packages=${2:-} release=bookworm mirror
  [ ! -d "$base" ] || return 0
  command -v debootstrap >/dev/null || apt-get -qq --yes --no-install-recommends install debootstrap >/dev/null
  # The mirror of this machine, if it has Debian.
  mirror=$(apt-get update --print-uris | sed -n "s#^'\([^']*\)/dists/$release/InRelease'.*#\1#p" | head -1)
  rm -rf "$base.part"
  mkdir -p "$(dirname "$base")"
  debootstrap --variant=minbase ${packages:+--include="$packages"} "$release" "$base.part" ${mirror:+"$mirror"} >/dev/null
  mv "$base.part" "$base"
}

# Runs a command in the root $work, with nothing of the environment.
inside() {
  chroot "$work" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin "$@"
}
