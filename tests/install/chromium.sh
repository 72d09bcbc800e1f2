#!/usr/bin/env bash
# Installs Chromium with the package manager of Debian, as root.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "only root can install Chromium" >&2; exit 1; }
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update
apt-get -qq --yes --no-install-recommends install chromium fonts-dejavu-core
