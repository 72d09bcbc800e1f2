#!/usr/bin/env bash
# Unpacks packages of a Debian suite into FOLDER, with everything that they depend on. Nothing is installed, and the system may be an
# older Debian; root rights are not needed. The packages come from the mirror of the system, and are verified as apt does.
#   debian.sh FOLDER SUITE PACKAGE...
set -euo pipefail
folder=$1 suite=$2
shift 2

# The mirror is that of the release which is installed.
release=$(. /etc/os-release && echo "$VERSION_CODENAME")
mirror=$(apt-get update --print-uris | sed -n "s#^'\([^']*\)/dists/$release/InRelease'.*#\1#p" | head -1)
[ -n "$mirror" ] || { echo "the apt sources do not have Debian" >&2; exit 1; }

apt=$folder/apt
mkdir -p "$apt"/{lists,archives}/partial
touch "$apt/status"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" >"$apt/sources.list"
# The mirror of a testing suite may be older than its index allows.
cat >"$apt/apt.conf" <<END
Dir::Etc::SourceList "$apt/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::State "$apt";
Dir::State::Lists "$apt/lists";
Dir::State::Status "$apt/status";
Dir::Cache "$apt";
Dir::Cache::Archives "$apt/archives";
Debug::NoLocking "true";
APT::Sandbox::User "";
APT::Install-Recommends "false";
Acquire::Check-Valid-Until "false";
Acquire::Languages "none";
Acquire::Retries "3";
END
export APT_CONFIG=$apt/apt.conf
apt-get -qq update
apt-get -qq --yes --download-only install "$@"
for package in "$apt"/archives/*.deb; do dpkg-deb --extract "$package" "$folder"; done
rm -rf "$apt" "$folder"/usr/share/{doc,locale,man}
