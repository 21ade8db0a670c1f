# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls of this floor that only POSIX has; elsewhere each one does the nearest thing."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ctypes

POSIX = os.name == "posix"
_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER, _CLONE_NEWNET = 0x1000_0000, 0x4000_0000


def fsync_folder(folder: Path) -> None:
    """Make a rename inside `folder` survive a power cut."""
    if not POSIX:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def forget_cached(handle: int) -> None:
    """Let the next reading of an open file that is on disk come from the disk, not from memory."""
    if sys.platform == "linux":
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def limit_child(memory_bytes: int | None, cpu_seconds: int | None) -> Callable[[], None] | None:
    """What a child calls between fork and exec to bind itself, and to leave the network; None where limits do not exist."""
    if not POSIX:
        return None
    import resource

    # between fork and exec nothing may be imported: another thread could hold the import lock
    libc = _libc() if sys.platform == "linux" else None
    parent = os.getpid()

    def bind() -> None:
        if memory_bytes is not None:
            resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        if cpu_seconds is not None:
            resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if libc is not None:
            # a network of its own, with nothing in it; who is not root may only have one as a user of their own.
            # Where the system allows neither, the child keeps the network, and `baro doctor` says so.
            if libc.unshare(_CLONE_NEWNET) != 0:
                libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
            # after that: another user forgets the signal
            libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)  # a kill -9 leaves no ffmpeg behind
            if os.getppid() != parent:
                os._exit(1)

    return bind


@cache
def _libc() -> "ctypes.CDLL":
    import ctypes

    return ctypes.CDLL(None)


def kill_group(child: "subprocess.Popen[bytes]") -> None:
    """End the child and everything that it started; it must have been started in its own session."""
    try:
        if POSIX:
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    except ProcessLookupError:
        pass


def alive(pid: int) -> bool:
    """True while a process of this number runs on this machine, and wherever that cannot be known."""
    if not POSIX:
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
