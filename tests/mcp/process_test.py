"""The server as a process: cancellation, the end of input, memory, speed, nothing but messages.

Usage: process_test.py BGPTE SOURCE FOLDER
"""

import json
import os
import subprocess
import sys
import threading
import time

program, source, folder = sys.argv[1:4]
scenarios = os.path.join(source, "scenarios")
headline = "link-a-link-b-cost/scenario.json"


class Client:
    """Sends requests one by one; every line that comes back must be a message."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            [program, "mcp", "--root", scenarios, *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.last = 0
        self.ask("initialize", protocolVersion="2025-11-25", capabilities={},
                 clientInfo={"name": "test", "version": "1"})

    def send(self, message):
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()

    def read(self):
        line = self.process.stdout.readline()
        assert line, "the server ended"
        message = json.loads(line)
        assert message["jsonrpc"] == "2.0", line
        return message

    def post(self, method, **params):
        self.last += 1
        self.send({"jsonrpc": "2.0", "id": self.last, "method": method, "params": params})
        return self.last

    def ask(self, method, **params):
        number = self.post(method, **params)
        message = self.read()
        assert message["id"] == number, message
        return message

    def call(self, tool, **arguments):
        return self.ask("tools/call", name=tool, arguments=arguments)["result"]

    def resident_kb(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

    def end(self):
        self.process.stdin.close()
        rest = self.process.stdout.read()
        errors = self.process.stderr.read()
        assert self.process.wait(30) == 0
        assert rest == b"" and errors == b"", (rest, errors)


def large_scenario():
    """A network whose frontier takes half a minute."""
    loads = [9500, 9300, 9100, 8700] + [5900 - 150 * i for i in range(12)]
    links = [{"name": f"L{i}", "neighbor_as": 64600 + i, "relationship": "transit",
              "capacity": "10 Gbps", "inbound": f"{load} Mbps",
              "billing": {"model": "per-mbps", "price": 0.5 + (i * 5 % 7) / 10}}
             for i, load in enumerate(loads)]
    count = 1500
    prefixes = [{"prefix": f"11.{i // 256}.{i % 256}.0/24",
                 "inbound": {f"L{link}": load * 1000000 * (1 + (i * 7 + link * 3) % 13) // (8 * count)
                             for link, load in enumerate(loads)},
                 "advertise": {f"L{link}": 0 for link in range(len(loads))}}
                for i in range(count)]
    return json.dumps({"format": "bgpte-scenario/1", "local_as": 65000, "currency": "USD",
                       "policy": {"do_no_harm": "off", "max_changes": None},
                       "links": links, "prefixes": prefixes})


def cancellation_ends_a_long_search():
    client = Client()
    scenario = large_scenario()
    slow = client.post("tools/call", name="frontier",
                       arguments={"scenario": scenario, "time_limit_s": 60})
    time.sleep(2)
    began = time.monotonic()
    client.send({"jsonrpc": "2.0", "method": "notifications/cancelled",
                 "params": {"requestId": slow}})
    client.ask("prompts/list")
    took = time.monotonic() - began
    client.end()
    return took


def the_end_of_input_ends_a_long_search():
    client = Client()
    client.post("tools/call", name="frontier",
                arguments={"scenario": large_scenario(), "time_limit_s": 60})
    time.sleep(1)
    began = time.monotonic()
    client.end()
    return time.monotonic() - began


def ping_is_answered_during_a_search():
    client = Client()
    slow = client.post("tools/call", name="frontier",
                       arguments={"scenario": large_scenario(), "time_limit_s": 60})
    number = client.post("ping")
    assert client.read()["id"] == number
    client.send({"jsonrpc": "2.0", "method": "notifications/cancelled",
                 "params": {"requestId": slow}})
    client.end()


def memory_does_not_grow():
    client = Client()
    calls = [("advise", {"scenario": headline, "time_limit_s": 20}),
             ("explain", {"advice": headline}), ("validate", {"scenario": headline}),
             ("whatif", {"scenario": headline, "growth": "20%"}),
             ("advise", {"scenario": "../x"}), ("communities", {"as": 2914})]

    def rounds(count):
        for number in range(count):
            tool, arguments = calls[number % len(calls)]
            if tool == "whatif":  # New advice each time, so that the store turns over.
                arguments = dict(arguments, growth=f"{number % 97}%")
            client.call(tool, **arguments)

    rounds(500)
    before = client.resident_kb()
    rounds(1000)
    after = client.resident_kb()
    client.end()
    return before, after


def speed():
    client = Client()
    client.call("advise", scenario=headline)
    began = time.monotonic()
    for _ in range(100):
        client.call("advise", scenario=headline)
    took = time.monotonic() - began
    client.end()
    return 100 / took


def nothing_but_messages():
    client = Client()
    for scenario in ("{", "[]", "{}", '{"format": "bgpte-scenario/1", "links": 7}', "\u0000",
                     open(os.path.join(scenarios, headline)).read()[:700]):
        for tool, key in (("advise", "scenario"), ("validate", "scenario"), ("explain", "advice"),
                          ("config", "advice"), ("frontier", "scenario")):
            client.call(tool, **{key: scenario})
    client.end()


def mutated_lines_never_end_the_server():
    """Deterministic mutants of real messages: each is answered or ignored, and the next answers."""
    client = Client()
    state = 12345
    texts = [json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {
                 "name": name, "arguments": arguments}}).encode()
             for name, arguments in (
                 ("advise", {"scenario": headline}), ("validate", {"scenario": headline}),
                 ("check_claims", {"advice": headline, "claims": [
                     {"pointer": "/cost/after/expected", "value": "6,679.00 USD"}]}),
                 ("explain", {"advice": headline, "subject": "/changes/0"}),
                 ("whatif", {"scenario": headline, "set": ["11.0.0.0/24@B=0"]}))]
    for number in range(400):
        line = bytearray(texts[number % len(texts)])
        for _ in range(1 + number % 4):
            state = (state * 1103515245 + 12345) % 2147483648
            at = state % len(line)
            state = (state * 1103515245 + 12345) % 2147483648
            kind, byte = state % 3, (state >> 8) % 256
            if kind == 0 and byte != 10:
                line[at] = byte
            elif kind == 1:
                del line[at]
            elif byte != 10:
                line.insert(at, byte)
        client.process.stdin.write(bytes(line) + b"\n")
        client.process.stdin.flush()
        asked = client.post("prompts/list")
        while client.read().get("id") != asked:
            pass
    client.end()


def main():
    os.makedirs(folder, exist_ok=True)
    watchdog = threading.Timer(500, lambda: os._exit(1))
    watchdog.daemon = True
    watchdog.start()
    nothing_but_messages()
    ping_is_answered_during_a_search()
    mutated_lines_never_end_the_server()
    print(f"100 advise calls of the headline case: {speed():.0f} a second")
    before, after = memory_does_not_grow()
    print(f"resident memory: {before} kB after 500 calls, {after} kB after 1,500")
    assert after < before * 1.05 + 1000, "memory grows"
    took = cancellation_ends_a_long_search()
    print(f"a cancelled search ended within {took:.2f} s")
    assert took < 10, "cancellation does not end a search"
    took = the_end_of_input_ends_a_long_search()
    print(f"the end of the input ended a search within {took:.2f} s")
    assert took < 30, "the end of input does not end a search"


main()
