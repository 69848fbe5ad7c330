#!/usr/bin/env python3
"""Known traffic through real tools, and what bgpte import makes of their output.

Usage: real_tools.py BGPTE
nfcapd receives NetFlow 5 over loopback and nfdump prints it; nfacctd receives the same and prints
JSON and CSV; softflowd exports the packets of a file; rrdtool keeps counters and exports them;
promtool makes blocks of counters and prometheus answers query_range. A tool that is not installed,
or cannot run here, is named and left out. Exit status 77 where all were.
"""
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

BEGIN = 1795905600  # 2026-11-28T22:40:00Z
MAP = {"format": "bgpte-map/1",
       "exporters": {"rt1": {"addresses": ["127.0.0.1"]}},
       "interfaces": [{"router": "rt1", "ifname": "xe-0", "ifindex": [11], "link": "A"},
                      {"router": "rt1", "ifname": "xe-1", "ifindex": [12], "link": "B"},
                      {"router": "rt1", "ifname": "lan0", "ifindex": [20], "link": None},
                      {"router": "rt1", "ifname": "pcap", "ifindex": [0], "link": "C"}]}
PREFIXES = ["203.0.113.0/25", "203.0.113.128/25", "198.51.100.0/24"]


class Missing(Exception):
    """A tool that is not there or cannot run."""


def need(*programs):
    for program in programs:
        if shutil.which(program) is None:
            raise Missing(f"{program} is not installed")


def imported(bgpte, kind, path, *options):
    done = subprocess.run([bgpte, "import", kind, path, "--map", "map.json", *options],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def expect(what, found, wanted):
    assert found == wanted, f"{what}: {found} and not {wanted}"


def flow5(destination, ifindex, packets, octets, first_ms, last_ms):
    return struct.pack("!4s4s4sHHIIIIHHBBBBHHBBH", socket.inet_aton("198.18.0.1"),
                       socket.inet_aton(destination), bytes(4), ifindex, 20, packets, octets,
                       first_ms, last_ms, 443, 50000, 0, 0, 17, 0, 64511, 64500, 24, 24, 0)


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def started(*command):
    """A collector, once it listens."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    time.sleep(1.5)
    if process.poll() is not None:
        raise Missing(f"{command[0]} cannot run here: {process.stderr.read().decode()[-200:]}")
    return process


def stopped(process, with_signal=signal.SIGTERM):
    process.send_signal(with_signal)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def nfcapd(folder, port):
    need("nfcapd", "nfdump")
    os.mkdir(folder)
    return started("nfcapd", "-w", folder, "-b", "127.0.0.1", "-p", str(port))


def send_flows(port, sampling=0):
    """Five flows as NetFlow 5, one of them of an interface that is no link."""
    uptime = 10_000_000
    flows = [flow5("203.0.113.10", 11, 1000, 1228000, uptime - 200_000, uptime - 150_000),
             flow5("203.0.113.200", 11, 10, 5000, uptime - 100_000, uptime - 99_000),
             flow5("198.51.100.7", 12, 20, 30000, uptime - 250_000, uptime - 1000),
             flow5("192.0.2.5", 12, 3, 300, uptime - 9000, uptime - 8000),
             flow5("203.0.113.10", 20, 1000, 1228000, uptime - 200_000, uptime - 150_000)]
    header = struct.pack("!HHIIIIBBH", 5, len(flows), uptime, BEGIN + 299, 0, 0, 0, 0,
                         0x4000 | sampling if sampling else 0)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.sendto(header + b"".join(flows), ("127.0.0.1", port))
    time.sleep(1)


SENT = {("A", "203.0.113.0/25"): 1228000, ("A", "203.0.113.128/25"): 5000,
        ("B", "198.51.100.0/24"): 30000, ("B", ""): 300}
LAYOUT = "fmt:%ra,%in,%da,%byt,%pkt,%fl"
WINDOW = ["--from", "2026-11-28T22:40:00Z", "--to", "2026-11-28T22:45:00Z"]
LISTED = [word for prefix in PREFIXES for word in ("--prefix", prefix)]


def sums_of(made):
    sums = {}
    for cell in made["flows"]:
        key = (cell["link"], cell["prefix"])
        sums[key] = sums.get(key, 0) + cell["bytes"]
    return sums


def tenfold(sums):
    return {key: 10 * value for key, value in sums.items()}


def nfdump(bgpte):
    port = free_port()
    collector = nfcapd("nfcapd", port)
    send_flows(port)
    stopped(collector)
    for name, arguments, options in (
            ("fmt", ["-q", "-N", "-6", "-o", LAYOUT], WINDOW),
            ("fmt with its heading", ["-N", "-6", "-o", LAYOUT], WINDOW),
            ("csv", ["-o", "csv"], ["--timezone", "UTC"]),
            ("csv -q", ["-q", "-o", "csv"], ["--timezone", "UTC"]),
            ("csv, aggregated", ["-A", "router,inif,dstip", "-o", "csv"], ["--timezone", "UTC"])):
        with open("flows.txt", "wb") as out:
            subprocess.run(["nfdump", "-R", "nfcapd", *arguments], stdout=out, check=True,
                           env={**os.environ, "TZ": "UTC"})
        made = imported(bgpte, "flows", "flows.txt", *LISTED, *options)
        expect(f"nfdump {name}", sums_of(made), SENT)
        expect(f"nfdump {name}, window", made["window"],
               {"from": "2026-11-28T22:40:00Z", "to": "2026-11-28T22:45:00Z"})
        if name in ("csv", "csv -q"):
            made = imported(bgpte, "flows", "flows.txt", "--with-sources", *LISTED, *options)
            expect(f"nfdump {name}, sources", sums_of(made), SENT)
            expect(f"nfdump {name}, addresses",
                   {(cell["sources"], cell["suspect_bytes"]) for cell in made["flows"]}, {(1, 0)})
            expect(f"nfdump {name}, source ASs", made["source_asns"],
                   [{"link": "A", "asn": 64511, "bytes": 1233000},
                    {"link": "B", "asn": 64511, "bytes": 30300}])


def nfdump_sampled(bgpte):
    """nfdump multiplies by the rate of NetFlow 5, and does not say so."""
    port = free_port()
    collector = nfcapd("nfcapd-sampled", port)
    send_flows(port, sampling=10)
    stopped(collector)
    with open("sampled.txt", "wb") as out:
        subprocess.run(["nfdump", "-R", "nfcapd-sampled", "-q", "-N", "-6", "-o", LAYOUT],
                       stdout=out, check=True)
    made = imported(bgpte, "flows", "sampled.txt", *LISTED, *WINDOW)
    expect("nfdump, sampled", sums_of(made), tenfold(SENT))
    expect("nfdump, sampled, as it says", {cell["sampling"] for cell in made["flows"]}, {0})
    made = imported(bgpte, "flows", "sampled.txt", *LISTED, *WINDOW, "--sampling", "rt1=10:applied")
    expect("nfdump, applied", sums_of(made), tenfold(SENT))
    expect("nfdump, applied, rate", {cell["sampling"] for cell in made["flows"]}, {10})


def pmacct(bgpte):
    need("nfacctd")
    for name, sampling in (("whole", 0), ("sampled", 10)):
        port = free_port()
        with open(f"{name}.conf", "w", encoding="ascii") as out:
            out.write(f"""daemonize: false
nfacctd_ip: 127.0.0.1
nfacctd_port: {port}
plugins: print[j], print[c]
plugin_pipe_size: 1024000
plugin_buffer_size: 10240
aggregate[j]: peer_src_ip, in_iface, dst_host, sampling_rate
aggregate[c]: peer_src_ip, in_iface, dst_host
print_output[j]: json
print_output[c]: csv
print_output_file[j]: {os.getcwd()}/{name}.json
print_output_file[c]: {os.getcwd()}/{name}.csv
print_markers: true
print_refresh_time: 3
print_history: 5m
print_history_roundoff: m
timestamps_utc: true
""")
        collector = started("nfacctd", "-f", f"{name}.conf")
        send_flows(port, sampling)
        for _ in range(20):
            if os.path.exists(f"{name}.json") and os.path.exists(f"{name}.csv"):
                break
            time.sleep(0.5)
        time.sleep(1)
        stopped(collector, signal.SIGINT)
        made = imported(bgpte, "flows", f"{name}.json", *LISTED, "--timezone", "UTC")
        expect(f"pmacct json, {name}", sums_of(made), tenfold(SENT) if sampling else SENT)
        expect(f"pmacct json, {name}, rate", {cell["sampling"] for cell in made["flows"]},
               {sampling})
        # Its CSV has neither times nor, without being asked, a rate: unknown, and as exported.
        made = imported(bgpte, "flows", f"{name}.csv", *LISTED, *WINDOW)
        expect(f"pmacct csv, {name}", sums_of(made), SENT)
        expect(f"pmacct csv, {name}, rate", {cell["sampling"] for cell in made["flows"]}, {0})


def frame(destination, size):
    """An Ethernet frame with an IP packet of `size` bytes, as a packet of a pcap file."""
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, size, 1, 0, 64, 17, 0,
                     socket.inet_aton("198.18.0.1"), socket.inet_aton(destination))
    udp = struct.pack("!HHHH", 443, 50000, size - 20, 0)
    return bytes(12) + b"\x08\x00" + ip + udp + bytes(size - 28)


def softflowd(bgpte):
    need("softflowd")
    with open("packets.pcap", "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for i in range(120):
            for destination, size in (("203.0.113.10", 1028), ("203.0.113.200", 128),
                                      ("192.0.2.5", 60)):
                data = frame(destination, size)
                out.write(struct.pack("<IIII", BEGIN + i, 1000 * i, len(data), len(data)) + data)
    wanted = {("C", "203.0.113.0/25"): 120 * 1028, ("C", "203.0.113.128/25"): 120 * 128,
              ("C", ""): 120 * 60}
    for version in ("5", "9", "10"):
        port = free_port()
        folder = f"softflowd-{version}"
        collector = nfcapd(folder, port)
        done = subprocess.run(["softflowd", "-d", "-r", "packets.pcap", "-n", f"127.0.0.1:{port}",
                               "-v", version, "-p", "none.pid", "-c", "none.ctl"],
                              capture_output=True, text=True, check=False, timeout=60)
        time.sleep(1)
        stopped(collector)
        if done.returncode != 0:
            raise Missing("softflowd cannot run here: " + done.stderr[-200:])
        with open("softflowd.txt", "wb") as out:
            subprocess.run(["nfdump", "-R", folder, "-q", "-N", "-6", "-o", LAYOUT], stdout=out,
                           check=True)
        made = imported(bgpte, "flows", "softflowd.txt", *LISTED, *WINDOW)
        expect(f"softflowd, version {version}", sums_of(made), wanted)


def octets(step):
    """Counter of an interface that carries 8 Mbps, then 16, 24, ... in each interval."""
    return 7_000_000_000_000 + sum(300_000_000 * (i + 1) for i in range(step))


def check_rates(what, made, missing=()):
    rates = {sample["from"]: sample["in_bps"] for sample in made["load"] if sample["link"] == "A"}
    wanted = {}
    for i in range(10):
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(BEGIN + 300 * i))
        if i not in missing:
            wanted[at] = 8_000_000 * (i + 1)
    expect(what, rates, wanted)


def rrdtool(bgpte):
    need("rrdtool")
    subprocess.run(["rrdtool", "create", "a.rrd", "--start", str(BEGIN - 300), "--step", "300",
                    "DS:octets:DERIVE:600:0:U", "RRA:AVERAGE:0.5:1:2016"], check=True)
    updates = [f"{BEGIN + 300 * i}:{octets(i)}" for i in range(11)]
    subprocess.run(["rrdtool", "update", "a.rrd", *updates], check=True)
    with open("xport.json", "wb") as out:
        subprocess.run(["rrdtool", "xport", "--json", "--maxrows", "5000", "--step", "300",
                        "--start", str(BEGIN), "--end", str(BEGIN + 3000),
                        "DEF:o=a.rrd:octets:AVERAGE", "CDEF:b=o,8,*", "XPORT:b:A_in"],
                       stdout=out, check=True)
    check_rates("rrdtool", imported(bgpte, "load", "xport.json"))


def prometheus(bgpte):
    need("promtool", "prometheus")
    with open("day.om", "w", encoding="ascii") as out:
        out.write("# TYPE ifHCInOctets counter\n")
        for i in range(51):
            whole, part = divmod(i, 5)
            value = octets(whole) + (octets(whole + 1) - octets(whole)) * part // 5
            out.write(f'ifHCInOctets_total{{instance="rt1",ifName="xe-0"}} {value} {BEGIN + 60 * i}\n')
        out.write("# EOF\n")
    subprocess.run(["promtool", "tsdb", "create-blocks-from", "openmetrics", "day.om", "data"],
                   check=True, stdout=subprocess.DEVNULL)
    with open("prometheus.yml", "w", encoding="ascii") as out:
        out.write("global: {}\n")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]  # Of TCP.
    server = subprocess.Popen(["prometheus", "--config.file=prometheus.yml",
                               "--storage.tsdb.path=data", "--storage.tsdb.retention.time=100y",
                               f"--web.listen-address=127.0.0.1:{port}"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    query = urllib.parse.urlencode({"query": "8*rate(ifHCInOctets_total[5m])", "step": 300,
                                    "start": BEGIN + 300, "end": BEGIN + 3000})
    try:
        for _ in range(60):
            try:
                with urllib.request.urlopen(
                        f"http://127.0.0.1:{port}/api/v1/query_range?{query}") as answer:
                    body = answer.read()
                break
            except OSError:
                time.sleep(0.5)
        else:
            raise Missing("prometheus cannot run here")
    finally:
        server.terminate()
        server.wait(20)
    with open("range.json", "wb") as out:
        out.write(body)
    made = imported(bgpte, "load", "range.json")
    rates = [sample["in_bps"] for sample in made["load"]]
    # rate() stretches what it saw to five minutes.
    assert len(rates) == 10 and all(
        abs(rate - 8_000_000 * (i + 1)) < 0.02 * rate for i, rate in enumerate(rates)), rates


def main():
    bgpte = os.path.abspath(sys.argv[1])
    os.environ["PATH"] += ":/usr/sbin"  # Where Debian has the collectors.
    ran = 0
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with open("map.json", "w", encoding="ascii") as out:
            json.dump(MAP, out)
        for chain in (nfdump, nfdump_sampled, pmacct, softflowd, rrdtool, prometheus):
            try:
                chain(bgpte)
                ran += 1
                print(f"{chain.__name__}: as sent")
            except Missing as why:
                print(f"{chain.__name__}: SKIPPED, {why}")
        os.chdir("/")
    sys.exit(0 if ran > 0 else 77)


if __name__ == "__main__":
    main()
