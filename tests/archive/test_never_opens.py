# SPDX-License-Identifier: GPL-3.0-or-later
"""In a whole catalogue: nothing that closes ever opens a passage, a hit, a line of a film or a file; the strictest of a group decides."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from archive import library as libraries
from archive.access import Access
from archive.catalogue import (
    films,
    recordings,
    tracks,
)
from archive.consent import AUDIENCES, PARTS, USES
from archive.film.cutlist import resolve
from archive.library import Library
from archive.model.film import Audience
from archive.model.people import ConsentStatus
from archive.tracks import visible_cues
from media.span import Span
from subtitles.cue import Cue, Track
from tests.closing import CLOSING, LENGTH, TODAY, World
from tests.people import a_consent, a_recording, a_witness, an_interview, appears
from webui.gate import playback

STEP = 250
STEPS = LENGTH // STEP


@dataclass(frozen=True, slots=True)
class Seen:
    """All that may be had of a world today."""

    moments: frozenset[tuple[str, str | None, int]]
    hits: frozenset[tuple[str, int]]
    lines: frozenset[int]
    watched: frozenset[int]


PLACE = st.integers(0, STEPS - 1)
STRETCH = st.tuples(PLACE, PLACE).map(lambda two: (min(two) * STEP, (max(two) + 1) * STEP))
ALLOWED = st.fixed_dictionaries(
    {
        "status": st.just(ConsentStatus.ACTIVE) | st.sampled_from([ConsentStatus.PENDING, ConsentStatus.SUSPENDED]),
        "films": st.sampled_from([frozenset({"any"}), frozenset({"confiance"}), frozenset({"autre"})]),
        "audiences": st.just(frozenset(AUDIENCES)) | st.frozensets(st.sampled_from(AUDIENCES)),
        "shows": st.just(frozenset(PARTS)) | st.frozensets(st.sampled_from(PARTS)),
        "expires_on": st.none() | st.dates(TODAY - timedelta(1), TODAY + timedelta(2)),
        "embargo_until": st.none() | st.dates(TODAY - timedelta(1), TODAY + timedelta(2)),
    }
)
PERSON = st.tuples(ALLOWED | st.none(), st.none() | STRETCH, st.booleans(), st.booleans())
GROUP = st.lists(PERSON, min_size=1, max_size=3)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    made = libraries.create(tmp_path_factory.mktemp("closing") / "archive")
    yield made
    made.catalogue.close()


def a_world(
    session: Session, group: list[tuple[dict[str, object] | None, tuple[int, int] | None, bool, bool]]
) -> World:
    interview = an_interview(session)
    recording = a_recording(session, interview, duration=LENGTH)
    people = []
    for number, (allowed, stretch, heard, minor) in enumerate(group):
        person = a_witness(session, interview, f"A-{number}", minor=minor and allowed is None)
        if allowed is not None:
            a_consent(session, person, interview, **allowed)
        if stretch is not None:
            appears(session, person, recording, *stretch, seen=not heard, heard=True)
        people.append(person)
    cues = tuple(Cue(n + 1, Span(n * 500 + 50, n * 500 + 450), f"mot {n}") for n in range(LENGTH // 500))
    words = tracks.store(session, recording.id, Track(cues), author="Awa")
    film = films.new(session, "confiance", Audience.SCREENING)
    for start, end in ((0, 1000), (900, 2500), (3000, LENGTH)):
        films.add_clip(session, film.id, recording.id, Span(start, end))
    return World(session, interview, recording, people, words, film)


def seen(world: World, today: date = TODAY) -> Seen:
    """Ask for everything: each moment for each use, each cue, each line of the film, each moment of the copy."""
    world.session.flush()
    access, take = Access.load(world.session, today), world.recording.id
    places = [Span(at, at + STEP) for at in range(0, LENGTH, STEP)]
    moments = {
        (use, film, one.start)
        for use in USES
        for film in ("confiance", None)
        for one in places
        if access.decide(use, take, one, film).allowed
    }
    _same_of_it_alone(world, access, today)
    hits = {
        (use, cue.id)
        for use in ("search", "playback", "draft", *AUDIENCES)
        for cue in visible_cues(access, world.words, use, "confiance")
    }
    cut = resolve(world.session, access, films.edit_of(world.session, world.film.id), frozenset())
    lines = {part.place for part in cut.parts} - {refusal.clip for refusal in cut.refusals}
    hidden = access.hidden(take)
    plays = playback(access, world.recording).allowed
    watched = {one.start for one in places if plays and not any(dark.overlaps(one) for dark in hidden)}
    return Seen(frozenset(moments), frozenset(hits), frozenset(lines), frozenset(watched))


def _same_of_it_alone(world: World, access: Access, today: date) -> None:
    """What is read of one recording alone decides as what is read of all."""
    take = recordings.get(world.session, world.recording.id)
    alone = Access.of_recording(world.session, take, today)
    for use in USES:
        for at in range(0, LENGTH, STEP):
            for film in ("confiance", None):
                one = Span(at, at + STEP)
                assert alone.decide(use, take.id, one, film) == access.decide(use, take.id, one, film)
    assert alone.hidden(take.id) == access.hidden(take.id)
    assert playback(alone, take) == playback(access, take)


def test_where_everybody_allows_everything_everything_is_there(library: Library) -> None:
    """So that the laws below speak of something."""
    allowed: dict[str, object] = {
        "audiences": frozenset(AUDIENCES),
        "shows": frozenset(PARTS),
        "films": frozenset({"any"}),
    }
    with library.reading() as session:
        open_ = seen(a_world(session, [(allowed, None, False, False), (allowed, (0, 1000), True, False)]))
    assert len(open_.moments) == len(USES) * 2 * STEPS and len(open_.watched) == STEPS
    assert len(open_.hits) == 7 * LENGTH // 500 and open_.lines == {1, 2, 3}


@pytest.mark.parametrize("examples", [25, pytest.param(1000, marks=pytest.mark.campaign)])
def test_nothing_that_closes_ever_opens_anything_of_a_catalogue(library: Library, examples: int) -> None:
    settings(max_examples=examples)(_nothing_opens)(library)


@given(group=GROUP, change=st.sampled_from(sorted(CLOSING)), whose=st.integers(0, 2))
def _nothing_opens(
    library: Library,
    group: list[tuple[dict[str, object] | None, tuple[int, int] | None, bool, bool]],
    change: str,
    whose: int,
) -> None:
    with library.reading() as session:  # rolled back after each
        world = a_world(session, group)
        before = seen(world)
        CLOSING[change](world, whose % len(world.people))
        after = seen(world)
    assert after.moments <= before.moments
    assert after.hits <= before.hits
    assert after.lines <= before.lines
    open_to_the_team = {at for use, film, at in before.moments if (use, film) == ("playback", None)}
    assert after.watched <= open_to_the_team, "what a copy shows was open before, even where another passage closed it"


@settings(max_examples=15)
@given(group=GROUP)
def test_a_group_gets_what_each_of_them_alone_would_let_be_had(
    library: Library, group: list[tuple[dict[str, object] | None, tuple[int, int] | None, bool, bool]]
) -> None:
    unmarked = [(allowed, None, heard, minor) for allowed, _stretch, heard, minor in group]
    alone = []
    for one in unmarked:
        with library.reading() as session:
            alone.append(seen(a_world(session, [one])))
    with library.reading() as session:
        together = seen(a_world(session, unmarked))
    assert together.moments == frozenset.intersection(*(one.moments for one in alone))
    assert together.hits == frozenset.intersection(*(one.hits for one in alone))
    assert together.lines == frozenset.intersection(*(one.lines for one in alone))


@settings(max_examples=10)
@given(group=GROUP, days=st.integers(0, 3))
def test_time_alone_opens_an_embargo_and_nothing_else(
    library: Library, group: list[tuple[dict[str, object] | None, tuple[int, int] | None, bool, bool]], days: int
) -> None:
    timeless = [(None if allowed is None else {**allowed, "embargo_until": None}, *rest) for allowed, *rest in group]
    with library.reading() as session:
        world = a_world(session, timeless)  # type: ignore[arg-type]
        before, after = seen(world), seen(world, TODAY + timedelta(days))
    assert after.moments <= before.moments and after.hits <= before.hits and after.lines <= before.lines


@settings(max_examples=10, deadline=None)
@given(group=GROUP, days=st.integers(0, 3))
def test_a_later_day_that_the_archive_has_known_opens_nothing(
    library: Library, group: list[tuple[dict[str, object] | None, tuple[int, int] | None, bool, bool]], days: int
) -> None:
    """Whatever day the computer believes it is, embargoes included."""
    with library.reading() as session:
        world = a_world(session, group)  # type: ignore[arg-type]
        access = Access.load(session, TODAY)
        told = replace(access, latest=TODAY + timedelta(days))
        for use in USES:
            for at in range(0, LENGTH, STEP):
                asked = (use, world.recording.id, Span(at, at + STEP), "confiance")
                assert access.decide(*asked).allowed or not told.decide(*asked).allowed
                assert told.decide(*asked).allowed is not bool(told.reasons(*asked))
