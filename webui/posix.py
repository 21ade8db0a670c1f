# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls of this floor that only POSIX has; elsewhere each one does the nearest thing."""

import os
import signal
import sys
from collections.abc import Callable


def die_with_parent() -> Callable[[], None] | None:
    """What a child calls between fork and exec so that it is asked to end when its parent is gone, kill -9 included.

    None where the system cannot promise that; the child then ends when it is told to.
    """
    if sys.platform != "linux":
        return None
    import ctypes

    prctl, parent, pr_set_pdeathsig = ctypes.CDLL(None).prctl, os.getpid(), 1

    def bind() -> None:
        prctl(pr_set_pdeathsig, int(signal.SIGTERM), 0, 0, 0)
        if os.getppid() != parent:  # the parent died before the promise was made
            os._exit(1)

    return bind


def end_on_terminate() -> None:
    """Let a polite request to end (SIGTERM) close the server as Ctrl+C does."""
    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, _interrupt)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
