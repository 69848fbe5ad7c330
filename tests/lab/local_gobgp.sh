# The local router as GoBGP.
gobgp_local() { in_ns L gobgp --target "unix://$dir/L/api" "$@"; }

gobgp_statement() { # NAME PREFIX_SET NEIGHBOR_SET ACTION
  cat <<EOF
[[policy-definitions.statements]]
name = "$1"
[policy-definitions.statements.conditions.match-prefix-set]
prefix-set = "$2"
[policy-definitions.statements.conditions.match-neighbor-set]
neighbor-set = "$3"
EOF
  if [ "$3" = B ]; then
    printf '[policy-definitions.statements.actions.bgp-actions.set-community]\noptions = "ADD"\n'
    printf '[policy-definitions.statements.actions.bgp-actions.set-community.set-community-method]\ncommunities-list = ["65000:999"]\n'
  fi
  if [ "$4" = prepend ]; then
    printf '[policy-definitions.statements.actions.bgp-actions.set-as-path-prepend]\nas = "65000"\nrepeat-n = 1\n'
  else
    printf '[policy-definitions.statements.actions]\nroute-disposition = "accept-route"\n'
  fi
}

gobgp_set() { # NAME PREFIXES...
  echo '[[defined-sets.prefix-sets]]'; echo "prefix-set-name = \"$1\""; shift
  local p
  for p in "$@"; do
    printf '[[defined-sets.prefix-sets.prefix-list]]\nip-prefix = "%s"\nmasklength-range = "%s..%s"\n' \
      "$p" "${p#*/}" "${p#*/}"
  done
}

local_start() { # plain|foreign
  {
    printf '[global.config]\nas = 65000\nrouter-id = "192.0.2.200"\n'
    printf '[global.apply-policy.config]\nexport-policy-list = ["TO"]\ndefault-export-policy = "reject-route"\n'
    local a
    for a in 192.0.2.1:64501:ipv4 192.0.2.5:64502:ipv4 2001@db8@0@1@@1:64501:ipv6 2001@db8@0@2@@1:64502:ipv6; do
      local rest=${a#*:}
      printf '[[neighbors]]\n[neighbors.config]\nneighbor-address = "%s"\npeer-as = %s\n' \
        "$(echo "${a%%:*}" | tr @ :)" "${rest%:*}"
      printf '[neighbors.timers.config]\nconnect-retry = 1\nidle-hold-time-after-reset = 1\n'
      printf '[[neighbors.afi-safis]]\n[neighbors.afi-safis.config]\nafi-safi-name = "%s-unicast"\n' "${rest#*:}"
    done
    gobgp_set HEAVY4 10.0.0.0/24 11.0.0.0/24
    gobgp_set HEAVY6 2001:db8:10::/48 2001:db8:11::/48
    gobgp_set OWN4 10.0.0.0/24 11.0.0.0/24 12.0.0.0/24
    gobgp_set OWN6 2001:db8:10::/48 2001:db8:11::/48 2001:db8:12::/48
    printf '[[defined-sets.neighbor-sets]]\nneighbor-set-name = "A"\nneighbor-info-list = ["192.0.2.1/32", "2001:db8:0:1::1/128"]\n'
    printf '[[defined-sets.neighbor-sets]]\nneighbor-set-name = "B"\nneighbor-info-list = ["192.0.2.5/32", "2001:db8:0:2::1/128"]\n'
    printf '[[policy-definitions]]\nname = "TO"\n'
    if [ "$1" = foreign ]; then
      gobgp_statement HEAVY-4 HEAVY4 B prepend; gobgp_statement HEAVY-6 HEAVY6 B prepend
    fi
    gobgp_statement A4 HEAVY4 A accept; gobgp_statement A6 HEAVY6 A accept
    gobgp_statement B4 OWN4 B accept; gobgp_statement B6 OWN6 B accept
  } > "$dir/L/gobgpd.toml"
  in_ns L gobgpd -f "$dir/L/gobgpd.toml" --pprof-disable --api-hosts "unix://$dir/L/api" > "$dir/L/log" 2>&1 &
  local i
  for i in $(seq 50); do gobgp_local global > /dev/null 2>&1 && break; sleep 0.1; done
  for i in 10 11 12; do
    gobgp_local global rib add $i.0.0.0/24
    gobgp_local global rib add -a ipv6 2001:db8:$i::/48
  done
}
local_paste() { in_ns L env GOBGP="gobgp --target unix://$dir/L/api" sh "$1"; }
local_dump() {
  gobgp_local global policy -j; gobgp_local policy; gobgp_local policy prefix; gobgp_local policy neighbor
}
local_edit() {
  local verb=add
  [ "$1" = out ] && verb=del
  # HEAVY is used towards A too, so the edit is a set of its own for the prepending statements.
  local f p n
  for f in 4 6; do
    if [ $f = 4 ]; then p=10.0.0.0/24 n=24; else p=2001:db8:10::/48 n=48; fi
    if [ "$1" = out ]; then
      gobgp_local policy prefix add TEN$f $p $n..$n
      gobgp_local policy statement HEAVY-$f del condition prefix HEAVY$f
      gobgp_local policy statement HEAVY-$f add condition prefix TEN$f
    else
      gobgp_local policy statement HEAVY-$f del condition prefix TEN$f
      gobgp_local policy statement HEAVY-$f add condition prefix HEAVY$f
      gobgp_local policy prefix del TEN$f
    fi
  done
  gobgp_local neighbor 192.0.2.5 softresetout; gobgp_local neighbor 2001:db8:0:2::1 softresetout
}
