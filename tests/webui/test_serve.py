# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro serve` as a person starts it: the address, the worker beside it, and how both end."""

import os
import re
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from archive.library import Library
from media.errors import WrongUse
from tests.pages import Archive
from webui.serve import refuse_impossible

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 120
"""Seconds for what ends at once on a machine with nothing else to do."""
linux = pytest.mark.skipif(sys.platform != "linux", reason="a child that dies with its parent is a promise of Linux")


@contextmanager
def as_in_a_terminal() -> Iterator[None]:
    """What is started here hears Ctrl+C, even when these tests run in the background of a shell, which turns it off."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def serving(library: Library, *options: str) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """A server in a process of its own, and the port that it says."""
    words = [sys.executable, "-m", "webui.cli", "--archive", str(library.folder), "serve", "--port", "0", *options]
    with as_in_a_terminal(), subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        try:
            said = re.fullmatch(r"Baro est ouvert\s: http://127\.0\.0\.1:(\d+)/\n", server.stdout.readline())
            assert said is not None
            yield server, int(said[1])
        finally:
            server.kill()


def status_of(port: int, host: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", "/aide", headers={"Host": host})
    status = connection.getresponse().status
    connection.close()
    return status


def children_of(server: "subprocess.Popen[str]") -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()]


@linux
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_worker_ends_with_the_server_however_that_ends(library: Library, ending: signal.Signals) -> None:
    with serving(library) as (server, port):
        assert status_of(port, f"127.0.0.1:{port}") == 200
        (worker,) = children_of(server)
        watched = os.pidfd_open(worker)
        server.send_signal(ending)
        ended, _, _ = select.select([watched], [], [], PATIENCE)
        os.close(watched)
        assert ended
        assert server.wait(PATIENCE) == (-ending if ending == signal.SIGKILL else 0)


@linux
def test_without_a_worker_nothing_runs_beside_and_a_foreign_name_gets_nothing(library: Library) -> None:
    with serving(library, "--no-worker") as (server, port):
        assert status_of(port, "evil.example") == 404
        assert children_of(server) == []


def test_players_that_are_paused_shut_nobody_else_out(archive: Archive) -> None:
    copy = archive.library.derived("recordings", archive.video.id, "proxy.mp4")
    os.truncate(copy, 32 << 20)  # more than what waits in buffers for whoever does not read on
    asked = f"GET /rushes/{archive.video.id}/copie.mp4 HTTP/1.1\r\nHost: 127.0.0.1\r\nRange: bytes=0-\r\n\r\n"
    with serving(archive.library, "--no-worker") as (_server, port), ExitStack() as paused:
        for _ in range(12):
            player = paused.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE))
            player.sendall(asked.encode())
            assert player.recv(12) == b"HTTP/1.1 206"
        assert status_of(port, f"127.0.0.1:{port}") == 200


def test_another_address_is_refused_with_a_sentence(library: Library) -> None:
    words = [sys.executable, "-m", "webui.cli", "--archive", str(library.folder), "serve", "--host", "0.0.0.0"]
    ended = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT, timeout=PATIENCE)
    assert ended.returncode == 1
    assert "ne répond qu’à cet ordinateur" in ended.stderr


def test_a_port_that_is_taken_is_said(library: Library) -> None:
    with serving(library, "--no-worker") as (_server, port):
        words = [sys.executable, "-m", "webui.cli", "--archive", str(library.folder), "serve", "--port", str(port)]
        ended = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT, timeout=PATIENCE)
        assert ended.returncode == 1
        assert "Un autre programme l’occupe" in ended.stderr


@pytest.mark.parametrize("port", [-1, 65_536])
def test_a_number_that_no_port_has_is_a_wrong_use(port: int) -> None:
    with pytest.raises(WrongUse, match=str(port)):
        refuse_impossible(port)
