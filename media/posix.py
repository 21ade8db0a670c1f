# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls of this floor that only POSIX has; elsewhere each one does the nearest thing."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

POSIX = os.name == "posix"


def fsync_folder(folder: Path) -> None:
    """Make a rename inside `folder` survive a power cut."""
    if not POSIX:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def limit_child(memory_bytes: int | None, cpu_seconds: int | None) -> Callable[[], None] | None:
    """What a child calls between fork and exec to bind itself; None where limits do not exist."""
    if not POSIX:
        return None
    import resource

    def bind() -> None:
        if memory_bytes is not None:
            resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        if cpu_seconds is not None:
            resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            _die_with_parent()

    return bind


def _die_with_parent() -> None:
    """Ask Linux to kill this child when its parent dies, so that a kill -9 leaves no ffmpeg behind."""
    import ctypes

    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, int(signal.SIGKILL), 0, 0, 0)


def kill_group(child: "subprocess.Popen[bytes]") -> None:
    """End the child and everything that it started; it must have been started in its own session."""
    try:
        if POSIX:
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    except ProcessLookupError:
        pass
