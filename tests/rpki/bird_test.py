#!/usr/bin/env python3
"""Origins as bgpte finds them, against BIRD's own validation (roa_check): 200 VRPs and 400 routes.

    bird_test.py BGPTE

Ends with 77 (skipped) where BIRD 2 is not installed or cannot start. BIRD speaks to nobody: it has a
static table, and no protocol that opens a connection.
"""

import ipaddress
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

SKIPPED = 77
STATES = {0: "not found", 1: "valid", 2: "invalid"}


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def any_network(rng):
    length = rng.randint(16, 24)
    bits = (8 << 24 | rng.randrange(256) << 16 | rng.randrange(256) << 8) >> (32 - length)
    return ipaddress.ip_network((bits << (32 - length), length))


def any_origin(rng):
    return rng.choice([0, 64500, 64501, 64502, 64503])


def make_vrps(rng, routes):
    """Around the routes, so that all cases are met: exact, shorter, too short, AS 0, other ASes."""
    vrps = set()
    while len(vrps) < 200:
        network = rng.choice(routes)[0] if rng.random() < 0.8 else any_network(rng)
        if rng.random() < 0.6:
            network = network.supernet(new_prefix=rng.randint(15, network.prefixlen))
        longest = rng.randint(network.prefixlen, min(32, network.prefixlen + 6))
        vrps.add((network, longest, any_origin(rng)))
    return sorted(vrps)


def states_of_bird(folder, vrps, routes):
    lines = ["roa4 table r;", "protocol static { roa4 { table r; };"]
    lines += [f"  route {net} max {longest} as {asn};" for net, longest, asn in vrps]
    lines += ["}"]
    (folder / "bird.conf").write_text("router id 192.0.2.1;\n" + "\n".join(lines) + "\n")
    control = folder / "bird.ctl"
    bird = subprocess.Popen(
        ["bird", "-f", "-c", folder / "bird.conf", "-s", control, "-P", folder / "bird.pid"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        for _ in range(100):
            if control.exists():
                break
            if bird.poll() is not None:
                skip("BIRD does not run here: " + bird.stderr.read().decode())
            time.sleep(0.1)
        asked = "".join(f"eval roa_check(r, {net}, {asn})\n" for net, asn in routes)
        told = subprocess.run(["birdc", "-s", control], input=asked, text=True,
                              capture_output=True, check=True, timeout=60).stdout
    finally:
        bird.terminate()
        bird.wait(10)
    found = re.findall(r"\(enum 35\)([012])|ROA_(UNKNOWN|VALID|INVALID)", told)
    words = {"UNKNOWN": 0, "VALID": 1, "INVALID": 2}
    states = [STATES[int(number) if number else words[word]] for number, word in found]
    if len(states) != len(routes):
        print(told[:2000])
        sys.exit(f"BIRD answered {len(states)} of {len(routes)} questions")
    return states


def states_of_bgpte(folder, bgpte, vrps, routes):
    (folder / "rpki.json").write_text(json.dumps(
        {"roas": [{"asn": asn, "prefix": str(net), "maxLength": longest, "ta": "test"}
                  for net, longest, asn in vrps]}))
    states = []
    # A prefix is listed once in a scenario, and at most 100 findings of a rule are listed.
    for begin in range(0, len(routes), 50):
        some = routes[begin:begin + 50]
        (folder / "scenario.json").write_text(json.dumps({
            "format": "bgpte-scenario/1", "name": "routes", "local_as": 64500,
            "links": [{"name": name, "neighbor_as": 64510 + i, "relationship": "transit",
                       "capacity": "1 Gbps", "inbound": "100 Mbps",
                       "billing": {"model": "per-mbps", "price": 1}}
                      for i, name in enumerate("AB")],
            "prefixes": [{"prefix": str(net), "origin_as": asn, "advertise": {"A": 0, "B": 0}}
                         for net, asn in some]}))
        told = subprocess.run([bgpte, "advise", "scenario.json", "--format", "json", "--rpki",
                               "rpki.json"], cwd=folder, capture_output=True, text=True,
                              check=False, timeout=120)
        assert told.returncode in (0, 3), told.stderr
        doubtful = {}
        for finding in json.loads(told.stdout)["findings"]:
            if finding["rule"] in ("roa-missing", "roa-too-short"):
                text = finding["message"]
                doubtful[finding["subject"]] = "invalid" if "is invalid" in text else "not found"
        states += [doubtful.get(f"/prefixes/{i}", "valid") for i in range(len(some))]
    return states


def main():
    if shutil.which("bird") is None:
        skip("BIRD is not installed")
    rng = random.Random(6811)
    networks = set()
    while len(networks) < 400:
        networks.add(any_network(rng))
    routes = [(net, rng.choice([64500, 64501, 64502, 64503])) for net in sorted(networks)]
    vrps = make_vrps(rng, routes)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="bgpte-rpki-"))
    try:
        bird = states_of_bird(folder, vrps, routes)
        bgpte = states_of_bgpte(folder, str(pathlib.Path(sys.argv[1]).resolve()), vrps, routes)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for route, one, other in zip(routes, bird, bgpte):
        assert one == other, (route, one, other)
    counts = {state: bird.count(state) for state in STATES.values()}
    assert min(counts.values()) >= 20, counts
    print(f"{len(vrps)} VRPs, {len(routes)} routes, all alike: {counts}")


if __name__ == "__main__":
    os.environ["PATH"] += ":/usr/sbin"
    main()
