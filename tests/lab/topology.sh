# The network around the local router, in namespaces of its own:
#
#          R11 (64511)        R10 (64510)        R12 (64512)
#               \            /          \          /
#                TA (64501) ------------- TB (64502)
#                      \    link A  link B   /
#                            L (65000)
#
# The transits and the remotes run BIRD; they prefer customers by LOCAL_PREF. TB has the lower
# router id, so that R10 takes B where the path lengths are equal. TB has an action community, 64502:80:
# a customer's route that carries it gets a preference below that of peers.

ns() { echo "$lab-$1"; }
# The local router's daemons and their clients run in LAB_ROOT, where one is given; what looks at
# the network does not.
in_ns() {
  local n=$1
  shift
  if [ "$n" != L ] || [ -z "${LAB_ROOT:-}" ]; then
    ip netns exec "$(ns "$n")" "$@"
    return
  fi
  case "$1 $2" in
    ip\ * | sysctl\ * | cat\ * | "sh -c") ip netns exec "$(ns L)" "$@" ;;
    *) ip netns exec "$(ns L)" chroot "$LAB_ROOT" "$@" ;;
  esac
}

add_node() {
  ip netns add "$(ns "$1")"
  in_ns "$1" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 \
    net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 \
    net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0
  in_ns "$1" ip link set lo up
}

# wire NODE IF ADDR4 ADDR6 NODE IF ADDR4 ADDR6
wire() {
  ip link add "$2" netns "$(ns "$1")" type veth peer name "$6" netns "$(ns "$5")"
  in_ns "$1" ip addr add "$3" dev "$2"; in_ns "$1" ip addr add "$4" dev "$2" nodad
  in_ns "$5" ip addr add "$7" dev "$6"; in_ns "$5" ip addr add "$8" dev "$6" nodad
  in_ns "$1" ip link set "$2" up; in_ns "$5" ip link set "$6" up
}

# bird_session NAME OWN_AS ADDRESS THEIR_AS KIND: customer, peer or provider.
bird_session() {
  local family=ipv4 preference=100
  case $3 in *:*) family=ipv6 ;; esac
  [ "$5" = customer ] && preference=200
  local export="export filter { if bgp_local_pref >= 200 || source = RTS_STATIC then accept; reject; };"
  [ "$5" = customer ] && export="export all;"
  # One side connects, so that two BIRDs never meet in the middle.
  local passive=''
  case $1 in r1*) passive='passive;' ;; esac
  local action=''
  [ "$2" = 64502 ] && [ "$4" = 65000 ] && action='if (64502,80) ~ bgp_community then bgp_local_pref = 80;'
  cat <<EOF
protocol bgp $1 {
  local as $2; neighbor $3 as $4; $passive
  connect delay time 1; connect retry time 1; error wait time 1, 2;
  $family { import filter { bgp_local_pref = $preference; $action accept; }; $export };
}
EOF
}

bird_head() {
  cat <<EOF
router id $1;
protocol device { scan time 1; }
protocol kernel k4 { ipv4 { export where source = RTS_BGP; }; }
protocol kernel k6 { ipv6 { export where source = RTS_BGP; }; }
EOF
}

start_bird() {
  mkdir -p "$dir/$1"
  cat > "$dir/$1/bird.conf"
  in_ns "$1" bird -c "$dir/$1/bird.conf" -s "$dir/$1/ctl" -P "$dir/$1/pid"
}

bird_show() { local n=$1; shift; birdc -r -s "$dir/$n/ctl" "$@"; }

start_network() {
  local n
  for n in L TA TB R10 R11 R12; do add_node $n; done
  wire TA toL 192.0.2.1/30 2001:db8:0:1::1/64 L linkA 192.0.2.2/30 2001:db8:0:1::2/64
  wire TB toL 192.0.2.5/30 2001:db8:0:2::1/64 L linkB 192.0.2.6/30 2001:db8:0:2::2/64
  wire TA toB 192.0.2.9/30 2001:db8:0:3::1/64 TB toA 192.0.2.10/30 2001:db8:0:3::2/64
  wire TA toR10 192.0.2.13/30 2001:db8:0:4::1/64 R10 toA 192.0.2.14/30 2001:db8:0:4::2/64
  wire TB toR10 192.0.2.17/30 2001:db8:0:5::1/64 R10 toB 192.0.2.18/30 2001:db8:0:5::2/64
  wire TA toR11 192.0.2.21/30 2001:db8:0:6::1/64 R11 toA 192.0.2.22/30 2001:db8:0:6::2/64
  wire TB toR12 192.0.2.25/30 2001:db8:0:7::1/64 R12 toB 192.0.2.26/30 2001:db8:0:7::2/64
  for n in 10 11 12; do
    in_ns L ip addr add $n.0.0.1/24 dev lo; in_ns L ip addr add 2001:db8:$n::1/48 dev lo nodad
  done
  { bird_head 192.0.2.250
    bird_session l4 64501 192.0.2.2 65000 customer; bird_session l6 64501 2001:db8:0:1::2 65000 customer
    bird_session b4 64501 192.0.2.10 64502 peer; bird_session b6 64501 2001:db8:0:3::2 64502 peer
    bird_session r10_4 64501 192.0.2.14 64510 customer; bird_session r10_6 64501 2001:db8:0:4::2 64510 customer
    bird_session r11_4 64501 192.0.2.22 64511 customer; bird_session r11_6 64501 2001:db8:0:6::2 64511 customer
  } | start_bird TA
  { bird_head 192.0.2.240
    bird_session l4 64502 192.0.2.6 65000 customer; bird_session l6 64502 2001:db8:0:2::2 65000 customer
    bird_session a4 64502 192.0.2.9 64501 peer; bird_session a6 64502 2001:db8:0:3::1 64501 peer
    bird_session r10_4 64502 192.0.2.18 64510 customer; bird_session r10_6 64502 2001:db8:0:5::2 64510 customer
    bird_session r12_4 64502 192.0.2.26 64512 customer; bird_session r12_6 64502 2001:db8:0:7::2 64512 customer
  } | start_bird TB
  { bird_head 192.0.2.110
    bird_session a4 64510 192.0.2.13 64501 provider; bird_session a6 64510 2001:db8:0:4::1 64501 provider
    bird_session b4 64510 192.0.2.17 64502 provider; bird_session b6 64510 2001:db8:0:5::1 64502 provider
  } | start_bird R10
  { bird_head 192.0.2.111
    bird_session a4 64511 192.0.2.21 64501 provider; bird_session a6 64511 2001:db8:0:6::1 64501 provider
  } | start_bird R11
  { bird_head 192.0.2.112
    bird_session b4 64512 192.0.2.25 64502 provider; bird_session b6 64512 2001:db8:0:7::1 64502 provider
  } | start_bird R12
}

# prefix_of NUMBER FAMILY; address_of NUMBER FAMILY
prefix_of() { if [ "$2" = ipv6 ]; then echo "2001:db8:$1::/48"; else echo "$1.0.0.0/24"; fi; }
address_of() { if [ "$2" = ipv6 ]; then echo "2001:db8:$1::1"; else echo "$1.0.0.1"; fi; }

# path_at TRANSIT NUMBER FAMILY: the AS path received from the local AS; "-" where there is none.
path_at() {
  local session=l4
  [ "$3" = ipv6 ] && session=l6
  bird_show "$1" show route "$(prefix_of "$2" "$3")" protocol $session all 2>/dev/null |
    awk '/BGP.as_path:/ { sub(/.*BGP.as_path: */, ""); print; found = 1; exit } END { if (!found) print "-" }'
}

# marks_at TRANSIT NUMBER FAMILY: communities, large communities and MED received from the local AS,
# as BIRD writes them, the first sorted; "-" for each that is not there (a MED of 0 is none).
marks_at() {
  local session=l4
  [ "$3" = ipv6 ] && session=l6
  bird_show "$1" show route "$(prefix_of "$2" "$3")" protocol $session all 2>/dev/null | awk '
    function told() { sub(/^[^:]*: */, ""); return $0 }
    function sorted(text,  words, n, i, j, held) {
      n = split(text, words, " ")
      for (i = 2; i <= n; ++i)
        for (j = i; j > 1 && words[j] < words[j - 1]; --j) { held = words[j]; words[j] = words[j - 1]; words[j - 1] = held }
      text = words[1]
      for (i = 2; i <= n; ++i) text = text " " words[i]
      return text
    }
    /BGP.community:/ { community = sorted(told()) } /BGP.large_community:/ { large = told() } /BGP.med:/ { med = told() }
    END { print (community ? community : "-"), (large ? large : "-"), (med + 0 ? med : "-") }'
}

# entry_of REMOTE NUMBER FAMILY: the link by which packets of a remote enter, from the counters.
entry_of() {
  local before_a before_b after_a after_b packets=40
  local counters='cat /sys/class/net/linkA/statistics/rx_packets /sys/class/net/linkB/statistics/rx_packets'
  { read -r before_a; read -r before_b; } < <(in_ns L sh -c "$counters")
  in_ns "$1" bash -c "for i in {1..$packets}; do echo > /dev/udp/$(address_of "$2" "$3")/9; done" 2>/dev/null
  sleep 0.02  # a veth counts at once; what is missed is sent again by the caller
  { read -r after_a; read -r after_b; } < <(in_ns L sh -c "$counters")
  # BGP itself is a few packets; 40 cannot be missed.
  if [ $((after_a - before_a)) -ge $packets ]; then echo A
  elif [ $((after_b - before_b)) -ge $packets ]; then echo B
  else echo none; fi
}
