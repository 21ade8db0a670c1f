# SPDX-License-Identifier: GPL-3.0-or-later
"""Past exports and versions as the page of a film shows them, and the report of a cut that was brought in."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from archive.access import Access
from archive.catalogue import exports, films, filmversions, jobs, recordings
from archive.catalogue.exports import Export
from archive.catalogue.filmversions import FilmVersion
from archive.exchange.export import JOB, may_leave
from archive.exchange.oddity import told
from archive.library import Library, Session
from archive.model.job import Job
from media.errors import NotFound
from media.span import Span
from webui.words import per_second


@dataclass(frozen=True, slots=True)
class Out:
    """One export: `open` when its package may still be handed over and lies there."""

    export: Export
    open: bool
    rate: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """The exports and versions of a film, newest first, and the package that is being made."""

    out: tuple[Out, ...]
    versions: tuple[FilmVersion, ...]
    job: Job | None


@dataclass(frozen=True, slots=True)
class Odd:
    """One odd shot of a cut, in words."""

    event: int
    at: str
    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A line of before that the cut has no more: the recording's name, or nothing for a card, and what it was."""

    name: str
    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a version kept of the cut that made it."""

    source: str
    rate: str
    clips: int
    odd: tuple[Odd, ...]
    same: int = 0
    fresh: int = 0
    gone: tuple[Gone, ...] = ()
    remarks: tuple[str, ...] = ()


def exchange_view(library: Library, film: str) -> Exchange:
    """Everything about exports and versions on the page of a film. Raises NotFound."""
    with library.reading() as session:
        access, name = Access.load(session), films.get(session, film).name
        found = tuple(_out(library, access, one, name) for one in exports.of_film(session, film))
        return Exchange(found, tuple(filmversions.listed(session, film)), jobs.newest(session, JOB, film))


def report_of(session: Session, version: FilmVersion) -> Report:
    """The report of a version; empty for one that no cut made."""
    facts = version.facts
    odd, parts = facts.get("odd"), facts.get("parts")
    lines = tuple(
        Odd(int(one["event"]), str(one["at"]), str(one["name"]), told(str(one["reason"])))
        for one in (odd if isinstance(odd, list) else ())
    )
    rate = str(facts.get("rate", ""))
    shown = per_second(Fraction(rate)) if rate else ""
    same, whole, gone = facts.get("same"), facts.get("lines"), facts.get("gone")
    kept, all_lines = (value if isinstance(value, int) else 0 for value in (same, whole))
    left = tuple(_gone(session, one) for one in (gone if isinstance(gone, list) else ()))
    clips = sum(not one.get("voice") for one in parts) if isinstance(parts, list) else 0
    by_time = tuple(sorted(lines, key=lambda one: one.at))
    remarks = facts.get("remarks")
    unread = tuple(map(str, remarks)) if isinstance(remarks, list) else ()
    return Report(str(facts.get("source", "")), shown, clips, by_time, kept, max(0, all_lines - kept), left, unread)


def _gone(session: Session, one: dict[str, Any]) -> Gone:
    try:
        name = recordings.get(session, str(one["recording"])).original_name if one.get("recording") else ""
    except NotFound:  # erased since
        return Gone("", "")
    span = one.get("span")
    return Gone(name, str(one.get("text", "")), Span(*span) if isinstance(span, list) else None)


def _out(library: Library, access: Access, export: Export, film: str) -> Out:
    there = bool(export.file) and (library.films / export.file).is_file()
    return Out(export, there and may_leave(access, export, film), per_second(Fraction(export.rate or "25")))
