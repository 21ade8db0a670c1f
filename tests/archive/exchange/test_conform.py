# SPDX-License-Identifier: GPL-3.0-or-later
"""A cut that went out and comes back is the same cut; one that was changed outside is taken in, and what is odd is said."""

from fractions import Fraction
from itertools import count as counting

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from archive.access import Access
from archive.catalogue import exports, films, outbox, recordings
from archive.catalogue.exports import Export
from archive.catalogue.schema import new_id
from archive.exchange import links, package
from archive.exchange.build import Files, Stated, rate_of, stated, timeline_of
from archive.exchange.conform import conform
from archive.exchange.formats import CutFormat, read_cut, writer
from archive.exchange.timeline import Source, Still
from archive.film.assembly import allowed
from archive.film.cutlist import resolve
from archive.library import Library
from archive.model.film import NOTHING_MASKED, Audience, CutClip, CutList, Film
from archive.model.footage import Picture, Recording, RecordingId
from media.span import Span
from media.timecode import frames_of
from tests.people import a_consent, a_witness, an_interview

RATES = ["24000/1001", "24", "25", "30000/1001", "30", "50", "60000/1001"]
STARTS = ["", "00:00:00:00", "10:00:00:00", "01:02:03;04", "23:59:00:00"]
NUMBER = counting(1)
FAST = [phase for phase in Phase if phase is not Phase.shrink]
"""Each example writes to a catalogue: a failing one is told as it is, not after minutes of making it smaller."""
SHA = "0123456789abcdef" * 4
STILLS = {f"{SHA}.png": Still("BCDF-0123456789abcdef.png", "BCDF-0123456789abcdef.png", SHA, (1920, 1080))}


def a_take(
    session: Session, interview: object, name: str, rate: str, start: str, seconds: int, picture: bool
) -> Recording:
    shown = Picture(1280, 720, Fraction(rate), "h264") if picture else None
    made = Recording(
        RecordingId(new_id()),
        new_id() * 2,
        name,
        1000,
        seconds * 1000 + 7,
        "mp4",
        interview.id,
        shown,
        start_timecode=start,
    )  # type: ignore[attr-defined]
    recordings.add(session, made)
    return recordings.get(session, made.id)


@st.composite
def edits(draw: st.DrawFn) -> tuple[list[tuple[str, str, int, bool]], list[tuple[object, ...]]]:
    """Takes (rate, start, seconds, picture), and lines: clips by take and milliseconds, cards, notes."""
    takes = [
        (
            draw(st.sampled_from(RATES)),
            draw(st.sampled_from(STARTS)),
            draw(st.integers(5, 600)),
            draw(st.integers(0, 4)) > 0,
        )
        for _take in range(draw(st.integers(1, 3)))
    ]
    lines: list[tuple[object, ...]] = []
    for _line in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["card", "still", "note", "voice", "clip", "clip", "clip"]))
        if kind in ("card", "still"):
            words = draw(st.sampled_from(["Gao", "Deux\nlignes", "« Quoi ? »", *([""] if kind == "still" else [])]))
            lines.append((kind, words, draw(st.integers(500, 9000))))
        elif kind == "note":
            lines.append(("note", "à revoir"))
        else:
            which = draw(st.integers(0, len(takes) - 1))
            start = draw(st.integers(0, takes[which][2] * 1000 - 500))
            if kind == "voice" and any(line[:2] == ("voice", which) for line in lines):
                continue  # the same sound twice at once is told once
            lines.append((kind, which, start, draw(st.integers(start + 100, takes[which][2] * 1000))))
    return takes, [*lines, ("clip", 0, 0, 1000)]


def made(session: Session, drawn: tuple[list[tuple[str, str, int, bool]], list[tuple[object, ...]]]) -> Film:
    """The drawn film, all of it allowed."""
    number = next(NUMBER)
    interview = an_interview(session, f"GAO-{number}")
    a_consent(session, a_witness(session, interview, f"GAO-F-{number}"), interview)
    takes = [a_take(session, interview, f"C{number:04d}_{n}.MP4", *take) for n, take in enumerate(drawn[0])]
    film = films.new(session, f"film{number}", Audience.SCREENING)
    for line in drawn[1]:
        if line[0] in ("clip", "voice"):
            kind, which, start, end = line
            add = films.add_clip if kind == "clip" else films.add_voice
            add(session, film.id, takes[int(str(which))].id, Span(int(str(start)), int(str(end))))
        elif line[0] in ("card", "still"):
            picture = next(iter(STILLS)) if line[0] == "still" else ""
            films.add_card(session, film.id, str(line[1]), int(str(line[2])), picture=picture)
        else:
            films.add_note(session, film.id, str(line[1]))
    return film


def gone_out(session: Session, film: Film, form: CutFormat, packed: bool) -> bytes:
    """The cut list of a film as it would be exported; the extracts of a package are only named."""
    ready, access = allowed(session, film.id), Access.load(session)
    shape = stated(ready.clips, Stated(Fraction(25), (1280, 720)))
    if not packed:
        by_take = links.sources_of(ready)
        sources = {clip.item: by_take[clip.recording.id] for clip in ready.used}
        return writer(form).write(timeline_of(ready, access, shape, Files(sources, {}, STILLS)))
    plans = package.planned(ready, access)
    code = exports.free_code(session, new_id())
    sources, extracts = {}, []
    for number, (item, plan) in enumerate(plans.items(), start=1):
        name = f"{code}{number:04d}{'.wav' if plan.heard else '.mp4'}"
        size = None if plan.heard else (1280, 720)
        facts = (name, name[:8], name, new_id() * 2, rate_of(plan.clip.recording), len(plan.frames))
        source = Source(*facts, size=size)
        sources[item] = source
        extracts.append(package._extract(plan, source))
    export = Export(new_id(), film.id, code, "package", "screening", outbox.now(), "Ina", tuple(extracts), (), "25")
    exports.keep(session, export)
    first = {item: plan.frames.start for item, plan in plans.items()}
    return writer(form).write(timeline_of(ready, access, shape, Files(sources, first, STILLS)))


def shown_frames(cut: CutList) -> list[object]:
    """What a cut list shows: recordings with their exact frames, cards and stills; then the voices and where they begin."""

    def taken(clip: CutClip) -> object:
        return clip.recording.id, frames_of(clip.span, rate_of(clip.recording))

    shown = [taken(part) if isinstance(part, CutClip) else (part.text, part.picture) for part in cut.parts]
    heard = [
        (voice.part, voice.cut.recording.id, frames_of(voice.cut.span, rate_of(voice.cut.recording)).start)
        for voice in cut.voices
        if voice.part < len(cut.parts)
    ]  # a voice ends with the film
    return [*shown, *heard]


@pytest.mark.parametrize("packed", [False, True], ids=["links", "package"])
@pytest.mark.parametrize("form", list(CutFormat))
@settings(max_examples=8, phases=FAST)
@given(drawn=edits())
def test_a_cut_that_went_out_comes_back_the_same(
    library: Library,
    form: CutFormat,
    packed: bool,
    drawn: tuple[list[tuple[str, str, int, bool]], list[tuple[object, ...]]],
) -> None:
    comes_back(library, form, packed, drawn)


@pytest.mark.campaign
@pytest.mark.parametrize("packed", [False, True], ids=["links", "package"])
@pytest.mark.parametrize("form", list(CutFormat))
@settings(max_examples=60, phases=FAST)
@given(drawn=edits())
def test_many_cuts_come_back_the_same(
    library: Library,
    form: CutFormat,
    packed: bool,
    drawn: tuple[list[tuple[str, str, int, bool]], list[tuple[object, ...]]],
) -> None:
    comes_back(library, form, packed, drawn)


def comes_back(
    library: Library,
    form: CutFormat,
    packed: bool,
    drawn: tuple[list[tuple[str, str, int, bool]], list[tuple[object, ...]]],
) -> None:
    with library.writing() as session:
        film = made(session, drawn)
        empty = films.new(session, f"{film.name}-vide", Audience.SCREENING)
        data = gone_out(session, film, form, packed)
        before = films.edit_of(session, film.id)
        wanted = shown_frames(resolve(session, Access.load(session), before, NOTHING_MASKED))
    cut = read_cut(data)
    picture = library.folder / "pictures" / next(iter(STILLS))
    picture.parent.mkdir(exist_ok=True)
    picture.write_bytes(b"a picture")
    done = conform(library, film.id, cut, f"x.{form}")
    assert (done.odd, done.refusals) == ((), ())
    conform(library, empty.id, cut, f"x.{form}")
    with library.reading() as session:
        assert films.edit_of(session, film.id) == before
        found = resolve(session, Access.load(session), films.edit_of(session, empty.id), NOTHING_MASKED)
        assert shown_frames(found) == wanted
