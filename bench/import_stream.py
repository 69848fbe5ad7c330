#!/usr/bin/env python3
"""Imports synthetic flows from a pipe, and says how much time and memory that took.

Usage: import_stream.py BGPTE FLOW_LINES [BYTES...]    (default: 100e6 and 10e9)
FLOW_LINES is build/release/bench/flow_lines, which makes the lines while they are read: nothing of
them is ever on the disk. In constant memory the last two columns do not grow with the first.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

MAP = {"format": "bgpte-map/1", "exporters": {"rt1": {"addresses": ["192.0.2.33"], "sampling": 1}},
       "interfaces": [{"router": "rt1", "ifname": "xe-0", "ifindex": [11], "link": "A"},
                      {"router": "rt1", "ifname": "xe-1", "ifindex": [12], "link": "B"}]}


def import_stream(bgpte, flow_lines, size, folder):
    listed = [word for i in range(64) for word in ("--prefix", f"203.0.{64 + i}.0/24",
                                                   "--prefix", f"2001:db8:{i:x}::/48")]
    command = [bgpte, "import", "flows", "-", "--map", f"{folder}/map.json", *listed, "--from",
               "2026-11-28T00:00:00Z", "--to", "2026-11-29T00:00:00Z", "-o", f"{folder}/out.json"]
    began = time.monotonic()
    with subprocess.Popen([flow_lines, str(size)], stdout=subprocess.PIPE) as source:
        reader = subprocess.Popen(command, stdin=source.stdout, stderr=subprocess.DEVNULL)
        source.stdout.close()
        _, status, used = os.wait4(reader.pid, 0)
    if status != 0:
        sys.exit(f"bgpte ended with {status}")
    with open(f"{folder}/out.json", encoding="utf-8") as made:
        seen = json.load(made)
    cpu = used.ru_utime + used.ru_stime
    print(f"{seen['sources'][0]['bytes'] / 1e9:8.2f} GB  {time.monotonic() - began:8.1f} s  "
          f"{cpu:8.1f} CPU s  {seen['sources'][0]['bytes'] / 1e6 / cpu:6.0f} MB/CPU s  "
          f"{used.ru_maxrss / 1024:6.1f} MiB  {len(seen['flows'])} cells")


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sizes = [float(text) for text in sys.argv[3:]] or [100e6, 10e9]
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/map.json", "w", encoding="ascii") as out:
            json.dump(MAP, out)
        for size in sizes:
            import_stream(sys.argv[1], sys.argv[2], size, folder)


if __name__ == "__main__":
    main()
