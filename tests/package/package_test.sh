#!/usr/bin/env bash
# The Debian package: made twice it has the same bytes, it holds what it should, lintian finds no
# error and no warning, and what is in it runs.
# Usage: package_test.sh SOURCE BUILD    77: skipped, since a tool is missing
set -euo pipefail
source=$1
build=$2
for tool in dpkg-deb dpkg-shlibdeps; do
  command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "FAILED: $*"; exit 1; }
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-1767225600}

first=$("$source/scripts/make-deb" --build "$build" --output "$work/first")
(umask 077 && cd / && TZ=Asia/Tokyo "$source/scripts/make-deb" --build "$build" --output "$work/second" >/dev/null)
cmp "$first" "$work/second/$(basename "$first")" || fail "two packages of one build differ"

dpkg-deb --contents "$first" >"$work/contents"
grep -qv ' root/root ' "$work/contents" && fail "a file does not belong to root"
for path in usr/bin/bgpte usr/share/man/man1/bgpte.1.gz usr/share/man/man1/bgpte-advise.1.gz \
  usr/share/bash-completion/completions/bgpte usr/share/zsh/vendor-completions/_bgpte \
  usr/share/fish/vendor_completions.d/bgpte.fish usr/share/bgpte/schemas/scenario.schema.json \
  usr/share/bgpte/communities/catalogue.json usr/share/bgpte/watch/alertmanager-webhook \
  usr/lib/systemd/system/bgpte-watch@.service usr/lib/systemd/system/bgpte-watch@.timer usr/share/doc/bgpte/copyright \
  usr/share/doc/bgpte/changelog.gz usr/share/doc/bgpte/changelog.Debian.gz \
  usr/share/doc/bgpte/README.md usr/share/doc/bgpte/docs/commands.md \
  usr/share/doc/bgpte/scenarios/link-a-link-b/scenario.json; do
  grep -q " ./$path\$" "$work/contents" || fail "$path is not in the package"
done
dpkg-deb --field "$first" Depends | grep -q 'libc6 (>=' || fail "Depends does not name libc6"

dpkg-deb --extract "$first" "$work/root"
for command in $("$build/bgpte" help | sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p'); do
  [ -e "$work/root/usr/share/man/man1/bgpte-$command.1.gz" ] || fail "$command has no manual page"
done
# Links between the documents that were installed lead to files that are there.
documents=$work/root/usr/share/doc/bgpte
while IFS=: read -r page target; do
  [ -e "$(dirname "$page")/$target" ] || fail "$page: no $target"
done < <(grep -oHE '\]\((\.\./)?(docs|scenarios)/[^)#]*' "$documents"/README.md "$documents"/docs/*.md | sed 's/:](/:/')
(cd "$documents" && "$work/root/usr/bin/bgpte" advise scenarios/link-a-link-b/scenario.json) >"$work/advice"
grep -q '11.0.0.0/24' "$work/advice" || fail "the headline example does not run"

if command -v lintian >/dev/null; then
  lintian --allow-root --fail-on error,warning "$first" || fail "lintian has something to say"
else
  echo "lintian is not installed: not asked"
fi
echo "$(basename "$first"): $(wc -l <"$work/contents") entries, $(stat -c %s "$first") bytes"
