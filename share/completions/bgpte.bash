# bash completion for bgpte

_bgpte() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
  local global="--help --version --color --quiet --verbose"
  local command="" word index options=""
  for ((index = 1; index < COMP_CWORD; ++index)); do
    word=${COMP_WORDS[index]}
    case $word in
      advise|whatif|config|check|validate|schema) command=$word; break ;;
    esac
  done
  COMPREPLY=()
  case $prev in
    --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
    --strategy) COMPREPLY=($(compgen -W "congestion balanced cost" -- "$cur")); return ;;
    --part) COMPREPLY=($(compgen -W "precheck apply verify confirm rollback" -- "$cur")); return ;;
    --set|--fail|--growth|--price|--capacity|--link|--router|--step|--threads|--time-limit) return ;;
    -o|--output) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    --format)
      case $command in
        config) COMPREPLY=($(compgen -W "text json ansible" -- "$cur")) ;;
        validate) COMPREPLY=($(compgen -W "text json" -- "$cur")) ;;
        check) COMPREPLY=($(compgen -W "text json junit github" -- "$cur")) ;;
        *) COMPREPLY=($(compgen -W "text markdown json" -- "$cur")) ;;
      esac
      return ;;
  esac
  case $command in
    advise) options="--strategy --format --output --detailed-exitcode --threads --time-limit" ;;
    whatif) options="--set --fail --growth --price --capacity --format --output --detailed-exitcode" ;;
    config) options="--format --output --link --router --step --part" ;;
    check) options="--format --output --threads --time-limit" ;;
    validate) options="--format" ;;
    schema)
      if [[ $cur != -* ]]; then
        COMPREPLY=($(compgen -W "scenario advice" -- "$cur"))
        return
      fi ;;
    "")
      if [[ $cur != -* ]]; then
        COMPREPLY=($(compgen -W "advise whatif config check validate schema" -- "$cur"))
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
