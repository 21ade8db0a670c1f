# SPDX-License-Identifier: GPL-3.0-or-later
"""A `baro` that dies by SIGKILL at a chosen moment, so that a kill is the same each time it is tried.

A moment is anything that touches the archive: a file opened, written through, renamed, removed, its rights changed, a
folder made, a program started, an SQL statement, a commit. `python -m tests.killing MOMENT COUNT-FILE ARGUMENTS...`
"""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
EVENTS = frozenset({"open", "os.rename", "os.remove", "os.chmod", "os.mkdir", "os.link", "subprocess.Popen"})
NEVER = 0


def baro(arguments: Sequence[str | Path], *, moment: int = NEVER, count_file: Path = Path(os.devnull)) -> int:
    """Run `baro` in a process of its own, killed at `moment` (counted from 1); its status, negative when killed."""
    return _start(arguments, moment, count_file).wait(timeout=600)


def baro_for(arguments: Sequence[str | Path], seconds: float) -> int:
    """Run `baro` and kill it after so long, whatever it is doing; its status, negative when killed."""
    process = _start(arguments, NEVER, Path(os.devnull))
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def moments(arguments: Sequence[str | Path], count_file: Path) -> int:
    """How many moments a whole run has."""
    assert baro(arguments, count_file=count_file) in (0, 1)
    return int(count_file.read_text())


def some(count: int, among: int, seed: int = 20181004) -> list[int]:
    """`count` moments out of `among`, the same each time: spread over the whole run, at random inside each part."""
    chance = random.Random(seed)
    return [1 + (part * among + chance.randrange(among)) // count for part in range(count)]


def _start(arguments: Sequence[str | Path], moment: int, count_file: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.killing", str(moment), str(count_file), *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


class _Counter:
    """Counts moments and dies at the chosen one."""

    def __init__(self, deadly: int) -> None:
        self.deadly, self.count = deadly, 0

    def tick(self) -> None:
        self.count += 1
        if self.count == self.deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    def listen(self, archive: str) -> None:
        """Hear of everything that happens to the archive."""

        def heard(event: str, arguments: tuple[object, ...]) -> None:
            if event in EVENTS and (event == "subprocess.Popen" or archive in str(arguments[0])):
                self.tick()

        sys.addaudithook(heard)
        os.fsync = self._counted(os.fsync)

        from sqlalchemy import event
        from sqlalchemy.engine import Engine

        event.listen(Engine, "before_cursor_execute", lambda *_: self.tick())
        event.listen(Engine, "commit", lambda *_: self.tick())

    def _counted(self, function: Callable[[int], None]) -> Callable[[int], None]:
        def call(handle: int) -> None:
            self.tick()
            function(handle)
            self.tick()

        return call


def _main(deadly: str, count_file: str, *arguments: str) -> int:
    from archive.cli.main import main
    from webui.cli import ALL

    counter = _Counter(int(deadly))
    counter.listen(arguments[arguments.index("--archive") + 1])
    status = main(ALL, arguments)
    Path(count_file).write_text(str(counter.count))
    return status


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
