#!/usr/bin/env bash
# The Link A / Link B case on real daemons: see README.md. Usage: lab.sh [PLATFORM ...]
# BGPTE names the program whose advice is pasted; else LAB_TEXT one that prints the parts alone.
set -u
here=$(cd "$(dirname "$0")" && pwd)
: "${BGPTE:=}"
[ -n "$BGPTE" ] || : "${LAB_TEXT:?BGPTE or LAB_TEXT must name a program}"
lab=bgpte$$
dir=$(mktemp -d /tmp/bgpte-lab.XXXXXX)
chmod 755 "$dir"
passed=0 failed=0 made_run_openbgpd=

# Ends what runs in our own namespaces, and nothing else.
stop_node() {
  local p
  for p in $(ip netns pids "$(ns "$1")" 2>/dev/null); do kill -9 "$p" 2>/dev/null; done
  return 0
}
cleanup() {
  trap '' INT TERM HUP
  local n
  for n in L TA TB R10 R11 R12; do
    stop_node $n
    ip netns del "$(ns $n)" 2>/dev/null
  done
  leave_root
  rm -rf "$dir"
  [ -n "$made_run_openbgpd" ] && rm -rf /run/openbgpd
  return 0
}
# The lab's own folder, /dev and /run/openbgpd are the same inside of LAB_ROOT.
enter_root() {
  [ -n "${LAB_ROOT:-}" ] || return 0
  mkdir -p "$LAB_ROOT$dir" "$LAB_ROOT/run/openbgpd"
  mount --bind "$dir" "$LAB_ROOT$dir"
  mount --bind /dev "$LAB_ROOT/dev"
  mount -t proc proc "$LAB_ROOT/proc"
}
leave_root() {
  [ -n "${LAB_ROOT:-}" ] || return 0
  umount "$LAB_ROOT$dir" "$LAB_ROOT/dev" "$LAB_ROOT/proc" 2>/dev/null
  rmdir "$LAB_ROOT$dir" 2>/dev/null
  return 0
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP
. "$here/topology.sh"
. "$here/advice_text.sh"

if ! ip netns add "$(ns try)" 2>/dev/null; then
  echo "SKIPPED: network namespaces are not allowed here (run as root, or with CAP_SYS_ADMIN)"
  exit 77
fi
ip netns del "$(ns try)"
enter_root

# Whether the local daemon sends a withdrawal when a policy comes to reject a route: GoBGP from 4.6.
local_withdraws() {
  [ "$platform" != gobgp ] ||
    in_ns L gobgp --version | awk '{ split($NF, v, "."); good = v[1] > 4 || (v[1] == 4 && v[2] >= 6) }
      END { exit !good }'
}

check() { # NAME WANTED SEEN
  if [ "$2" = "$3" ]; then passed=$((passed + 1))
  else failed=$((failed + 1)); echo "FAILED: $1: wanted '$2', seen '$3'"; fi
}

# Whether every transit sees what it should: paths_are FAMILY PATH10_B PATH11_B MARKS10_B MARKS11_B
paths_are() {
  [ "$(path_at TB 10 "$1")" = "$2" ] && [ "$(path_at TB 11 "$1")" = "$3" ] &&
    [ "$4" = "$(marks_at TB 10 "$1")" ] && [ "$5" = "$(marks_at TB 11 "$1")" ] &&
    [ "$(path_at TB 12 "$1")" = 65000 ] && [ "$(path_at TA 10 "$1")" = 65000 ] &&
    [ "$(path_at TA 11 "$1")" = 65000 ] && [ "$(path_at TA 12 "$1")" = - ]
}

# Waits until the transits see the paths, as long as a session may need to come up on a busy
# machine; then every entry is checked once, and where they do not, every path.
# expect WHAT FAMILY B10 B11 [lever|other|early]: prepends of 10 and 11 on B, 3 for "not announced"; with
# `lever` 10 carries TB's action community and a large one there and 11 a MED, with `other` 10 another
# community in their place, with `early` 11 what 10 has with `lever`, and 10 nothing.
expect() {
  [ "$failed" -gt 20 ] && { echo "$passed passed, $failed failed; gave up"; exit 1; }
  local what="$platform $1 $2" family=$2 b10=$3 b11=$4 lever=${5:-} i own='65000'
  local marks10='(65000,999) - -' marks11='(65000,999) - -'
  [ "$lever" = lever ] && marks10='(64502,80) (65000,999) (64502, 1, 2) -' marks11='(65000,999) - 100'
  [ "$lever" = other ] && marks10='(64502,90) (65000,999) - -' marks11='(65000,999) - 100'
  [ "$lever" = early ] && marks11='(64502,80) (65000,999) (64502, 1, 2) -'
  [ "$b10" = 3 ] && marks10='- - -'
  [ "$b11" = 3 ] && marks11='- - -'
  local paths=("$own" "$own 65000" "$own 65000 65000" -) seen=no
  for i in $(seq 450); do
    paths_are $family "${paths[$b10]}" "${paths[$b11]}" "$marks10" "$marks11" && seen=yes && break
    sleep 0.1
  done
  # What was seen together is not read again: a session that two routers opened at once is dropped
  # and opened anew within a second.
  if [ $seen = yes ]; then
    passed=$((passed + 8))
  else
    check "$what: 10 at B" "${paths[$b10]}" "$(path_at TB 10 $family)"
    check "$what: 11 at B" "${paths[$b11]}" "$(path_at TB 11 $family)"
    check "$what: marks of 10 at B" "$marks10" "$(marks_at TB 10 $family)"
    check "$what: marks of 11 at B" "$marks11" "$(marks_at TB 11 $family)"
    check "$what: 12 at B" "$own" "$(path_at TB 12 $family)"
    check "$what: 10 at A" "$own" "$(path_at TA 10 $family)"
    check "$what: 11 at A" "$own" "$(path_at TA 11 $family)"
    check "$what: 12 at A" "-" "$(path_at TA 12 $family)"
  fi
  # R12 buys from TB alone, which reaches a prefix withdrawn there by its peer TA.
  local from10=B from11=B from12=B from12_10=B
  [ "$b11" = 3 ] && from12=A
  [ "$b10" -gt 0 ] && from10=A
  # TB prefers its peer TA to a route with the action community, and so do those behind it.
  [ "$lever" = lever ] && from10=A from12_10=A
  [ "$lever" = early ] && from12=A
  [ "$b11" -gt 0 ] && from11=A
  for i in $(seq 100); do
    set -- $(entry_of R10 10 $family) $(entry_of R10 11 $family) $(entry_of R11 11 $family) \
      $(entry_of R12 11 $family) $(entry_of R12 10 $family)
    [ "$*" = "$from10 $from11 A $from12 $from12_10" ] && break
    sleep 0.1
  done
  check "$what: R10 reaches 10 by" $from10 "$1"
  check "$what: R10 reaches 11 by" $from11 "$2"
  check "$what: R11 stays on" A "$3"
  check "$what: R12 reaches 11 by" $from12 "$4"
  check "$what: R12 reaches 10 by" $from12_10 "$5"
}

# paste OWNER FAMILY PART
paste() {
  part_text "$1" "$2" "$3" > "$dir/block"
  if [ ! -s "$dir/block" ]; then failed=$((failed + 1)); echo "FAILED: $platform $1 $2 $3: no text"
  elif local_paste "$dir/block" > "$dir/said" 2>&1; then passed=$((passed + 1))
  else failed=$((failed + 1)); echo "FAILED: $platform $1 $2 $3: the router refused it"; tail -n 20 "$dir/said"; fi
}

start_local() {
  rm -rf "$dir/L"; mkdir -p "$dir/L"
  local_start "$1"
}

# The precheck, a change, its verify, the same change again, its rollback.
round() { # OWNER FAMILY BEFORE10 BEFORE11 AFTER10 AFTER11 [LEVER_AFTER [LEVER_BEFORE]]
  local before applied
  expect "$1 before" $2 $3 $4 "${8:-}"
  before=$(local_dump)
  paste $1 $2 precheck
  paste $1 $2 apply
  expect "$1 applied" $2 $5 $6 "${7:-}"
  applied=$(local_dump)
  paste $1 $2 verify
  check "$platform $1 $2: the configuration differs" yes "$([ "$before" != "$applied" ] && echo yes)"
  paste $1 $2 apply
  expect "$1 applied twice" $2 $5 $6 "${7:-}"
  check "$platform $1 $2: the second time changes nothing" "$applied" "$(local_dump)"
  paste $1 $2 rollback
  expect "$1 rolled back" $2 $3 $4 "${8:-}"
  check "$platform $1 $2: rolled back to the byte" "$before" "$(local_dump)"
}

run_platform() {
  platform=$1
  . "$here/local_$platform.sh"
  local f plain
  start_local plain
  for f in ipv4 ipv6; do
    round none $f 0 0 1 1
    paste none $f apply
    round bgpte $f 1 1 1 0
    if [ "$platform" = bird ]; then
      # Pasted a second time before it is confirmed, the first state is still what BIRD goes back to.
      paste bgpte $f apply
      paste bgpte $f apply
      local_undo
      expect "bgpte, not confirmed in time" $f 1 1
      paste bgpte $f rollback
    fi
    if [ $f = ipv4 ] && local_withdraws && [ "$(part_text gone $f mode)" = paste ]; then
      # What carried the communities of 11 denies it in between, and then prepends for it.
      round early $f 1 1 1 1 early
      paste early $f apply
      round gone $f 1 1 1 3 '' early
      paste gone $f apply
      round again $f 1 3 1 2
      paste gone $f rollback
      paste early $f rollback
    fi
    paste none $f rollback
    expect "none again" $f 0 0
    round lever $f 0 0 0 0 lever
    if [ $f = ipv4 ]; then
      paste lever $f apply
      round other $f 0 0 0 0 other lever
      paste lever $f rollback
    fi
    if ! local_withdraws; then
      part_text withdraw $f apply > "$dir/withdraw"
      check "$platform withdraw $f: an older release refuses" refused \
        "$(local_paste "$dir/withdraw" > /dev/null 2>&1 && echo pasted || echo refused)"
      expect "withdraw refused" $f 0 0
    elif [ "$(part_text withdraw $f mode)" = paste ]; then round withdraw $f 0 0 0 3
    else check "$platform withdraw $f: nothing to paste" "" "$(part_text withdraw $f apply | grep -v '^# ')"; fi
  done
  stop_node L
  start_local foreign
  round foreign-lever ipv4 1 1 1 1 lever
  if [ "$(part_text foreign ipv4 mode)" = paste ]; then
    # Here ours go on into the operator's entry or past it, by its number.
    round foreign-lever ipv6 1 1 1 1 lever
    for f in ipv4 ipv6; do round foreign $f 1 1 1 0; done
  else
    for f in ipv4 ipv6; do
      check "$platform foreign $f: nothing to paste" "" "$(part_text foreign $f apply | grep -v '^# ')"
      expect "foreign before" $f 1 1
    done
    local_edit out
    for f in ipv4 ipv6; do expect "foreign, the named edit" $f 1 0; done
    local_edit back
    for f in ipv4 ipv6; do expect "foreign, taken back" $f 1 1; done
  fi
  stop_node L
}

start_network
for p in "${@:-frr bird openbgpd gobgp}"; do
  for q in $p; do
    began=$SECONDS
    run_platform "$q"
    echo "$q: $((SECONDS - began)) s"
  done
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
