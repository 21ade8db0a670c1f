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
