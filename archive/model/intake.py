# SPDX-License-Identifier: GPL-3.0-or-later
"""What became of the files of a card, one by one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from media.layout import LeftOut


class Status(StrEnum):
    """What became of a file."""

    KEPT = "kept"
    ALREADY = "already"
    REFUSED = "refused"
    WOULD_KEEP = "would-keep"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a file that could be read: bytes, SHA-256 (empty when it was not read), milliseconds, when it was filmed."""

    size: int = 0
    sha256: str = ""
    duration: int = 0
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class IngestItem:
    """One file of the card: the recording's id and the interview's code where there are, the reason in plain words.

    `card` is the card or folder that it was found in, as it was given.
    """

    path: Path
    status: Status
    recording: str = ""
    interview: str = ""
    reason: str = ""
    card: Path = Path()
    facts: Facts = Facts()


@dataclass(frozen=True, slots=True)
class SidecarItem:
    """A camera's own file about a recording (its id), and what became of it."""

    path: Path
    status: Status
    recording: str
    reason: str = ""
    card: Path = Path()
    facts: Facts = Facts()


@dataclass(frozen=True, slots=True)
class Intake:
    """One ingest: every file of the cards that were given, by whom and when (local time)."""

    items: tuple[IngestItem, ...]
    sidecars: tuple[SidecarItem, ...]
    left_out: tuple[LeftOut, ...]
    by: str
    at: datetime
    dry_run: bool = False


class Sort(StrEnum):
    """What a line of a report is about: a film or sound, a camera's sheet about one, a file that was left on the card."""

    FILM = "film"
    SHEET = "sheet"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Line:
    """A file in the report of an ingest, in the words that stand there. `size` in bytes, `duration` in milliseconds.

    Of a file that was erased since, only `sort`, `state` and a general `remark` are left.
    """

    sort: Sort
    state: str
    name: str = ""
    place: str = ""
    card: str = ""
    interview: str = ""
    recorded_at: str = ""
    duration: int = 0
    size: int = 0
    sha256: str = ""
    remark: str = ""
    recording: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The report of one ingest: every file, by whom and when (local time). `attempt`: nothing was copied."""

    lines: tuple[Line, ...]
    by: str
    at: datetime
    attempt: bool = False

    def of(self, sort: Sort) -> list[Line]:
        """The lines of one sort."""
        return [line for line in self.lines if line.sort is sort]
