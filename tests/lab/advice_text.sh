# The parts as the program itself prints them: `bgpte advise` (or `whatif`, where the lab needs a
# state to begin from) on the Link A / Link B scenario, then `bgpte config`.

# lab_scenario PLATFORM OWNER FAMILY
lab_scenario() {
  local p10 p11 p12 at=1 extra='' prepends=$2
  p10=$(prefix_of 10 "$3") p11=$(prefix_of 11 "$3") p12=$(prefix_of 12 "$3")
  local near_a=192.0.2.1 near_b=192.0.2.5 digit=4
  if [ "$3" = ipv6 ]; then near_a=2001:db8:0:1::1 near_b=2001:db8:0:2::1 digit=6; fi
  case $2 in withdraw | lever | other) prepends=none ;; foreign-lever) prepends=foreign ;; early | gone | again) prepends=bgpte ;; esac
  [ "$prepends" = none ] && at=0
  local at10=$at at11=", \"B\": $at"
  if [ "$2" = other ]; then
    at10='{ "prepend": 0, "lever": "lower-preference" }' at11=', "B": { "prepend": 0, "lever": "med-100" }'
  fi
  if [ "$2" = gone ]; then at11=', "B": { "prepend": 1, "lever": "lower-preference" }'; fi
  if [ "$2" = again ]; then at11='' extra=", \"managed\": [ \"$p11\" ]"; fi
  if [ "$prepends" = foreign ] && [ "$1" = frr ]; then extra=', "foreign": { "entry": 10, "resume_entry": 20 }'; fi
  if [ "$1" = bird ]; then extra="$extra, \"protocol\": \"b$digit\""; fi
  cat <<EOF
{ "format": "bgpte-scenario/1", "name": "lab", "local_as": 65000, "currency": "USD",
  "links": [
    { "name": "A", "neighbor_as": 64501, "relationship": "transit", "capacity": "1 Gbps", "inbound": "980 Mbps",
      "billing": { "model": "per-mbps", "price": 0.50 },
      "sessions": [ { "router": "edge1", "platform": "$1", "neighbor": "$near_a", "family": "$3",
        "export_policy": "TO_A$digit", "free_entries": [1, 9], "next_entry": 10, "prepends": "none" } ] },
    { "name": "B", "neighbor_as": 64502, "relationship": "transit", "capacity": "10 Gbps", "inbound": "5 Gbps",
      "billing": { "model": "per-mbps", "price": 0.50 },
      "sessions": [ { "router": "edge1", "platform": "$1", "neighbor": "$near_b", "family": "$3",
        "export_policy": "TO_B$digit", "free_entries": [1, 9], "next_entry": 10, "prepends": "$prepends"$extra } ],
      "levers": [ { "name": "lower-preference", "communities": ["64502:80", "64502:1:2"] },
        { "name": "another", "communities": ["64502:90"] }, { "name": "med-100", "med": 100 } ] },
    { "name": "C", "neighbor_as": 64502, "relationship": "transit", "capacity": "10 Gbps", "inbound": 0,
      "billing": { "model": "per-mbps", "price": 0.50 } } ],
  "prefixes": [
    { "prefix": "$p10", "inbound": { "A": "80 Mbps", "B": 0 }, "advertise": { "A": 0, "B": $at10 } },
    { "prefix": "$p11", "inbound": { "A": "900 Mbps", "B": 0 }, "advertise": { "A": 0$at11 } },
    { "prefix": "$p12", "inbound": { "B": "3 Gbps" }, "advertise": { "B": 0 } } ] }
EOF
}

# lab_advice OWNER FAMILY: the file of the advice, made once.
lab_advice() {
  local file="$dir/$platform-$1-$2.json"
  if [ ! -s "$file" ]; then
    lab_scenario "$platform" "$1" "$2" > "$file.scenario"
    if [ "$1" = none ]; then
      "$BGPTE" whatif "$file.scenario" --set "$(prefix_of 10 "$2")@B=1" --set "$(prefix_of 11 "$2")@B=1" \
        --format json > "$file"
    elif [ "$1" = lever ] || [ "$1" = foreign-lever ]; then
      "$BGPTE" whatif "$file.scenario" --set "$(prefix_of 10 "$2")@B=lower-preference" \
        --set "$(prefix_of 11 "$2")@B=med-100" --format json > "$file"
    elif [ "$1" = other ]; then
      "$BGPTE" whatif "$file.scenario" --set "$(prefix_of 10 "$2")@B=another" --format json > "$file"
    elif [ "$1" = early ]; then
      "$BGPTE" whatif "$file.scenario" --set "$(prefix_of 11 "$2")@B=1+lower-preference" --format json > "$file"
    elif [ "$1" = again ]; then
      "$BGPTE" whatif "$file.scenario" --set "$(prefix_of 11 "$2")@B=2" --format json > "$file"
    elif [ "$1" = withdraw ] || [ "$1" = gone ]; then
      "$BGPTE" whatif "$file.scenario" --set "$(prefix_of 11 "$2")@B=withdraw" --format json > "$file"
    else
      "$BGPTE" advise "$file.scenario" --format json > "$file"
    fi
  fi
  echo "$file"
}

# part_text OWNER FAMILY PART: of every step, in the order in which a person pastes them.
part_text() {
  if [ -z "${BGPTE:-}" ]; then
    "$LAB_TEXT" "$platform" "$1" "$2" "$3"
    return
  fi
  local advice steps step
  advice=$(lab_advice "$1" "$2")
  if [ "$3" = mode ]; then
    if "$BGPTE" config "$advice" --format json 2> /dev/null | grep -q '"mode": *"manual"'; then echo manual; else echo paste; fi
    return
  fi
  steps=$(for step in 1 2 3; do
    "$BGPTE" config "$advice" --step $step --part "$3" > /dev/null 2>&1 && echo $step; done)
  [ "$3" = rollback ] && steps=$(echo "$steps" | sort -r)
  for step in $steps; do "$BGPTE" config "$advice" --step "$step" --part "$3" 2> /dev/null; done
}
