# bash completion for bgpte. Made by: bgpte help --format bash

_bgpte() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
  local global="--help --version --color --quiet --verbose --allow-outside"
  local command="" index options="" words="advise whatif config check validate schema frontier drain verify export-lp catchment communities import init observe learn mcp watch help"
  for ((index = 1; index < COMP_CWORD; ++index)); do
    case ${COMP_WORDS[index]} in
      advise|whatif|config|check|validate|schema|frontier|drain|verify|export-lp|catchment|communities|import|init|observe|learn|mcp|watch|help) command=${COMP_WORDS[index]}; break ;;
    esac
  done
  COMPREPLY=()
  case $command:$prev in
    *:--color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
    advise:--strategy) COMPREPLY=($(compgen -W "congestion balanced cost" -- "$cur")); return ;;
    advise:--record) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    advise:--rpki) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    advise:--format) COMPREPLY=($(compgen -W "text markdown html json" -- "$cur")); return ;;
    advise:-o|advise:--output) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    advise:--width) return ;;
    advise:--threads) return ;;
    advise:--time-limit) return ;;
    whatif:--set) return ;;
    whatif:--fail) return ;;
    whatif:--growth) return ;;
    whatif:--price) return ;;
    whatif:--capacity) return ;;
    whatif:--threads) return ;;
    whatif:--time-limit) return ;;
    whatif:--format) COMPREPLY=($(compgen -W "text markdown html json" -- "$cur")); return ;;
    whatif:-o|whatif:--output) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    whatif:--width) return ;;
    config:--scenario) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    config:--format) COMPREPLY=($(compgen -W "text json ansible" -- "$cur")); return ;;
    config:-o|config:--output) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    config:--link) return ;;
    config:--router) return ;;
    config:--step) return ;;
    config:--part) COMPREPLY=($(compgen -W "precheck apply verify confirm rollback" -- "$cur")); return ;;
    check:--format) COMPREPLY=($(compgen -W "text json junit github sarif" -- "$cur")); return ;;
    check:-o|check:--output) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    check:--threads) return ;;
    check:--time-limit) return ;;
    validate:--format) COMPREPLY=($(compgen -W "text json sarif" -- "$cur")); return ;;
    frontier:--format) COMPREPLY=($(compgen -W "text markdown html json csv" -- "$cur")); return ;;
    frontier:-o|frontier:--output) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    frontier:--width) return ;;
    frontier:--threads) return ;;
    frontier:--time-limit) return ;;
    drain:--link) return ;;
    drain:--format) COMPREPLY=($(compgen -W "text markdown html json" -- "$cur")); return ;;
    drain:-o|drain:--output) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    drain:--width) return ;;
    verify:--observed) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    verify:--platform) COMPREPLY=($(compgen -W "frr bird openbgpd gobgp ios-xr junos eos" -- "$cur")); return ;;
    verify:--link) return ;;
    verify:--router) return ;;
    verify:--neighbor) return ;;
    verify:--step) return ;;
    verify:--format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
    export-lp:-o|export-lp:--output) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    export-lp:--stage) COMPREPLY=($(compgen -W "loss excess failures targets objective" -- "$cur")); return ;;
    catchment:--as-rel) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    catchment:--origin) return ;;
    catchment:--link) return ;;
    catchment:--sweep) return ;;
    catchment:--weights) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    catchment:--format) COMPREPLY=($(compgen -W "csv json text html" -- "$cur")); return ;;
    catchment:-o|catchment:--output) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    catchment:--threads) return ;;
    communities:--as) return ;;
    communities:--catalogue) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    communities:--format) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
    import:--map) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    import:--scenario) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    import:--prefix) return ;;
    import:--format) COMPREPLY=($(compgen -W "nfdump-fmt nfdump-csv nfdump-csv-asked pmacct-csv csv pmacct-json goflow2-json akvorado-graph prometheus rrdtool-xport librenms zabbix influxdb csv grafana-csv cacti-csv" -- "$cur")); return ;;
    import:-o|import:--output) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    import:--step) return ;;
    import:--from) return ;;
    import:--to) return ;;
    import:--timezone) return ;;
    import:--sampling) return ;;
    import:--layer) COMPREPLY=($(compgen -W "l2 l3" -- "$cur")); return ;;
    import:--direction) COMPREPLY=($(compgen -W "in out" -- "$cur")); return ;;
    import:--series) return ;;
    import:--router) return ;;
    import:--link) return ;;
    import:--platform) COMPREPLY=($(compgen -W "frr bird openbgpd gobgp ios-xr junos eos" -- "$cur")); return ;;
    import:--neighbor) return ;;
    import:--local-as) return ;;
    init:--statistic) COMPREPLY=($(compgen -W "p95 mean max" -- "$cur")); return ;;
    init:--max-age) return ;;
    init:--now) return ;;
    init:--map) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    init:-o|init:--output) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    observe:--statistic) COMPREPLY=($(compgen -W "p95 mean max" -- "$cur")); return ;;
    observe:--max-age) return ;;
    observe:--now) return ;;
    observe:--format) COMPREPLY=($(compgen -W "text markdown json" -- "$cur")); return ;;
    observe:--samples) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    observe:--history) return ;;
    observe:--wait) return ;;
    learn:--add) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    learn:--change) return ;;
    learn:--step) return ;;
    learn:--made-at) return ;;
    learn:--format) COMPREPLY=($(compgen -W "text markdown html json" -- "$cur")); return ;;
    learn:-o|learn:--output) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    learn:--width) return ;;
    learn:--threads) return ;;
    learn:--time-limit) return ;;
    mcp:--root) return ;;
    watch:--state) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    watch:--tickets) return ;;
    watch:--format) COMPREPLY=($(compgen -W "text markdown html json" -- "$cur")); return ;;
    watch:--map) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    watch:--made-at) return ;;
    watch:--wait) return ;;
    watch:--replay) return ;;
    watch:--rpki) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    watch:--threads) return ;;
    watch:--time-limit) return ;;
    help:--format) COMPREPLY=($(compgen -W "text man bash zsh fish" -- "$cur")); return ;;
  esac
  case $command in
    advise) options="--strategy --record --rpki --format --output --detailed-exitcode --full --summary --width --threads --time-limit" words="" ;;
    whatif) options="--set --fail --growth --price --capacity --compare --threads --time-limit --format --output --detailed-exitcode --full --summary --width" words="" ;;
    config) options="--scenario --format --output --link --router --step --all --part" words="" ;;
    check) options="--format --output --threads --time-limit" words="" ;;
    validate) options="--format" words="" ;;
    schema) options="" words="scenario advice communities observation observed map log history learning verdict watch" ;;
    frontier) options="--format --output --width --threads --time-limit" words="" ;;
    drain) options="--link --withdraw --format --output --detailed-exitcode --full --summary --width" words="" ;;
    verify) options="--observed --platform --link --router --neighbor --step --format" words="" ;;
    export-lp) options="--output --stage" words="" ;;
    catchment) options="--as-rel --origin --link --others --sweep --weights --ties --paths --format --output --threads" words="" ;;
    communities) options="--as --catalogue --format" words="" ;;
    import) options="--map --scenario --prefix --format --output --step --from --to --timezone --sampling --with-sources --layer --direction --series --router --link --platform --neighbor --local-as" words="flows load routes" ;;
    init) options="--statistic --max-age --now --map --output" words="" ;;
    observe) options="--statistic --max-age --now --write --format --samples --history --after-gap --wait" words="" ;;
    learn) options="--add --change --verdict --step --fallback --made-at --format --output --width --threads --time-limit" words="" ;;
    mcp) options="--root --allow-config" words="" ;;
    watch) options="--state --tickets --format --map --made-at --wait --replay --rpki --threads --time-limit" words="" ;;
    help) options="--format" words="advise whatif config check validate schema frontier drain verify export-lp catchment communities import init observe learn mcp watch help" ;;
  esac
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$options $global" -- "$cur"))
  elif [[ -n $words && (-z $command || $prev == "$command") ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  else
    COMPREPLY=($(compgen -f -- "$cur"))
  fi
}
complete -o filenames -F _bgpte bgpte
