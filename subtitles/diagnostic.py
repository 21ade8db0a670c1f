# SPDX-License-Identifier: GPL-3.0-or-later
"""What reading or writing a file had to repair, leave out or report."""

from collections.abc import Iterable
from dataclasses import dataclass

INFO, WARNING, ERROR = "info", "warning", "error"

LOST = frozenset({"unreadable-time", "time-missing", "text-without-time", "not-standard", "unreadable-cue", "drawing"})
"""The codes of cues that were found but could not be kept: cues in = cues kept + these."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One repair or report, in file order.

    `line` counts from 1 in the file that was read (0: the file as a whole); when writing it is the number of the
    cue. `code` is stable English; `severity` is `info`, `warning` or `error`; `action` says in a sentence what was done.
    """

    line: int
    code: str
    severity: str
    action: str


def reported(diagnostics: Iterable[Diagnostic]) -> int:
    """How many cues are reported instead of kept."""
    return sum(diagnostic.code in LOST for diagnostic in diagnostics)
