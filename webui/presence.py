# SPDX-License-Identifier: GPL-3.0-or-later
"""Who has which track open right now. It lives in the server's memory: after a restart every page says so again."""

from dataclasses import dataclass
from time import monotonic

from flask import current_app

SILENT_SECONDS = 40
_TRACKS = 500


@dataclass(frozen=True, slots=True)
class Seen:
    """A person at a desk (a browser), and when the page last said so."""

    person: str
    desk: str
    at: float


def here_is(track: str, person: str, desk: str) -> tuple[Seen, ...]:
    """Note that `person` has `track` open at `desk`, and give the others who have."""
    present = {seen.desk: seen for seen in others(track, desk)}
    everywhere = _everywhere()
    everywhere.pop(track, None)
    everywhere[track] = {**present, desk: Seen(person, desk, monotonic())}
    while len(everywhere) > _TRACKS:
        del everywhere[next(iter(everywhere))]
    return tuple(present.values())


def gone(track: str, desk: str) -> None:
    """Note that the page at `desk` was closed."""
    _everywhere().get(track, {}).pop(desk, None)


def others(track: str, desk: str) -> tuple[Seen, ...]:
    """Who else has `track` open, by name."""
    since = monotonic() - SILENT_SECONDS
    found = [seen for seen in list(_everywhere().get(track, {}).values()) if seen.desk != desk and seen.at > since]
    return tuple(sorted(found, key=lambda seen: (seen.person, seen.desk)))


def _everywhere() -> dict[str, dict[str, Seen]]:
    kept: dict[str, dict[str, Seen]] = current_app.extensions.setdefault("baro-presence", {})
    return kept
