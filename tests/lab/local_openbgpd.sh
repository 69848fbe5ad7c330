# The local router as OpenBGPD.
local_write() { # plain|foreign
  local heavy=''
  [ "$1" = foreign ] && heavy='match to $b4 prefix-set heavy set { prepend-self 1 }
match to $b6 prefix-set heavy set { prepend-self 1 }'
  cat > "$dir/L/bgpd.conf" <<EOF
b4 = "192.0.2.5"
b6 = "2001:db8:0:2::1"
AS 65000
router-id 192.0.2.200
fib-update no
socket "$dir/L/bgpd.sock"
prefix-set heavy { 10.0.0.0/24, 11.0.0.0/24, 2001:db8:10::/48, 2001:db8:11::/48 }
prefix-set own { 10.0.0.0/24, 11.0.0.0/24, 12.0.0.0/24, 2001:db8:10::/48, 2001:db8:11::/48, 2001:db8:12::/48 }
network 10.0.0.0/24
network 11.0.0.0/24
network 12.0.0.0/24
network 2001:db8:10::/48
network 2001:db8:11::/48
network 2001:db8:12::/48
neighbor 192.0.2.1 { remote-as 64501 }
neighbor \$b4 { remote-as 64502 }
neighbor 2001:db8:0:1::1 { remote-as 64501 }
neighbor \$b6 { remote-as 64502 }
allow from any
allow to 192.0.2.1 prefix-set heavy
allow to 2001:db8:0:1::1 prefix-set heavy
allow to \$b4 prefix-set own
allow to \$b6 prefix-set own
$heavy
match to { \$b4 \$b6 } set community 65000:999
deny quick to any prefix 198.18.0.0/15
EOF
  chmod 600 "$dir/L/bgpd.conf"
}
local_start() {
  local_write "$1"
  [ -d /run/openbgpd ] || { mkdir -p /run/openbgpd; made_run_openbgpd=yes; }
  in_ns L bgpd -f "$dir/L/bgpd.conf" > "$dir/L/log" 2>&1
}
local_paste() { in_ns L env BGPD_CONF="$dir/L/bgpd.conf" BGPCTL="bgpctl -s $dir/L/bgpd.sock" sh "$1"; }
local_dump() { cat "$dir/L/bgpd.conf"; cat "$dir"/L/BGPTE_*.conf 2>/dev/null || :; }
local_edit() {
  if [ "$1" = out ]; then
    sed -i 's/^match to \(.*\) prefix-set heavy set/match to \1 prefix { 10.0.0.0\/24, 2001:db8:10::\/48 } set/' "$dir/L/bgpd.conf"
  else
    local_write foreign
  fi
  in_ns L bgpctl -s "$dir/L/bgpd.sock" reload > /dev/null
}
