# The local router as BIRD. It waits for the transits to connect: two BIRDs that both connect with
# the same timers can refuse each other for a long time.
bird_session_local() { # NAME ADDRESS AS FAMILY FILTER
  cat <<EOF
protocol bgp $1 {
  local as 65000; neighbor $2 as $3;
  passive; error wait time 1, 2;
  $4 { import all; export filter $5; };
}
EOF
}

local_write() { # plain|foreign
  local heavy4='' heavy6=''
  if [ "$1" = foreign ]; then
    heavy4='if net ~ HEAVY4 then bgp_path.prepend(65000);'
    heavy6='if net ~ HEAVY6 then bgp_path.prepend(65000);'
  fi
  cat > "$dir/L/bird.conf" <<EOF
router id 192.0.2.200;
define HEAVY4 = [ 10.0.0.0/24, 11.0.0.0/24 ];
define HEAVY6 = [ 2001:db8:10::/48, 2001:db8:11::/48 ];
protocol device { scan time 1; }
protocol static own4 { ipv4; route 10.0.0.0/24 blackhole; route 11.0.0.0/24 blackhole; route 12.0.0.0/24 blackhole; }
protocol static own6 { ipv6; route 2001:db8:10::/48 blackhole; route 2001:db8:11::/48 blackhole; route 2001:db8:12::/48 blackhole; }
filter TO_A4 { if net ~ [ 10.0.0.0/24, 11.0.0.0/24 ] then accept; reject; }
filter TO_A6 { if net ~ [ 2001:db8:10::/48, 2001:db8:11::/48 ] then accept; reject; }
filter TO_B4 {
  if source != RTS_STATIC then reject;
  $heavy4
  bgp_community.add((65000,999));
  accept;
}
filter TO_B6 {
  if source != RTS_STATIC then reject;
  $heavy6
  bgp_community.add((65000,999));
  accept;
}
EOF
  { bird_session_local a4 192.0.2.1 64501 ipv4 TO_A4; bird_session_local a6 2001:db8:0:1::1 64501 ipv6 TO_A6
    bird_session_local b4 192.0.2.5 64502 ipv4 TO_B4; bird_session_local b6 2001:db8:0:2::1 64502 ipv6 TO_B6
  } >> "$dir/L/bird.conf"
}

local_start() {
  local_write "$1"
  in_ns L bird -c "$dir/L/bird.conf" -s "$dir/L/ctl" -P "$dir/L/pid"
}
local_paste() { in_ns L env BIRD_CONF="$dir/L/bird.conf" BIRDC="birdc -s $dir/L/ctl" sh "$1"; }
local_dump() { cat "$dir/L/bird.conf"; cat "$dir"/L/BGPTE_*.conf 2>/dev/null || :; }
# What BIRD does by itself where the timer runs out.
local_undo() { in_ns L birdc -s "$dir/L/ctl" configure undo > /dev/null; }
# The edit that the manual part names: 11 without prepend, or with it again.
local_edit() { # out|back
  if [ "$1" = out ]; then
    sed -i -e 's/, 11.0.0.0\/24 \];$/ ];/' -e 's/^\(define HEAVY6.*\), 2001:db8:11::\/48 \];/\1 ];/' "$dir/L/bird.conf"
  else
    local_write foreign
  fi
  in_ns L birdc -s "$dir/L/ctl" configure > /dev/null
}
