"""The middleware under load: a real server on loopback, many clients, bounded in number."""

import http.client
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import rxglossary as rx

EXAMPLES = Path(__file__).parents[2] / "examples"
CLIENTS, REQUESTS = 8, 60
PAGE = "<!doctype html><title>Home</title><main><p>Diabetes is common.</main>"


@pytest.fixture
def server():
    """Start uvicorn on a free port of loopback; yield its process and port."""
    command = [sys.executable, "-m", "uvicorn", "app:app", "--port", "0", "--host", "127.0.0.1"]
    env = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "ignore"}
    process = subprocess.Popen(
        command,
        cwd=EXAMPLES / "starlette",
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        lines = []
        for line in process.stdout:
            lines.append(line)
            if found := re.search(r"running on http://127\.0\.0\.1:(\d+)", line):
                break
        else:
            pytest.fail("".join(lines))
        # What it goes on to say is read, so that it never waits for a reader.
        threading.Thread(target=process.stdout.read, daemon=True).start()
        yield process, int(found[1])
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


def ask(port: int, times: int, bodies: list[bytes]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for _ in range(times):
        connection.request("GET", "/")
        response = connection.getresponse()
        body = response.read()
        assert int(response.headers["content-length"]) == len(body)
        bodies.append(body)
    connection.close()


def load(port: int) -> list[bytes]:
    bodies: list[bytes] = []
    clients = [threading.Thread(target=ask, args=(port, REQUESTS, bodies)) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join(120)
    return bodies


def resident(process: subprocess.Popen) -> int:
    """Return the server's resident memory in KiB."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1])


def test_every_client_gets_what_the_library_makes(server):
    """And the server's memory stays where it was after the first round."""
    process, port = server
    bodies = load(port)
    assert len(bodies) == CLIENTS * REQUESTS
    expected = rx.Annotator(rx.load(EXAMPLES / "words.yaml")).annotate(PAGE, assets="/_rxg/").html
    assert set(bodies) == {expected.encode()}
    if not Path("/proc/self/status").exists():
        return  # only Linux tells a process's memory without another package
    before = resident(process)
    for _ in range(3):
        load(port)
    assert resident(process) - before < 4096
