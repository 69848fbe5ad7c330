#!/usr/bin/env bash
# scripts/bgpte on a toy project: what it prints where, and the places it may be called from.
# Usage: scripts_test.sh PROJECT_ROOT    Exit status 0 if every expectation holds.
set -u
project=$(cd "$1" && pwd -P)
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
failures=0

# expect NAME CONDITION...: the condition is a command that succeeds.
expect() {
  local name=$1
  shift
  if "$@"; then
    echo "ok: $name"
  else
    echo "FAILED: $name (standard error was: $(cat "$work/err"))"
    failures=$((failures + 1))
  fi
}
# call COMMAND...: runs it with its output in $work/out and $work/err, its exit status in $status.
call() {
  "$@" >"$work/out" 2>"$work/err" </dev/null
  status=$?
}
printed() { [ "$(cat "$work/out")" = "$1" ]; }
said() { grep -q "$1" "$work/err"; }

tree=$work/tree
mkdir -p "$tree"
cp -r "$project/scripts" "$tree/scripts"
cat >"$tree/CMakeLists.txt" <<'TOY'
cmake_minimum_required(VERSION 3.25)
project(toy LANGUAGES CXX)
add_executable(bgpte main.cpp)
TOY
cat >"$tree/main.cpp" <<'TOY'
#include <cstdio>
int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    std::printf("[%s]", argv[i]);
  }
  return argc == 4 ? 3 : 0;
}
TOY

call "$tree/scripts/bgpte" one "two words"
expect "the first call builds and runs the program" printed "[one][two words]"
expect "it says that it builds" said "building bgpte (once)"
call "$tree/scripts/bgpte" one
expect "the second call says nothing of its own" test ! -s "$work/err"
call "$tree/scripts/bgpte" a b c
expect "the exit status is the program's" test "$status" -eq 3

call "$tree/scripts/bgpte" --help
expect "help is the program's" printed "[--help]"
for script in test update-golden fuzz make-deb lint; do
  call "$tree/scripts/$script" --help
  expect "$script --help tells its usage" grep -q "^Usage: scripts/$script" "$work/out"
  expect "$script --help does nothing else" test ! -s "$work/err"
done

ln -s "$tree/scripts/bgpte" "$work/link"
call "$work/link" linked
expect "it works through a symbolic link" printed "[linked]"
mkdir -p "$work/elsewhere/scripts"
cd "$work/elsewhere" || exit 1
CDPATH=$tree call "$work/link" moved
expect "CDPATH and another working directory change nothing" printed "[moved]"
cd "$tree" || exit 1
CDPATH=$work call scripts/bgpte relative
expect "a relative call with CDPATH works" printed "[relative]"

exec 8>"$tree/build/run.lock"
flock 8
(sleep 2; flock -u 8) &
call "$tree/scripts/bgpte" waited
wait $!
exec 8>&-
expect "it waits for another build" printed "[waited]"
expect "it says that it waits" said "waiting for another build"

echo 'int main() { return not_declared; }' >"$tree/main.cpp"
call "$tree/scripts/bgpte" broken
expect "a build that fails is told" said "the build failed"
expect "the compiler's words are shown" said "not_declared"
expect "nothing is printed to standard output" test ! -s "$work/out"
expect "its status is 1" test "$status" -eq 1
sed 's/return not_declared/return 0/' -i "$tree/main.cpp"
call "$tree/scripts/bgpte"
expect "the mended program is built" test "$status" -eq 0

chmod -R a+rX "$work"
chmod -R a-w "$tree/build"
as_other=()
[ "$(id -u)" -ne 0 ] || as_other=(setpriv --reuid=65534 --regid=65534 --clear-groups)
call ${as_other[@]+"${as_other[@]}"} "$tree/scripts/bgpte"
expect "a built tree that cannot be written to works" test "$status" -eq 0
call ${as_other[@]+"${as_other[@]}"} env BGPTE_BUILD_DIR="$tree/build/other" "$tree/scripts/bgpte"
expect "an unbuilt one names the way out" said "set BGPTE_BUILD_DIR"

[ "$failures" -eq 0 ] || exit 1
