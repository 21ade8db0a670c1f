# SPDX-License-Identifier: GPL-3.0-or-later
"""A paper edit as its page shows it: each line with its words, its length and whoever stands in its way."""

from dataclasses import dataclass
from typing import Any

from archive.access import Access
from archive.catalogue import films, interviews, jobs, masks, recordings, tracks
from archive.film.cutlist import recipe, resolve, shown
from archive.film.madeof import consents_by, made_of
from archive.film.masks import proof_of
from archive.film.render import FILM_JOB
from archive.library import Library, Session
from archive.model.film import NOTHING_MASKED, CutClip, CutList, Film, Item, ItemKind, Refusal, Render
from archive.model.footage import Interview, Recording
from archive.model.job import Job
from archive.tracks import visible_cues
from media.errors import BaroError
from media.span import Span


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the paper edit. `starts` is when it begins in the film (ms); notes take no time."""

    place: int
    item: Item
    starts: int
    duration: int
    recording: Recording | None = None
    interview: Interview | None = None
    words: str = ""
    refusals: tuple[Refusal, ...] = ()
    mask: "Mask | None" = None


@dataclass(frozen=True, slots=True)
class Mask:
    """What is known of a masked clip: whether its result can be watched, and who confirmed it."""

    ready: bool
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilmView:
    """A film with its lines, its check and its renders; `watchable` are those that may be shown today, `made` what made each."""

    film: Film
    rows: tuple[Row, ...]
    duration: int
    refusals: tuple[Refusal, ...]
    renders: tuple[Render, ...]
    watchable: frozenset[str]
    made: dict[str, tuple[str, ...]]
    job: Job | None


def film_view(library: Library, film: str) -> FilmView:
    """Everything on the page of a film. Raises NotFound."""
    with library.reading() as session:
        access = Access.load(session)
        edit = films.edit_of(session, film)
        cut = resolve(session, access, edit, NOTHING_MASKED)
        spans = {part.item: part.span for part in cut.parts if isinstance(part, CutClip)}
        rows: list[Row] = []
        at = 0
        for place, item in enumerate(edit.items, start=1):
            row = _row(library, session, access, Row(place, item, at, _duration(item, spans.get(item.id))), cut)
            rows.append(row)
            at += row.duration
        renders = tuple(films.renders(session, film))
        there = [
            render for render in renders if (library.films / render.file).is_file()
        ]  # a seal takes it off the disk
        shown = frozenset(render.id for render in there if may_leave(session, access, edit.film, render))
        whose = consents_by(session) if renders else {}
        return FilmView(
            edit.film,
            tuple(rows),
            at,
            cut.refusals,
            renders,
            shown,
            {render.id: made_of(render, whose) for render in renders},
            jobs.newest(session, FILM_JOB, film),
        )


def sounds(library: Library) -> list[str]:
    """The names of the recordings without a picture: what a voice over a film mostly is."""
    with library.reading() as session:
        return [one.original_name for one in recordings.listed(session) if one.picture is None]


def running_time(cut: CutList) -> int:
    """The length of the film in milliseconds, before it is rendered."""
    return sum(part.span.duration if isinstance(part, CutClip) else part.duration for part in cut.parts)


def _duration(item: Item, span: Span | None) -> int:
    if item.kind is ItemKind.VOICE:
        return 0  # it is heard over what follows
    return span.duration if span is not None else item.duration


def _row(library: Library, session: Session, access: Access, row: Row, cut: CutList) -> Row:
    used = [*cut.parts, *(voice.cut for voice in cut.voices)]
    part = next((part for part in used if part.item == row.item.id), None)
    if not isinstance(part, CutClip):
        return row
    recording = part.recording
    return Row(
        row.place,
        row.item,
        row.starts,
        row.duration,
        recording,
        interviews.get(session, recording.interview) if recording.interview else None,
        _words(session, access, part),
        tuple(refusal for refusal in cut.refusals if refusal.clip == row.place),
        _mask(library, session, part) if row.item.looks.masks else None,  # a voice has no picture to look at
    )


def _mask(library: Library, session: Session, part: CutClip) -> Mask | None:
    if not part.looks.masks:
        return None
    return Mask(proof_of(library, part).is_file(), masks.confirmed_by(session, part.item, recipe(part)))


def _words(session: Session, access: Access, part: CutClip) -> str:
    """What is said in a clip, as far as the team may read it."""
    track = tracks.french(session, part.recording.id)
    if track is None:
        return ""
    cues = visible_cues(access, track, use="draft")
    return " ".join(cue.plain.replace("\n", " ") for cue in cues if cue.span.overlaps(part.span))


def may_leave(session: Session, access: Access, film: Film, render: Render) -> bool:
    """True when everything that a rendered file shows may still be shown to its audience today.

    The render's own record counts, not the paper edit, which may have changed since.
    """
    audience, parts = render.facts.get("audience"), render.facts.get("parts")
    if not isinstance(audience, str) or not isinstance(parts, list):
        return False
    heard = render.facts.get("voices", [])
    shown = [*parts, *(heard if isinstance(heard, list) else [])]
    shape = render.facts.get("format")
    masked = frozenset({"face"}) if isinstance(shape, dict) and shape.get("pictures") is False else NOTHING_MASKED
    return all("card" in part or _part_allowed(session, access, (film, audience, masked), part) for part in shown)


def _part_allowed(
    session: Session, access: Access, use: tuple[Film, str, frozenset[str]], part: dict[str, Any]
) -> bool:
    film, audience, masked = use
    try:
        masked |= frozenset(map(str, part.get("masked", ())))
        recording = recordings.get(session, str(part["recording"]))
        span = shown(recording, Span(int(part["start_ms"]), int(part["end_ms"])))
    except (KeyError, ValueError, TypeError, BaroError):
        return False
    return access.decide(audience, recording.id, span, film.name, masked).allowed
