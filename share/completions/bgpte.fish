# fish completion for bgpte. Made by: bgpte help --format fish

complete -c bgpte -f
complete -c bgpte -s h -l help -d 'Print this help, or a command\'s'
complete -c bgpte -l version -d 'Print what was built, and of what'
complete -c bgpte -l color -x -a 'auto always never' -d 'When to colour; auto: on a terminal, unless NO_COLOR is set'
complete -c bgpte -s q -l quiet -d 'Say errors only'
complete -c bgpte -s v -l verbose -d 'Say more on the error stream'
complete -c bgpte -l allow-outside -d 'Let a scenario name files outside of its own folder; only for scenarios that you trust'

complete -c bgpte -n __fish_use_subcommand -a advise -d 'Find the cheapest safe set of changes and say why, what will happen and how'
complete -c bgpte -n '__fish_seen_subcommand_from advise' -F
complete -c bgpte -n '__fish_seen_subcommand_from advise' -l strategy -x -a 'congestion balanced cost' -d 'congestion, balanced or cost; overrides the scenario\'s policy'
complete -c bgpte -n '__fish_seen_subcommand_from advise' -l record -r -F -d 'Append the forecast of the first step to this log (docs/learning.md); needs measured.to'
complete -c bgpte -n '__fish_seen_subcommand_from advise' -l rpki -r -F -d 'Validate origins and providers by this JSON of rpki-client or Routinator (docs/rpki.md); no network is touched'
complete -c bgpte -n '__fish_seen_subcommand_from advise' -l format -x -a 'text markdown html json' -d 'text, markdown (for a change ticket), html (a page) or json'
complete -c bgpte -n '__fish_seen_subcommand_from advise' -s o -l output -r -F -d 'Write the result to FILE'
complete -c bgpte -n '__fish_seen_subcommand_from advise' -l detailed-exitcode -d 'Exit with 2 where a change is recommended'
complete -c bgpte -n '__fish_seen_subcommand_from advise' -l full -d 'Everything, not only the first screen'
complete -c bgpte -n '__fish_seen_subcommand_from advise' -l summary -d 'Three lines'
complete -c bgpte -n '__fish_seen_subcommand_from advise' -l width -x -d 'Columns of the text; default: the terminal\'s, or COLUMNS in a pipe'
complete -c bgpte -n '__fish_seen_subcommand_from advise' -l threads -x -d 'Threads of the search; the answer does not depend on it'
complete -c bgpte -n '__fish_seen_subcommand_from advise' -l time-limit -x -d 'Stop after SECONDS with the best plan so far'

complete -c bgpte -n __fish_use_subcommand -a whatif -d 'Forecast your own changes, or a failure, growth, another price or capacity'
complete -c bgpte -n '__fish_seen_subcommand_from whatif' -F
complete -c bgpte -n '__fish_seen_subcommand_from whatif' -l set -x -d 'Prepends of a prefix on a link, or withdraw; LEVER, N+LEVER or none for an action community or MED of the link; repeatable'
complete -c bgpte -n '__fish_seen_subcommand_from whatif' -l fail -x -d 'The link is down; several fail at once; repeatable'
complete -c bgpte -n '__fish_seen_subcommand_from whatif' -l growth -x -d 'All inbound grows by so much, as in 20%'
complete -c bgpte -n '__fish_seen_subcommand_from whatif' -l price -x -d 'Another price of the first Mbps; later ones move alike; repeatable'
complete -c bgpte -n '__fish_seen_subcommand_from whatif' -l capacity -x -d 'Another capacity, as in A=2Gbps; repeatable'
complete -c bgpte -n '__fish_seen_subcommand_from whatif' -l compare -d 'Search that state too: the best plan found stands beside yours'
complete -c bgpte -n '__fish_seen_subcommand_from whatif' -l threads -x -d 'Threads of the search; the answer does not depend on it'
complete -c bgpte -n '__fish_seen_subcommand_from whatif' -l time-limit -x -d 'Stop after SECONDS with the best plan so far'
complete -c bgpte -n '__fish_seen_subcommand_from whatif' -l format -x -a 'text markdown html json' -d 'text, markdown (for a change ticket), html (a page) or json'
complete -c bgpte -n '__fish_seen_subcommand_from whatif' -s o -l output -r -F -d 'Write the result to FILE'
complete -c bgpte -n '__fish_seen_subcommand_from whatif' -l detailed-exitcode -d 'Exit with 2 where a change is recommended'
complete -c bgpte -n '__fish_seen_subcommand_from whatif' -l full -d 'Everything, not only the first screen'
complete -c bgpte -n '__fish_seen_subcommand_from whatif' -l summary -d 'Three lines'
complete -c bgpte -n '__fish_seen_subcommand_from whatif' -l width -x -d 'Columns of the text; default: the terminal\'s, or COLUMNS in a pipe'

complete -c bgpte -n __fish_use_subcommand -a config -d 'Print the router configuration of advice that was reviewed'
complete -c bgpte -n '__fish_seen_subcommand_from config' -F
complete -c bgpte -n '__fish_seen_subcommand_from config' -l scenario -r -F -d 'The scenario that the advice was made from: refuse what it does not give'
complete -c bgpte -n '__fish_seen_subcommand_from config' -l format -x -a 'text json ansible' -d 'text, json or ansible (a playbook)'
complete -c bgpte -n '__fish_seen_subcommand_from config' -s o -l output -r -F -d 'Write the result to FILE'
complete -c bgpte -n '__fish_seen_subcommand_from config' -l link -x -d 'Only this link'
complete -c bgpte -n '__fish_seen_subcommand_from config' -l router -x -d 'Only this router'
complete -c bgpte -n '__fish_seen_subcommand_from config' -l step -x -d 'This step of the rollout; default: the first one'
complete -c bgpte -n '__fish_seen_subcommand_from config' -l all -d 'All steps of the rollout'
complete -c bgpte -n '__fish_seen_subcommand_from config' -l part -x -a 'precheck apply verify confirm rollback' -d 'Only precheck, apply, verify, confirm or rollback'

complete -c bgpte -n __fish_use_subcommand -a check -d 'Hold every scenario\'s advice to what the scenario expects, for CI'
complete -c bgpte -n '__fish_seen_subcommand_from check' -F
complete -c bgpte -n '__fish_seen_subcommand_from check' -l format -x -a 'text json junit github sarif' -d 'text, json, junit, github (annotations) or sarif, which has the findings too'
complete -c bgpte -n '__fish_seen_subcommand_from check' -s o -l output -r -F -d 'Write the result to FILE'
complete -c bgpte -n '__fish_seen_subcommand_from check' -l threads -x -d 'Threads of the search; the answer does not depend on it'
complete -c bgpte -n '__fish_seen_subcommand_from check' -l time-limit -x -d 'Stop after SECONDS with the best plan so far'

complete -c bgpte -n __fish_use_subcommand -a validate -d 'Say everything that is wrong with scenario files'
complete -c bgpte -n '__fish_seen_subcommand_from validate' -F
complete -c bgpte -n '__fish_seen_subcommand_from validate' -l format -x -a 'text json sarif' -d 'text (FILE:LINE:COLUMN: ...), json or sarif'

complete -c bgpte -n __fish_use_subcommand -a schema -d 'Print the JSON Schema (draft 7) of a file format'
complete -c bgpte -n '__fish_seen_subcommand_from schema' -x -a 'scenario advice communities observation observed map log history learning verdict watch'

complete -c bgpte -n __fish_use_subcommand -a frontier -d 'What there is to choose: cost against congestion, benefit against changes'
complete -c bgpte -n '__fish_seen_subcommand_from frontier' -F
complete -c bgpte -n '__fish_seen_subcommand_from frontier' -l format -x -a 'text markdown html json csv' -d 'text (with a plot), markdown, html (a page), json or csv'
complete -c bgpte -n '__fish_seen_subcommand_from frontier' -s o -l output -r -F -d 'Write the result to FILE'
complete -c bgpte -n '__fish_seen_subcommand_from frontier' -l width -x -d 'Columns of the text; default: the terminal\'s, or COLUMNS in a pipe'
complete -c bgpte -n '__fish_seen_subcommand_from frontier' -l threads -x -d 'Threads of the search; the answer does not depend on it'
complete -c bgpte -n '__fish_seen_subcommand_from frontier' -l time-limit -x -d 'Stop after SECONDS with the best plan so far'

complete -c bgpte -n __fish_use_subcommand -a drain -d 'Empty a link before maintenance, and the way back'
complete -c bgpte -n '__fish_seen_subcommand_from drain' -F
complete -c bgpte -n '__fish_seen_subcommand_from drain' -l link -x -d 'The link to empty'
complete -c bgpte -n '__fish_seen_subcommand_from drain' -l withdraw -d 'Withdraw the prefixes there instead of prepending (and using a community or MED) as far as the policy allows'
complete -c bgpte -n '__fish_seen_subcommand_from drain' -l format -x -a 'text markdown html json' -d 'text, markdown (for a change ticket), html (a page) or json'
complete -c bgpte -n '__fish_seen_subcommand_from drain' -s o -l output -r -F -d 'Write the result to FILE'
complete -c bgpte -n '__fish_seen_subcommand_from drain' -l detailed-exitcode -d 'Exit with 2 where a change is recommended'
complete -c bgpte -n '__fish_seen_subcommand_from drain' -l full -d 'Everything, not only the first screen'
complete -c bgpte -n '__fish_seen_subcommand_from drain' -l summary -d 'Three lines'
complete -c bgpte -n '__fish_seen_subcommand_from drain' -l width -x -d 'Columns of the text; default: the terminal\'s, or COLUMNS in a pipe'

complete -c bgpte -n __fish_use_subcommand -a verify -d 'Is the network now what the scenario says or the advice wanted?'
complete -c bgpte -n '__fish_seen_subcommand_from verify' -F
complete -c bgpte -n '__fish_seen_subcommand_from verify' -l observed -r -F -d 'What the router printed; - is stdin'
complete -c bgpte -n '__fish_seen_subcommand_from verify' -l platform -x -a 'frr bird openbgpd gobgp ios-xr junos eos' -d 'frr, bird, openbgpd, gobgp, junos, ios-xr or eos'
complete -c bgpte -n '__fish_seen_subcommand_from verify' -l link -x -d 'Only the sessions of this link'
complete -c bgpte -n '__fish_seen_subcommand_from verify' -l router -x -d 'Only the sessions of this router'
complete -c bgpte -n '__fish_seen_subcommand_from verify' -l neighbor -x -d 'Only the session with this neighbour, where the output could be of several'
complete -c bgpte -n '__fish_seen_subcommand_from verify' -l step -x -d 'With an advice file: as it is to be after this step of the rollout, 0 before the first'
complete -c bgpte -n '__fish_seen_subcommand_from verify' -l format -x -a 'text json' -d 'text or json'

complete -c bgpte -n __fish_use_subcommand -a export-lp -d 'Write the exact optimisation model, so that any solver can check the optimum'
complete -c bgpte -n '__fish_seen_subcommand_from export-lp' -F
complete -c bgpte -n '__fish_seen_subcommand_from export-lp' -s o -l output -r -F -d 'Write the model to FILE'
complete -c bgpte -n '__fish_seen_subcommand_from export-lp' -l stage -x -a 'loss excess failures targets objective' -d 'Which level to minimise; those before it are held'

complete -c bgpte -n __fish_use_subcommand -a catchment -d 'By which link every AS of the Internet enters, from AS relationships'
complete -c bgpte -n '__fish_seen_subcommand_from catchment' -l as-rel -r -F -d 'CAIDA AS relationships: plain, .gz or .bz2'
complete -c bgpte -n '__fish_seen_subcommand_from catchment' -l origin -x -d 'The AS that announces'
complete -c bgpte -n '__fish_seen_subcommand_from catchment' -l link -x -d 'NAME=ASN of a neighbour that hears the announcement, NAME=ASN:2 with two prepends, NAME=ASN:x withheld, NAME=ASN,ASN several behind one port, NAME=peer:ASN where it is a peer, whatever the file says; repeatable'
complete -c bgpte -n '__fish_seen_subcommand_from catchment' -l others -d 'Announce plainly to the origin\'s other neighbours too'
complete -c bgpte -n '__fish_seen_subcommand_from catchment' -l sweep -x -d 'Every prepend vector from 0 to N on the links'
complete -c bgpte -n '__fish_seen_subcommand_from catchment' -l weights -r -F -d 'CSV of asn,weight: what each AS counts in shares (default: 1 each)'
complete -c bgpte -n '__fish_seen_subcommand_from catchment' -l ties -d 'Links that tie-breaking could lead to, with probabilities'
complete -c bgpte -n '__fish_seen_subcommand_from catchment' -l paths -d 'The AS path of each AS'
complete -c bgpte -n '__fish_seen_subcommand_from catchment' -l format -x -a 'csv json text html' -d 'csv, json, or for people a summary as text or html'
complete -c bgpte -n '__fish_seen_subcommand_from catchment' -s o -l output -r -F -d 'Write the result to FILE'
complete -c bgpte -n '__fish_seen_subcommand_from catchment' -l threads -x -d 'Threads of a sweep; the answer does not depend on it'

complete -c bgpte -n __fish_use_subcommand -a communities -d 'List the communities on which providers are known to act'
complete -c bgpte -n '__fish_seen_subcommand_from communities' -l as -x -d 'Only this provider\'s AS number'
complete -c bgpte -n '__fish_seen_subcommand_from communities' -l catalogue -r -F -d 'Your own entries first; - is standard input'
complete -c bgpte -n '__fish_seen_subcommand_from communities' -l format -x -a 'text json' -d 'text or json'

complete -c bgpte -n __fish_use_subcommand -a import -d 'Read flows, counters and routes as other tools print them'
complete -c bgpte -n '__fish_seen_subcommand_from import' -x -a 'flows load routes'
complete -c bgpte -n '__fish_seen_subcommand_from import' -F
complete -c bgpte -n '__fish_seen_subcommand_from import' -l map -r -F -d 'Which interface is which link'
complete -c bgpte -n '__fish_seen_subcommand_from import' -l scenario -r -F -d 'flows: its prefixes are looked for; routes: its sessions'
complete -c bgpte -n '__fish_seen_subcommand_from import' -l prefix -x -d 'flows: also look for this prefix; repeatable'
complete -c bgpte -n '__fish_seen_subcommand_from import' -l format -x -a 'nfdump-fmt nfdump-csv nfdump-csv-asked pmacct-csv csv pmacct-json goflow2-json akvorado-graph prometheus rrdtool-xport librenms zabbix influxdb csv grafana-csv cacti-csv' -d 'Name of the format; detected without it'
complete -c bgpte -n '__fish_seen_subcommand_from import' -s o -l output -r -F -d 'Write the observation to FILE'
complete -c bgpte -n '__fish_seen_subcommand_from import' -l step -x -d 'Length of an interval (default 300); what is coarser is refused'
complete -c bgpte -n '__fish_seen_subcommand_from import' -l from -x -d 'With --to: only this time, for example 2026-11-28T22:40:00Z; needed where the input has none'
complete -c bgpte -n '__fish_seen_subcommand_from import' -l to -x -d 'See --from'
complete -c bgpte -n '__fish_seen_subcommand_from import' -l timezone -x -d 'Of times without a zone: UTC, +01:00 or Europe/Berlin'
complete -c bgpte -n '__fish_seen_subcommand_from import' -l sampling -x -d 'flows: this router samples 1:N; N:applied where the collector has multiplied already; repeatable'
complete -c bgpte -n '__fish_seen_subcommand_from import' -l with-sources -d 'flows: also count source addresses, source ASs, and what floods are made of, where the format has them'
complete -c bgpte -n '__fish_seen_subcommand_from import' -l layer -x -a 'l2 l3' -d 'Bytes are of whole frames (l2) or of IP packets (l3)'
complete -c bgpte -n '__fish_seen_subcommand_from import' -l direction -x -a 'in out' -d 'load: of series that do not say'
complete -c bgpte -n '__fish_seen_subcommand_from import' -l series -x -d 'load: the series NAME is LINK/in, ROUTER/IFNAME/out, ...; repeatable'
complete -c bgpte -n '__fish_seen_subcommand_from import' -l router -x -d 'Of inputs that name none; routes: only its sessions'
complete -c bgpte -n '__fish_seen_subcommand_from import' -l link -x -d 'Of inputs that name none; routes: only its sessions'
complete -c bgpte -n '__fish_seen_subcommand_from import' -l platform -x -a 'frr bird openbgpd gobgp ios-xr junos eos' -d 'routes: frr, bird, openbgpd, gobgp, junos, ios-xr or eos'
complete -c bgpte -n '__fish_seen_subcommand_from import' -l neighbor -x -d 'routes: the session with this neighbour'
complete -c bgpte -n '__fish_seen_subcommand_from import' -l local-as -x -d 'routes: without a scenario, our AS number'

complete -c bgpte -n __fish_use_subcommand -a init -d 'Write a first scenario from what was measured'
complete -c bgpte -n '__fish_seen_subcommand_from init' -F
complete -c bgpte -n '__fish_seen_subcommand_from init' -l statistic -x -a 'p95 mean max' -d 'What inbound is of the samples: p95, mean or max'
complete -c bgpte -n '__fish_seen_subcommand_from init' -l max-age -x -d 'Refuse what ended longer ago: 90m, 36h, 7d'
complete -c bgpte -n '__fish_seen_subcommand_from init' -l now -x -d 'The time that --max-age counts from, for tests'
complete -c bgpte -n '__fish_seen_subcommand_from init' -l map -r -F -d 'Which interface is which link (bgpte-map/1)'
complete -c bgpte -n '__fish_seen_subcommand_from init' -s o -l output -r -F -d 'Write the scenario to FILE, which must not be there'

complete -c bgpte -n __fish_use_subcommand -a observe -d 'Bring what was measured into a scenario, and say what to make of it'
complete -c bgpte -n '__fish_seen_subcommand_from observe' -F
complete -c bgpte -n '__fish_seen_subcommand_from observe' -F
complete -c bgpte -n '__fish_seen_subcommand_from observe' -l statistic -x -a 'p95 mean max' -d 'What inbound is of the samples: p95, mean or max'
complete -c bgpte -n '__fish_seen_subcommand_from observe' -l max-age -x -d 'Refuse what ended longer ago: 90m, 36h, 7d'
complete -c bgpte -n '__fish_seen_subcommand_from observe' -l now -x -d 'The time that --max-age counts from, for tests'
complete -c bgpte -n '__fish_seen_subcommand_from observe' -l write -d 'Write the scenario in place, samples and where they are from'
complete -c bgpte -n '__fish_seen_subcommand_from observe' -l format -x -a 'text markdown json' -d 'text, markdown (for a ticket) or json'
complete -c bgpte -n '__fish_seen_subcommand_from observe' -l samples -r -F -d 'The file of samples that --write adds to (default: the one that bills name, else samples.csv beside the scenario)'
complete -c bgpte -n '__fish_seen_subcommand_from observe' -l history -x -d 'Add what was measured to the history in this folder, with or without --write, and say what it tells (docs/history.md)'
complete -c bgpte -n '__fish_seen_subcommand_from observe' -l after-gap -d 'Also take samples more than 7 days after the newest day of the history: nothing was measured between, and no clock is wrong'
complete -c bgpte -n '__fish_seen_subcommand_from observe' -l wait -x -d 'Wait so long for another run that adds to the history'

complete -c bgpte -n __fish_use_subcommand -a learn -d 'Hold forecasts to what came, and say what to make of the next ones'
complete -c bgpte -n '__fish_seen_subcommand_from learn' -F
complete -c bgpte -n '__fish_seen_subcommand_from learn' -F
complete -c bgpte -n '__fish_seen_subcommand_from learn' -l add -r -F -d 'First append what this observation (bgpte import flows) says of the log\'s prefixes; repeatable'
complete -c bgpte -n '__fish_seen_subcommand_from learn' -l change -x -d 'What --add measured is of the change with this change_id, whatever the scenario says is announced'
complete -c bgpte -n '__fish_seen_subcommand_from learn' -l verdict -d 'Judge the step that is on its way: ADVICE.json, then observations made after it'
complete -c bgpte -n '__fish_seen_subcommand_from learn' -l step -x -d 'With --verdict: that step (default: the last that observed routes show, else the first)'
complete -c bgpte -n '__fish_seen_subcommand_from learn' -l fallback -d 'With --verdict: the fallback of that step was made, and is judged'
complete -c bgpte -n '__fish_seen_subcommand_from learn' -l made-at -x -d 'With --verdict: when the step was made'
complete -c bgpte -n '__fish_seen_subcommand_from learn' -F
complete -c bgpte -n '__fish_seen_subcommand_from learn' -l format -x -a 'text markdown html json' -d 'text, markdown, html (a page) or json'
complete -c bgpte -n '__fish_seen_subcommand_from learn' -s o -l output -r -F -d 'Write the result to FILE'
complete -c bgpte -n '__fish_seen_subcommand_from learn' -l width -x -d 'Columns of the text; default: the terminal\'s, or COLUMNS in a pipe'
complete -c bgpte -n '__fish_seen_subcommand_from learn' -l threads -x -d 'Threads of the search; the answer does not depend on it'
complete -c bgpte -n '__fish_seen_subcommand_from learn' -l time-limit -x -d 'Stop after SECONDS with the best plan so far'

complete -c bgpte -n __fish_use_subcommand -a mcp -d 'Answer an assistant by the Model Context Protocol, on standard streams'
complete -c bgpte -n '__fish_seen_subcommand_from mcp' -l root -x -d 'The folder whose files may be read; nothing outside is'
complete -c bgpte -n '__fish_seen_subcommand_from mcp' -l allow-config -d 'Hand out the lines that change a router, too'

complete -c bgpte -n __fish_use_subcommand -a watch -d 'Tell once when a link stays above its ceiling, with advice, and when it is over'
complete -c bgpte -n '__fish_seen_subcommand_from watch' -F
complete -c bgpte -n '__fish_seen_subcommand_from watch' -F
complete -c bgpte -n '__fish_seen_subcommand_from watch' -l state -r -F -d 'The file that one run hands to the next; made where there is none'
complete -c bgpte -n '__fish_seen_subcommand_from watch' -l tickets -x -d 'Folder that gets a file for each thing that is told (default: standard output)'
complete -c bgpte -n '__fish_seen_subcommand_from watch' -l format -x -a 'text markdown html json' -d 'text, markdown, html or json: of the tickets'
complete -c bgpte -n '__fish_seen_subcommand_from watch' -l map -r -F -d 'The map (bgpte-map/1) by which labels of an alert name a link'
complete -c bgpte -n '__fish_seen_subcommand_from watch' -l made-at -x -d 'The step that was told was made at this time'
complete -c bgpte -n '__fish_seen_subcommand_from watch' -l wait -x -d 'Wait so long for another run that holds the state'
complete -c bgpte -n '__fish_seen_subcommand_from watch' -l replay -x -d 'Print what would have been said of these samples or observations, and when; repeatable'
complete -c bgpte -n '__fish_seen_subcommand_from watch' -l rpki -r -F -d 'Validate origins and providers by this JSON of rpki-client or Routinator (docs/rpki.md); no network is touched'
complete -c bgpte -n '__fish_seen_subcommand_from watch' -l threads -x -d 'Threads of the search; the answer does not depend on it'
complete -c bgpte -n '__fish_seen_subcommand_from watch' -l time-limit -x -d 'Stop after SECONDS with the best plan so far'

complete -c bgpte -n __fish_use_subcommand -a help -d 'Print the help of a command, its manual page, or a shell\'s completion'
complete -c bgpte -n '__fish_seen_subcommand_from help' -x -a 'advise whatif config check validate schema frontier drain verify export-lp catchment communities import init observe learn mcp watch help'
complete -c bgpte -n '__fish_seen_subcommand_from help' -l format -x -a 'text man bash zsh fish' -d 'text, man (the manual page in roff), or the completion of a shell'
