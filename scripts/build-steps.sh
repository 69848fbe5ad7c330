# Sourced by the other scripts: where the project is, one build at a time, progress while it builds.
# shellcheck shell=bash

unset CDPATH
# The root of the project, also where the script was called through a symbolic link.
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)

# The comment at the head of the script that runs.
usage() { sed -n '2,${/^#/!q;s/^# \{0,1\}//;p}' "$0"; }
# Prints it and ends where that is all that is asked for.
help_if_asked() {
  case "${1:-}" in
    -h | --help)
      usage
      exit
      ;;
  esac
}

# A build folder that is named relative to the caller's folder stays where the caller meant it.
case "${BGPTE_BUILD_DIR:-/}" in
  /*) ;;
  *) BGPTE_BUILD_DIR=$PWD/$BGPTE_BUILD_DIR ;;
esac

# Several sources in one translation unit: half the time from nothing. The presets of developers
# compile each source alone, so that a change costs one file and includes are held to be complete.
unity=(-DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=8)
# How the program and its tests are configured; without BGPTE_WERROR a folder keeps what it has.
release_configuration=(-G Ninja -DCMAKE_BUILD_TYPE=Release "${unity[@]}"
  ${BGPTE_WERROR:+"-DBGPTE_WERROR=$BGPTE_WERROR"})

say() { echo "$(basename "$0"): $*" >&2; }

# Two builds at once would get into each other's way: the second waits, and says so.
lock_build() {
  exec 9>"$1.lock"
  if ! flock -n 9; then
    say "waiting for another build in $1"
    flock 9
  fi
}
unlock_build() {
  flock -u 9
  exec 9>&-
}

# Runs a command quietly; its output goes to the log, and to standard error if it fails.
quietly() {
  if ! "$@" >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    say "failed: $* (the whole log is $log)"
    exit 1
  fi
}

# Reads ninja's "[done/total] ..." lines: on a terminal one line that counts, elsewhere a line for
# each quarter. Writes all of it to the log.
show_progress() {
  local line done_ total quarter=0
  : >"$log"
  while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]] || continue
    done_=${BASH_REMATCH[1]} total=${BASH_REMATCH[2]}
    [ "$total" -ge 10 ] || continue
    if [ -t 2 ]; then
      printf '\rbuilding bgpte: %d of %d files (%d %%) ' "$done_" "$total" $((done_ * 100 / total)) >&2
    elif [ $((done_ * 4 / total)) -gt $quarter ]; then
      quarter=$((done_ * 4 / total))
      say "built $done_ of $total files"
    fi
  done
  if [ -t 2 ] && [ -n "${total:-}" ] && [ "$total" -ge 10 ]; then
    printf '\r\033[K' >&2
  fi
}

# build DIRECTORY TARGETS...: ninja with progress; all of its output if it fails.
build() {
  local directory=$1
  shift
  if ! NINJA_STATUS='[%f/%t] ' ninja -C "$directory" "$@" 2>&1 </dev/null | show_progress; then
    grep -v '^\[' "$log" >&2 || true
    say "the build failed; the whole log is $log"
    exit 1
  fi
}
