"""What the kernel sees of the server: no socket, no file that is written, no other program.

Usage: strace_test.py BGPTE SOURCE FOLDER. Exit status 77: skipped.
"""

import json
import os
import re
import shutil
import subprocess
import sys

program, source, folder = sys.argv[1:4]
if shutil.which("strace") is None:
    print("skipped: strace is not installed")
    sys.exit(77)
if os.environ.get("LD_PRELOAD"):
    print("skipped: another library is loaded into the program")
    sys.exit(77)
os.makedirs(folder, exist_ok=True)

HEADLINE = "link-a-link-b-cost/scenario.json"
CALLS = [
    ("advise", {"scenario": HEADLINE}),
    ("validate", {"scenario": "{"}),
    ("whatif", {"scenario": HEADLINE, "fail": ["A"]}),
    ("frontier", {"scenario": HEADLINE}),
    ("explain", {"advice": HEADLINE}),
    ("config", {"advice": HEADLINE}),
    ("communities", {"as": 2914}),
    ("verify", {"wanted": HEADLINE, "observed": "{}", "platform": "frr", "link": "B"}),
    ("check_claims", {"advice": HEADLINE, "claims": [{"pointer": "/status", "value": "change"}]}),
    ("advise", {"scenario": "percentile/scenario.json"}),
    ("advise", {"scenario": "../README.md"}),
    ("catchment", {"as_rel": HEADLINE, "origin": 64500, "links": ["A=64501"]}),
]


def messages():
    yield {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
        "protocolVersion": "2025-11-25", "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"}}}
    for number, (tool, arguments) in enumerate(CALLS, 1):
        yield {"jsonrpc": "2.0", "id": number, "method": "tools/call",
               "params": {"name": tool, "arguments": arguments}}
    yield {"jsonrpc": "2.0", "id": 99, "method": "resources/list", "params": {}}


def main():
    trace = os.path.join(folder, "trace.txt")
    run = subprocess.run(
        ["strace", "-f", "-qq", "-o", trace, "-e",
         "trace=network,process,write,pwrite64,writev,pwritev,open,openat,creat,rename,renameat,"
         "renameat2,unlink,unlinkat,mkdir,mkdirat,link,linkat,symlink,symlinkat,truncate,ftruncate,"
         "chmod,fchmod,fchmodat",
         program, "mcp", "--root", os.path.join(source, "scenarios")],
        input="".join(json.dumps(one) + "\n" for one in messages()).encode(),
        capture_output=True, timeout=300)
    lines = open(trace, errors="replace").read().splitlines() if os.path.exists(trace) else []
    if run.returncode != 0 and not any("execve(" in line for line in lines):
        print("skipped: strace may not trace here: " + run.stderr.decode(errors="replace")[:200])
        sys.exit(77)
    assert run.returncode == 0, run.stderr
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(answers) == len(CALLS) + 2, len(answers)
    bad = []
    writes = programs = 0
    for line in lines:
        call = re.match(r"\d+ +(?:<\.\.\. )?(\w+)", line)
        name = call.group(1) if call else ""
        if name in ("write", "writev", "pwrite64", "pwritev"):
            writes += 1
            if not re.match(r"\d+ +(?:write|writev)\([12],", line) and "resumed" not in line:
                bad.append(line)
        elif name in ("open", "openat", "creat"):
            if re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND", line) or name == "creat":
                bad.append(line)
        elif name in ("execve", "execveat", "fork", "vfork"):
            programs += 1
        elif name not in ("clone", "clone3", "exit", "exit_group", "wait4", "kill", "tgkill",
                          "resumed", "", "rseq", "pidfd_open", "pidfd_send_signal"):
            bad.append(line)
    assert not bad, "\n".join(bad[:20])
    assert programs == 1, "another program was run"
    assert writes >= len(answers), "the trace shows no writes"
    print(f"{len(answers)} answers, {writes} writes, all to descriptors 1 and 2; no socket")


main()
