#!/usr/bin/env python3
"""Measures what open pages cost the board: opens the live updates of the page Now PAGES times, and reads the board's CPU time.

    Benchmarks/board.py DIR [PAGES] [SECONDS]      DIR: of `make up`, .local/system

Fails if they cost more than a twentieth of a core.
"""

import http.client
import os
import pathlib
import re
import sys
import threading
import time
import urllib.parse

folder = pathlib.Path(sys.argv[1])
pages = int(sys.argv[2]) if len(sys.argv) > 2 else 50
seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 30
port = int(re.search(r"^export BOARD_PORT=(\d+)", (folder / "env").read_text(), re.M)[1])
pid = int((folder / "AdmissionBoard.pid").read_text().split()[0])
password = (folder / "board-password").read_text().strip()


def request(method, path, cookies="", body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": cookies} if cookies else {}
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    return answer, text, "; ".join(c.split(";")[0] for c in answer.headers.get_all("Set-Cookie", []))


def cpu():
    """The CPU seconds of all threads, in user and kernel mode."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


_, text, form = request("GET", "/sign-in")
token = re.search(r'name="csrf" value="([^"]+)"', text)[1]
answer, _, session = request(
    "POST", "/sign-in", form, urllib.parse.urlencode({"csrf": token, "name": "demo", "password": password}))
assert answer.status == 303, f"signing in was answered with {answer.status}"

received = [0] * pages
running = True


def look(number):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/live/now", headers={"Cookie": session})
    answer = connection.getresponse()
    assert answer.status == 200, f"a page was answered with {answer.status}"
    while running:
        line = answer.readline()
        if not line:
            break
        received[number] += line.startswith(b"event:")


for number in range(pages):
    threading.Thread(target=look, args=(number,), daemon=True).start()
while not all(received):
    time.sleep(0.1)
before, began, events = cpu(), time.monotonic(), sum(received)
time.sleep(seconds)
share = (cpu() - before) / (time.monotonic() - began) * 100
running = False
print(f"{pages} open pages: {share:.2f} % of a core, {(sum(received) - events) / seconds:.1f} parts a second")
sys.exit(share > 5)
