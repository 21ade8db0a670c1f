# SPDX-License-Identifier: GPL-3.0-or-later
"""The one place that starts programs: no shell, bounded memory and time, progress, and an end that leaves nothing."""

import queue
import re
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from media.errors import BaroError, Cancelled
from media.files import cause_of
from media.language import gettext as _
from media.posix import POSIX, kill_group, limit_child

TICK = 0.1
KEPT_LINES = 4000
SHOWN_LINES = 6
_CAUSE = re.compile(r"error|invalid|fail|cannot|could not|unable|denied|no such|no space|not ", re.IGNORECASE)
_FULL = re.compile(r"no space left|disk quota", re.IGNORECASE)
_LACKING = re.compile(r"no such filter|unknown (encoder|decoder|bitstream filter)|encoder not found", re.IGNORECASE)
_MEMORY = re.compile(r"cannot allocate|out of memory|bad_alloc|MemoryError", re.IGNORECASE)


class ProcessFailed(BaroError):
    """A program ended badly, moved no more, or said something that means failure. `log`: its last words."""

    def __init__(self, message: str, hint: str = "", log: Sequence[str] = ()) -> None:
        super().__init__(message, hint)
        self.log = tuple(log)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use. `stall_seconds`: how long it may run without getting further."""

    memory_bytes: int | None = None
    cpu_seconds: int | None = None
    stall_seconds: int = 600


@dataclass(frozen=True, slots=True)
class Finished:
    """What a program said, line by line (the last lines when it talks a lot)."""

    output: tuple[str, ...]
    log: tuple[str, ...]


def run(
    argv: Sequence[str],
    *,
    limits: Limits = Limits(),
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    folder: Path | None = None,
    fatal: re.Pattern[str] | None = None,
) -> Finished:
    """Run a program to its end in `folder`.

    `progress` hears the milliseconds done that ffmpeg's `-progress pipe:1` tells. A line of its log that matches
    `fatal` is a failure even when the program claims success. Raises ProcessFailed with the last lines of the
    log, or Cancelled; either way the child and all that it started are gone.
    """
    child = _start(argv, limits, folder)
    lines: queue.Queue[str | None] = queue.Queue()
    output: deque[str] = deque(maxlen=KEPT_LINES)
    log: deque[str] = deque(maxlen=KEPT_LINES)
    readers = [_listen(child.stdout, lines.put, lambda: lines.put(None)), _listen(child.stderr, log.append)]
    try:
        _follow(_Watch(lines, output, limits.stall_seconds, progress, cancelled))
        child.wait(limits.stall_seconds)
    except subprocess.TimeoutExpired as error:
        raise _stalled(argv, log) from error
    except _Stalled as error:
        raise _stalled(argv, log) from error
    finally:
        _end(child, readers)
    _judge(argv, child.returncode, log, fatal)
    return Finished(tuple(output), tuple(log))


class _Stalled(Exception):
    """The child got no further for too long."""


@dataclass(frozen=True, slots=True)
class _Watch:
    lines: "queue.Queue[str | None]"
    output: "deque[str]"
    stall_seconds: int
    progress: Callable[[int], None] | None
    cancelled: Callable[[], bool] | None


def _follow(watch: _Watch) -> None:
    """Hear the child's output until it closes it."""
    reached, moved = -1, time.monotonic()
    while True:
        if watch.cancelled is not None and watch.cancelled():
            raise Cancelled(_("Arrêté à la demande."))
        if time.monotonic() - moved > watch.stall_seconds:
            raise _Stalled
        try:
            line = watch.lines.get(timeout=TICK)
        except queue.Empty:
            continue
        if line is None:
            return
        watch.output.append(line)
        done = _milliseconds(line)
        if done is not None and done > reached:
            reached, moved = done, time.monotonic()
            if watch.progress is not None:
                watch.progress(done)


def _milliseconds(line: str) -> int | None:
    name, _equals, value = line.partition("=")
    if name != "out_time_us" or not value.lstrip("-").isdigit():
        return None
    return max(0, int(value) // 1000)


def _start(argv: Sequence[str], limits: Limits, folder: Path | None, talks: bool = False) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(
            list(argv),
            stdin=subprocess.PIPE if talks else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            start_new_session=POSIX,
            preexec_fn=limit_child(limits.memory_bytes, limits.cpu_seconds),
        )
    except (OSError, subprocess.SubprocessError) as error:
        cause = cause_of(error) if isinstance(error, OSError) else error
        raise ProcessFailed(
            _("Impossible de lancer {program} : {error}").format(program=argv[0], error=cause),
            _("Vérifier que ce programme existe et peut être exécuté."),
        ) from error


def _listen(
    stream: IO[bytes] | None, hear: Callable[[str], object], closed: Callable[[], object] | None = None
) -> threading.Thread:
    def read(lines: Iterable[bytes]) -> None:
        for line in lines:
            # ffmpeg redraws a line with a bare carriage return
            for part in line.decode("utf-8", "replace").replace("\r", "\n").splitlines():
                if part.strip():
                    hear(part.rstrip())
        if closed is not None:
            closed()

    thread = threading.Thread(target=read, args=(stream or (),), daemon=True)
    thread.start()
    return thread


def _end(child: "subprocess.Popen[bytes]", readers: Sequence[threading.Thread]) -> None:
    if child.poll() is None:
        kill_group(child)
        child.wait()
    for reader in readers:
        reader.join(5)
    for stream in (child.stdin, child.stdout, child.stderr):
        if stream is not None:
            stream.close()


def _judge(argv: Sequence[str], status: int, log: Sequence[str], fatal: re.Pattern[str] | None) -> None:
    said = [line for line in log if fatal is not None and fatal.search(line)]
    if status == 0 and not said:
        return
    causes = [line for line in log if _CAUSE.search(line)]  # ffmpeg talks on after what matters
    shown = (said or causes or list(log))[-SHOWN_LINES:] or [_ending(status)]
    if status < 0 and _ending(status) not in shown:
        shown.append(_ending(status))
    raise ProcessFailed(
        _("{program} a échoué : {log}").format(program=Path(argv[0]).name, log=" | ".join(shown)),
        _way_out(status, log),
        tuple(log),
    )


def _ending(status: int) -> str:
    """How a program ended, in words."""
    if status < 0:
        return _("tué par le système (signal {signal})").format(signal=-status)
    return _("code de sortie {status}").format(status=status)


def _way_out(status: int, log: Sequence[str]) -> str:
    """What helps, where the log says what was lacking."""
    if any(_FULL.search(line) for line in log):
        return _("Le disque est plein : libérer de la place, puis recommencer.")
    if any(_LACKING.search(line) for line in log):
        return _("Ce ffmpeg n’a pas tout ce qu’il faut : effacer le réglage ffmpeg pour prendre celui livré avec Baro.")
    if any(_MEMORY.search(line) for line in log):
        return _("Donner plus de mémoire avec le réglage memory_mb.")
    if status == -9:
        return _("La mémoire de l’ordinateur manquait peut-être : fermer d’autres programmes, puis recommencer.")
    return ""


def _stalled(argv: Sequence[str], log: Sequence[str]) -> ProcessFailed:
    return ProcessFailed(
        _("{program} n’avançait plus et a été arrêté.").format(program=Path(argv[0]).name),
        _("Le fichier est peut-être abîmé, ou le disque trop lent."),
        tuple(log),
    )


class Conversation:
    """A child that answers each line it is given with one line. Use as a context manager."""

    def __init__(self, argv: Sequence[str], limits: Limits, folder: Path | None = None) -> None:
        """Start the child; raises ProcessFailed when it cannot start."""
        self._argv = argv
        self._child = _start(argv, limits, folder, talks=True)
        self._answers: queue.Queue[str | None] = queue.Queue()
        self._log: deque[str] = deque(maxlen=KEPT_LINES)
        self._readers = [
            _listen(self._child.stdout, self._answers.put, lambda: self._answers.put(None)),
            _listen(self._child.stderr, self._log.append),
        ]

    def ask(self, line: str, seconds: float) -> str:
        """The child's answer to `line`. Raises ProcessFailed when it dies or stays silent for `seconds`."""
        try:
            if self._child.stdin is not None:
                self._child.stdin.write(line.encode() + b"\n")
                self._child.stdin.flush()
            answer = self._answers.get(timeout=seconds)
        except (OSError, queue.Empty) as error:
            raise _stalled(self._argv, self._log) from error
        if answer is None:
            self._child.wait()
            for reader in self._readers:  # its last words may still be on the way
                reader.join(5)
            _judge(self._argv, self._child.returncode or 1, self._log, None)
            raise AssertionError
        return answer

    def close(self) -> None:
        """End the child, whatever it is doing."""
        _end(self._child, self._readers)

    def __enter__(self) -> "Conversation":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def network_closed() -> bool:
    """True when the programs that run here have no network: they see no interface but a loopback of their own."""
    look = "print(*(line.split(':')[0].strip() for line in open('/proc/self/net/dev') if ':' in line))"
    try:
        return run([sys.executable, "-c", look]).output == ("lo",)
    except ProcessFailed:
        return False
