# bash completion for bgpte

_bgpte() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
  local global="--help --version --color --quiet --verbose --allow-outside"
  local command="" word index options=""
  for ((index = 1; index < COMP_CWORD; ++index)); do
    word=${COMP_WORDS[index]}
    case $word in
      advise|whatif|config|check|validate|schema|frontier|drain|verify|export-lp|catchment|communities|import|init|observe|learn) command=$word; break ;;
    esac
  done
  COMPREPLY=()
  case $prev in
    --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
    --strategy) COMPREPLY=($(compgen -W "congestion balanced cost" -- "$cur")); return ;;
    --statistic) COMPREPLY=($(compgen -W "p95 mean max" -- "$cur")); return ;;
    --layer) COMPREPLY=($(compgen -W "l2 l3" -- "$cur")); return ;;
    --direction) COMPREPLY=($(compgen -W "in out" -- "$cur")); return ;;
    --stage) COMPREPLY=($(compgen -W "loss excess failures targets objective" -- "$cur")); return ;;
    --platform) COMPREPLY=($(compgen -W "frr bird openbgpd gobgp junos ios-xr eos" -- "$cur")); return ;;
    --part) COMPREPLY=($(compgen -W "precheck apply verify confirm rollback" -- "$cur")); return ;;
    --set|--fail|--growth|--price|--capacity|--link|--router|--neighbor|--step|--width|--threads|--time-limit|--origin|--sweep|--as|--prefix|--from|--to|--timezone|--sampling|--series|--local-as|--max-age|--now|--change) return ;;
    -o|--output|--observed|--scenario|--map|--as-rel|--weights|--catalogue|--samples|--record|--add) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    --format)
      case $command in
        config) COMPREPLY=($(compgen -W "text json ansible" -- "$cur")) ;;
        validate|verify|communities) COMPREPLY=($(compgen -W "text json" -- "$cur")) ;;
        frontier) COMPREPLY=($(compgen -W "text markdown html json csv" -- "$cur")) ;;
        catchment) COMPREPLY=($(compgen -W "text html json csv" -- "$cur")) ;;
        import) COMPREPLY=($(compgen -W "nfdump-fmt nfdump-csv nfdump-csv-asked pmacct-csv pmacct-json goflow2-json akvorado-graph csv prometheus rrdtool-xport librenms zabbix influxdb grafana-csv cacti-csv" -- "$cur")) ;;
        check) COMPREPLY=($(compgen -W "text json junit github" -- "$cur")) ;;
        observe) COMPREPLY=($(compgen -W "text markdown json" -- "$cur")) ;;
        *) COMPREPLY=($(compgen -W "text markdown html json" -- "$cur")) ;;
      esac
      return ;;
  esac
  case $command in
    advise) options="--strategy --record --format --output --full --summary --width --detailed-exitcode --threads --time-limit" ;;
    whatif) options="--set --fail --growth --price --capacity --compare --threads --time-limit --format --output --full --summary --width --detailed-exitcode" ;;
    config) options="--scenario --format --output --link --router --step --all --part" ;;
    check) options="--format --output --threads --time-limit" ;;
    validate) options="--format" ;;
    frontier) options="--format --output --width --threads --time-limit" ;;
    drain) options="--link --withdraw --format --output --full --summary --width --detailed-exitcode" ;;
    verify) options="--observed --platform --link --router --neighbor --format" ;;
    export-lp) options="--output --stage" ;;
    catchment) options="--as-rel --origin --link --others --sweep --weights --ties --paths --format --output --threads" ;;
    init) options="--map --statistic --max-age --now --output" ;;
    observe) options="--write --format --samples --statistic --max-age --now" ;;
    learn) options="--add --change --verdict --step --fallback --made-at --format --output --width --threads --time-limit" ;;
    communities) options="--as --catalogue --format" ;;
    import)
      if [[ $prev == import ]]; then
        COMPREPLY=($(compgen -W "flows load routes" -- "$cur"))
        return
      fi
      options="--map --scenario --prefix --format --output --step --from --to --timezone --sampling --layer --direction --series --router --link --platform --neighbor --local-as" ;;
    schema)
      if [[ $cur != -* ]]; then
        COMPREPLY=($(compgen -W "scenario advice communities observation observed map log learning verdict" -- "$cur"))
        return
      fi ;;
    "")
      if [[ $cur != -* ]]; then
        COMPREPLY=($(compgen -W "advise whatif config check validate schema frontier drain verify export-lp catchment communities import init observe learn" -- "$cur"))
        return
      fi ;;
  esac
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$options $global" -- "$cur"))
  else
    COMPREPLY=($(compgen -f -- "$cur"))
  fi
}
complete -o filenames -F _bgpte bgpte
