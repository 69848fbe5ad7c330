#!/usr/bin/env bash
# Fills a folder with a small Debian whose routing daemons are newer than the machine's, for
# LAB_ROOT (README.md). Run by hand, as root; it downloads some 150 MB and takes minutes.
# Usage: make_root.sh FOLDER [SUITE]     SUITE: testing (default), sid, or any other of Debian's
# PACKAGES: which to install (default: frr bird3 openbgpd gobgpd; bird2 where there is no bird3)
# MIRROR:   where from (default: what the machine's own sources name, else deb.debian.org)
set -euo pipefail
folder=${1:?usage: make_root.sh FOLDER [SUITE]}
suite=${2:-testing}
mirror=${MIRROR:-$(sed -n 's/^URIs: *//p; s/^deb \(\[[^]]*\] \)\?\([^ ]*\) .*/\2/p' \
  /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | grep -v security | head -1 || :)}
mirror=${mirror:-http://deb.debian.org/debian}
command -v debootstrap > /dev/null || apt-get install -y --no-install-recommends debootstrap
if [ -e "$folder" ] && [ -n "$(ls -A "$folder")" ]; then
  echo "make_root.sh: $folder is not empty" >&2
  exit 64
fi
debootstrap --variant=minbase "$suite" "$folder" "$mirror"

# No daemon starts while it is installed, nor later by itself.
printf '#!/bin/sh\nexit 101\n' > "$folder/usr/sbin/policy-rc.d"
chmod 755 "$folder/usr/sbin/policy-rc.d"
inside() { DEBIAN_FRONTEND=noninteractive LC_ALL=C chroot "$folder" "$@"; }
packages=${PACKAGES:-}
if [ -z "$packages" ]; then
  packages="frr openbgpd gobgpd"
  if inside apt-cache show bird3 > /dev/null 2>&1; then packages+=" bird3"; else packages+=" bird2"; fi
fi
# shellcheck disable=SC2086 # a list of names
inside apt-get install -y --no-install-recommends gawk procps $packages
inside apt-get clean
echo "made $folder:"
# shellcheck disable=SC2086
inside dpkg-query -W -f '${Package} ${Version}\n' $packages
