#!/usr/bin/env python3
"""A real Prometheus and a real Alertmanager: a rule fires, the webhook calls bgpte watch, and the
ticket is there, once.

    alertmanager_test.py SOURCE BGPTE

Ends with 77 (skipped) where one of the programs is not installed or cannot start.
"""

import http.server
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

SKIPPED = 77
LIMIT_S = 90

started = []


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Metrics(http.server.BaseHTTPRequestHandler):
    """What an exporter of interface rates would say."""

    inbound = {"A": 980e6, "B": 5e9}

    def do_GET(self):
        lines = ["# TYPE link_in_bps gauge\n"]
        for link, rate in self.inbound.items():
            lines.append(f'link_in_bps{{link="{link}"}} {rate}\n')
        body = "".join(lines).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def start(folder, name, command):
    log = open(folder / f"{name}.log", "w", encoding="utf-8")
    process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
    started.append(process)
    return process


def wait_for(what, seen, folder):
    end = time.monotonic() + LIMIT_S
    while time.monotonic() < end:
        if seen():
            return
        for process in started:
            if process.poll() is not None:
                name = pathlib.Path(process.args[0]).name
                print((folder / f"{name}.log").read_text())
                skip(f"{name} does not run here")
        time.sleep(0.2)
    for log in folder.glob("*.log"):
        print(log, log.read_text())
    sys.exit(f"never seen: {what}")


def write_settings(folder, metrics, webhook, alertmanager):
    (folder / "rules.yml").write_text(
        "groups: [{name: links, interval: 1s, rules: [{alert: LinkAboveCeiling,"
        " expr: 'link_in_bps{link=\"A\"} > 800e6', for: 2s}]}]\n"
    )
    (folder / "prometheus.yml").write_text(
        "global: {scrape_interval: 1s, evaluation_interval: 1s}\n"
        "rule_files: [rules.yml]\n"
        f"alerting: {{alertmanagers: [{{static_configs: [{{targets: ['127.0.0.1:{alertmanager}']}}]}}]}}\n"
        "scrape_configs: [{job_name: links, static_configs:"
        f" [{{targets: ['127.0.0.1:{metrics}']}}]}}]\n"
    )
    (folder / "alertmanager.yml").write_text(
        "route: {receiver: bgpte, group_wait: 1s, group_interval: 1s, repeat_interval: 3s,"
        " group_by: [link]}\n"
        f"receivers: [{{name: bgpte, webhook_configs: [{{url: 'http://127.0.0.1:{webhook}/',"
        " send_resolved: true}]}]\n"
    )


def run(folder, source, bgpte):
    metrics = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Metrics)
    threading.Thread(target=metrics.serve_forever, daemon=True).start()
    webhook, alertmanager, prometheus = free_port(), free_port(), free_port()
    write_settings(folder, metrics.server_address[1], webhook, alertmanager)
    tickets = folder / "tickets"
    tickets.mkdir()
    shutil.copy(source / "scenarios/link-a-link-b/scenario.json", folder)
    shim = source / "share/watch/alertmanager-webhook"
    start(folder, "alertmanager-webhook",
          [str(shim), "--listen", f"127.0.0.1:{webhook}", bgpte, "watch", "scenario.json",
           "--state", "state.json", "--tickets", "tickets", "--format", "markdown", "-"])
    start(folder, "prometheus-alertmanager",
          ["prometheus-alertmanager", "--config.file=alertmanager.yml",
           "--storage.path=am", f"--web.listen-address=127.0.0.1:{alertmanager}",
           "--cluster.listen-address="])
    start(folder, "prometheus",
          ["prometheus", "--config.file=prometheus.yml", "--storage.tsdb.path=tsdb",
           f"--web.listen-address=127.0.0.1:{prometheus}"])

    def names(kind):
        return sorted(one.name for one in tickets.glob(f"A-*-{kind}.md"))

    wait_for("the ticket of the rule that fires", lambda: names("raised"), folder)
    text = (tickets / names("raised")[0]).read_text()
    assert "is about A since" in text, text
    assert "11.0.0.0/24" in text, text
    time.sleep(8)  # Alertmanager repeats itself meanwhile.
    assert len(list(tickets.iterdir())) == 1, list(tickets.iterdir())
    Metrics.inbound["A"] = 500e6
    wait_for("the ticket that it is over", lambda: names("cleared"), folder)
    assert len(list(tickets.iterdir())) == 2, list(tickets.iterdir())
    print("one alert, one ticket; resolved, one ticket more")


def main():
    source, bgpte = pathlib.Path(sys.argv[1]), str(pathlib.Path(sys.argv[2]).resolve())
    for program in ("prometheus", "prometheus-alertmanager"):
        if shutil.which(program) is None:
            skip(f"{program} is not installed")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="bgpte-alertmanager-"))
    try:
        run(folder, source, bgpte)
    finally:
        for process in started:
            process.send_signal(signal.SIGTERM)
        for process in started:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    os.environ["PATH"] += ":/usr/sbin"
    main()
