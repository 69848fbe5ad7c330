"""Looks at pages in Chromium: under the policies of strict servers they look as without one, and
they ask for nothing. Usage: chromium_test.py BGPTE SOURCE FOLDER. Exit status 77: skipped."""

import http.server
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import zlib

sys.dont_write_bytecode = True
from pages import make_pages  # noqa: E402

POLICIES = {
    "plain": None,
    "strict": "default-src 'none'",
    "jenkins": "sandbox; default-src 'none'; img-src 'self'; style-src 'self'",
}
BLUE, RED = (0x2f, 0x7d, 0xc4), (0xd1, 0x54, 0x1b)
WIDTH, HEIGHT = 700, 900
SEEN = 700  # Rows that are compared.


class Pages(http.server.SimpleHTTPRequestHandler):
    """Serves /<policy>/<page>.html and, being the browser's proxy, hears of every other request."""

    asked = []

    def do_GET(self):
        path = self.path.split("://", 1)[-1]
        path = path[path.index("/"):] if "://" in self.path else path
        Pages.asked.append(self.path)
        _, policy, name = (path.split("/") + ["", ""])[:3]
        file = self.server.folder / name
        if policy not in POLICIES or not file.is_file():
            self.send_error(404)
            return
        body = file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if POLICIES[policy]:
            self.send_header("Content-Security-Policy", POLICIES[policy])
        self.end_headers()
        self.wfile.write(body)

    def do_CONNECT(self):
        Pages.asked.append("CONNECT " + self.path)
        self.send_error(403)

    def log_message(self, *args):
        pass


def screenshot(chromium, url, picture, proxy, dark=False):
    with tempfile.TemporaryDirectory() as profile:
        words = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                 "--no-first-run", "--disable-background-networking", "--disable-component-update",
                 "--disable-sync", "--hide-scrollbars", f"--user-data-dir={profile}",
                 "--virtual-time-budget=2000", f"--proxy-server=http://{proxy}", "--proxy-bypass-list=<-loopback>",
                 f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={picture}"]
        if dark:
            words.append("--blink-settings=preferredColorScheme=0")
        subprocess.run([*words, url], capture_output=True, timeout=90, check=True)


def rows_of(data):
    """The rows of a PNG of 8 bits a channel, not interlaced: lists of (red, green, blue)."""
    at, packed, width, channels = 8, b"", 0, 0
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        chunk = data[at + 8:at + 8 + size]
        if kind == b"IHDR":
            width, _, _, colour = struct.unpack(">IIBB", chunk[:10])
            channels = {2: 3, 6: 4}[colour]
        elif kind == b"IDAT":
            packed += chunk
        at += size + 12
    raw, step = zlib.decompress(packed), width * channels
    before, rows = bytearray(step), []
    for start in range(0, len(raw), step + 1):
        filtering, line = raw[start], bytearray(raw[start + 1:start + 1 + step])
        for i in range(step):
            a = line[i - channels] if i >= channels else 0
            b = before[i]
            if filtering == 1:
                line[i] = (line[i] + a) & 255
            elif filtering == 2:
                line[i] = (line[i] + b) & 255
            elif filtering == 3:
                line[i] = (line[i] + (a + b) // 2) & 255
            elif filtering == 4:
                c = before[i - channels] if i >= channels else 0
                p = a + b - c
                near = min((abs(p - a), 0), (abs(p - b), 1), (abs(p - c), 2))[1]
                line[i] = (line[i] + (a, b, c)[near]) & 255
        rows.append(list(zip(line[0::channels], line[1::channels], line[2::channels])))
        before = line
    return rows


def look_alike(one, other):
    """Whether two pictures show the same. Chromium may take one before its window has its full
    height, and smooths a letter now one way, now another: a few pixels of the first rows may differ,
    a bar without its colour or with another length may not."""
    if one == other:
        return True
    different = sum(a != b for first, second in zip(rows_of(one)[:SEEN], rows_of(other)[:SEEN])
                    for a, b in zip(first, second))
    return different <= WIDTH * SEEN // 500


def main():
    program, source, folder = sys.argv[1:4]
    chromium = shutil.which("chromium")
    if not chromium:
        print("skipped: chromium is not installed")
        return 77
    folder = pathlib.Path(folder)
    shutil.rmtree(folder, ignore_errors=True)
    make_pages(program, source, folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.folder = folder
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{server.server_port}"
    try:
        screenshot(chromium, "about:blank", folder / "blank.png", host)
    except (OSError, subprocess.SubprocessError) as fault:
        print(f"skipped: chromium does not start here: {fault}")
        return 77
    faults, wanted = [], set()
    for name, colours in [("advise-n-minus-1", {BLUE}), ("catchment", set())]:
        pictures = {}
        for policy in POLICIES:
            url = f"http://{host}/{policy}/{name}.html"
            wanted.add(url)
            picture = folder / f"{name}.{policy}.png"
            for _ in range(2):  # Once more where the machine was too busy for the first.
                screenshot(chromium, url, picture, host)
                pictures[policy] = picture.read_bytes()
                if look_alike(pictures["plain"], pictures[policy]):
                    break
            else:
                faults.append(f"{name}: looks different under the policy {policy}")
        missing = colours - {pixel for row in rows_of(pictures["strict"]) for pixel in row}
        if missing:
            faults.append(f"{name}: colours are missing: {missing}")
    # Chromium asks its maker for updates and the time; a page without scripts can ask for nothing
    # but its own server and the hosts that stand in it.
    text = "".join(page.read_text() for page in folder.glob("*.html"))
    for url in sorted(set(Pages.asked) - wanted):
        other = url.removeprefix("CONNECT ").split("://", 1)[-1].split("/")[0].split(":")[0]
        if other in ("", "127.0.0.1") or other in text:
            faults.append(f"a request left the page: {url}")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
