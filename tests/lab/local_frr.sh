# The local router as FRR: zebra and bgpd, talked to by vtysh.
frr_vtysh() { in_ns L vtysh --vty_socket "$dir/L" --config_dir "$dir/L" "$@"; }

frr_maps() { # FAMILY_KEYWORD SUFFIX PREFIXES...
  local word=$1 suffix=$2 i=5 p; shift 2
  for p in "$@"; do echo "$word prefix-list OWN$suffix seq $i permit $p"; i=$((i + 5)); done
  echo "$word prefix-list HEAVY$suffix seq 5 permit $1"
  echo "$word prefix-list HEAVY$suffix seq 10 permit $2"
  echo "route-map TO_A$suffix permit 10"; echo " match $word address prefix-list HEAVY$suffix"; echo exit
  if [ "$kind" = foreign ]; then
    echo "route-map TO_B$suffix permit 10"; echo " match $word address prefix-list HEAVY$suffix"
    echo " set as-path prepend 65000"; echo ' set community 65000:999 additive'; echo exit
    echo "route-map TO_B$suffix permit 20"; echo " match $word address prefix-list OWN$suffix"
    echo ' set community 65000:999 additive'; echo exit
  else
    echo "route-map TO_B$suffix permit 10"; echo " match $word address prefix-list OWN$suffix"
    echo ' set community 65000:999 additive'; echo exit
  fi
}

local_start() { # plain|foreign
  local kind=$1
  {
    cat <<'EOF'
frr defaults traditional
hostname edge1
router bgp 65000
 bgp router-id 192.0.2.200
 no bgp default ipv4-unicast
 neighbor 192.0.2.1 remote-as 64501
 neighbor 192.0.2.1 timers connect 1
 neighbor 192.0.2.5 remote-as 64502
 neighbor 192.0.2.5 timers connect 1
 neighbor 2001:db8:0:1::1 remote-as 64501
 neighbor 2001:db8:0:1::1 timers connect 1
 neighbor 2001:db8:0:2::1 remote-as 64502
 neighbor 2001:db8:0:2::1 timers connect 1
 address-family ipv4 unicast
  network 10.0.0.0/24
  network 11.0.0.0/24
  network 12.0.0.0/24
  neighbor 192.0.2.1 activate
  neighbor 192.0.2.1 route-map ANY in
  neighbor 192.0.2.1 route-map TO_A4 out
  neighbor 192.0.2.5 activate
  neighbor 192.0.2.5 route-map ANY in
  neighbor 192.0.2.5 route-map TO_B4 out
 exit-address-family
 address-family ipv6 unicast
  network 2001:db8:10::/48
  network 2001:db8:11::/48
  network 2001:db8:12::/48
  neighbor 2001:db8:0:1::1 activate
  neighbor 2001:db8:0:1::1 route-map ANY in
  neighbor 2001:db8:0:1::1 route-map TO_A6 out
  neighbor 2001:db8:0:2::1 activate
  neighbor 2001:db8:0:2::1 route-map ANY in
  neighbor 2001:db8:0:2::1 route-map TO_B6 out
 exit-address-family
exit
route-map ANY permit 10
exit
EOF
    frr_maps ip 4 10.0.0.0/24 11.0.0.0/24 12.0.0.0/24
    frr_maps ipv6 6 2001:db8:10::/48 2001:db8:11::/48 2001:db8:12::/48
  } > "$dir/L/bgpd.conf"
  : > "$dir/L/zebra.conf"; echo 'no service integrated-vtysh-config' > "$dir/L/vtysh.conf"
  in_ns L chown -R frr:frr "$dir/L"
  local common="-u frr -g frr --vty_socket $dir/L -z $dir/L/zserv.api -P 0 -d"
  # From 10.0 on mgmtd holds the configuration of zebra and of more with each release.
  if in_ns L test -x /usr/lib/frr/mgmtd; then
    in_ns L /usr/lib/frr/mgmtd $common -i "$dir/L/mgmtd.pid" > "$dir/L/log" 2>&1
  fi
  in_ns L /usr/lib/frr/zebra $common -i "$dir/L/zebra.pid" -f "$dir/L/zebra.conf" >> "$dir/L/log" 2>&1
  in_ns L /usr/lib/frr/bgpd $common -i "$dir/L/bgpd.pid" -f "$dir/L/bgpd.conf" >> "$dir/L/log" 2>&1
}
# As a person pastes it: line after line at the prompt.
local_paste() {
  local said
  said=$(frr_vtysh < "$1" 2>&1)
  # From 10.7 on mgmtd makes a note of it where a `no` finds nothing to remove.
  case ${said//'% Configuration applied with notes'/} in *'% '*) echo "$said" >&2; return 1 ;; esac
}
local_dump() { frr_vtysh -c 'show running-config' 2>/dev/null; }
