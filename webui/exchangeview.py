# SPDX-License-Identifier: GPL-3.0-or-later
"""Past exports and versions as the page of a film shows them, and the report of a cut that was brought in."""

from dataclasses import dataclass
from fractions import Fraction

from archive.access import Access
from archive.catalogue import exports, films, filmversions, jobs
from archive.catalogue.exports import Export
from archive.catalogue.filmversions import FilmVersion
from archive.exchange.export import JOB, may_leave
from archive.exchange.oddity import told
from archive.library import Library
from archive.model.job import Job
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
class Report:
    """What a version kept of the cut that made it."""

    source: str
    rate: str
    clips: int
    odd: tuple[Odd, ...]


def exchange_view(library: Library, film: str) -> Exchange:
    """Everything about exports and versions on the page of a film. Raises NotFound."""
    with library.reading() as session:
        access, name = Access.load(session), films.get(session, film).name
        found = tuple(_out(library, access, one, name) for one in exports.of_film(session, film))
        return Exchange(found, tuple(filmversions.listed(session, film)), jobs.newest(session, JOB, film))


def report_of(version: FilmVersion) -> Report:
    """The report of a version; empty for one that no cut made."""
    facts = version.facts
    odd, parts = facts.get("odd"), facts.get("parts")
    lines = tuple(
        Odd(int(one["event"]), str(one["at"]), str(one["name"]), told(str(one["reason"])))
        for one in (odd if isinstance(odd, list) else ())
    )
    rate = str(facts.get("rate", ""))
    shown = per_second(Fraction(rate)) if rate else ""
    return Report(str(facts.get("source", "")), shown, len(parts) if isinstance(parts, list) else 0, lines)


def _out(library: Library, access: Access, export: Export, film: str) -> Out:
    there = bool(export.file) and (library.films / export.file).is_file()
    return Out(export, there and may_leave(access, export, film), per_second(Fraction(export.rate or "25")))
