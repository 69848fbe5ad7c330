#!/usr/bin/env bash
# Installs the package in a bare Debian 12, uses it there as a person would, and removes it again.
# By hand, as root: it makes a whole system with debootstrap (a few minutes, 400 MB).
# Usage: bare_system.sh PACKAGE.deb [MIRROR]
#   MIRROR  default: the first one that apt of this machine uses for Debian
set -euo pipefail
package=$(readlink -f "$1")
mirror=${2:-$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -m 1 debian)}
[ "$(id -u)" -eq 0 ] || { echo "debootstrap and chroot need root"; exit 1; }
command -v debootstrap >/dev/null || { echo "apt-get install debootstrap"; exit 1; }
root=$(mktemp -d)
trap 'rm -rf --one-file-system "$root"' EXIT
step() { echo "== $*"; }
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb LC_ALL=C.UTF-8 \
  DEBIAN_FRONTEND=noninteractive "$@"; }

step "a bare Debian 12, with man-db and bash-completion"
debootstrap --variant=minbase --include=man-db,bash-completion bookworm "$root" "$mirror" >"$root.log" 2>&1 ||
  { tail "$root.log"; exit 1; }
rm -f "$root.log"
# Configuration of this machine's apt (a proxy, certificates) that the mirror may need.
cp -a /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/"
find "$root" -xdev \( -type f -o -type l \) -not -path "$root/var/*" -not -path "$root/tmp/*" | sort >"$root/tmp/before"

step "install"
cp "$package" "$root/tmp/bgpte.deb"
if ! inside apt-get install -y --no-install-recommends /tmp/bgpte.deb >"$root/tmp/install.log" 2>&1; then
  inside apt-get update >>"$root/tmp/install.log" 2>&1
  inside apt-get install -y --no-install-recommends /tmp/bgpte.deb >>"$root/tmp/install.log" 2>&1 ||
    { tail "$root/tmp/install.log"; exit 1; }
fi
inside dpkg-query -W -f '${Package} ${Version} ${Status}\n' bgpte

step "the headline example from the documentation"
inside sh -c 'cd /usr/share/doc/bgpte && bgpte advise scenarios/link-a-link-b/scenario.json --summary && bgpte check scenarios | tail -n 1'

step "the manual"
inside sh -c 'man bgpte-advise | head -n 8; man bgpte >/dev/null; whatis bgpte-drain || true'

step "completion"
inside bash -c '. /usr/share/bash-completion/bash_completion; _completion_loader bgpte || true
  COMP_WORDS=(bgpte advise --strategy ""); COMP_CWORD=3; _bgpte; echo "--strategy: ${COMPREPLY[*]}"'

step "purge"
inside apt-get purge -y bgpte >/dev/null 2>&1
inside apt-get autoremove -y --purge >/dev/null 2>&1
find "$root" -xdev \( -type f -o -type l \) -not -path "$root/var/*" -not -path "$root/tmp/*" | sort >"$root/tmp/after"
grep -v '/etc/ld.so.cache$' "$root/tmp/before" | diff - <(grep -v '/etc/ld.so.cache$' "$root/tmp/after") &&
  [ -z "$(find "$root" -xdev -path "$root/tmp" -prune -o -name '*bgpte*' -print)" ] &&
  echo "nothing is left"
