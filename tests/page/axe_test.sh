#!/usr/bin/env bash
# Makes pages and looks at them with axe-core and html-validate (axe.mjs).
# Usage: axe_test.sh BGPTE SOURCE FOLDER. Exit status 77: skipped.
set -euo pipefail
bgpte=$1 source=$2 folder=$3
here=$source/tests/page
for program in chromium node npm python3; do
  command -v "$program" >/dev/null || { echo "skipped: $program is not installed"; exit 77; }
done
mkdir -p "$folder/modules"
cp "$here/package.json" "$folder/modules"
if ! timeout 120 npm install --prefix "$folder/modules" --ignore-scripts --no-audit --no-fund \
     >"$folder/npm.log" 2>&1; then
  echo "skipped: npm does not answer"
  exit 77
fi
rm -rf "$folder/pages"
(cd "$here" && PYTHONDONTWRITEBYTECODE=1 python3 -c 'import sys, pages; pages.make_pages(*sys.argv[1:])' \
  "$bgpte" "$source" "$folder/pages")
cd "$folder/modules"
node "$here/axe.mjs" "$folder/pages"
