# SPDX-License-Identifier: GPL-3.0-or-later
"""The one gate of a film: exact spans, consent with the film's audience and name, who stands in the way and where."""

from collections.abc import Iterator
from fractions import Fraction

import pytest
from sqlalchemy.orm import Session

from archive.access import Access
from archive.catalogue import films, seals
from archive.film.cutlist import FilmRefused, check_allowed, relied_on, resolve, shown
from archive.library import Library
from archive.model.film import Audience, CutCard, CutClip, CutList, Film
from archive.model.footage import Interview, Picture, Recording
from archive.model.people import ConsentStatus, Seal
from media.span import Span
from tests.people import TODAY, a_consent, a_recording, a_witness, an_interview, appears


@pytest.fixture
def session(library: Library) -> Iterator[Session]:
    with library.writing() as opened:
        yield opened


@pytest.fixture
def interview(session: Session) -> Interview:
    return an_interview(session)


@pytest.fixture
def rush(session: Session, interview: Interview) -> Recording:
    return a_recording(session, interview)


@pytest.fixture
def film(session: Session) -> Film:
    return films.new(session, "confiance", Audience.SCREENING)


def resolved(session: Session, film: Film) -> CutList:
    session.flush()
    return resolve(session, Access.load(session, TODAY), films.edit_of(session, film.id))


def reasons(cut: CutList) -> list[tuple[int, str, str]]:
    return [(refusal.clip, refusal.participant, refusal.reason) for refusal in cut.refusals]


def test_clips_and_cards_keep_their_order_and_notes_stay_behind(
    session: Session, interview: Interview, rush: Recording, film: Film
) -> None:
    a_consent(session, a_witness(session, interview, "A-1"), interview)
    films.add_note(session, film.id, "commencer fort")
    films.add_clip(session, film.id, rush.id, Span(1000, 2000))
    films.add_card(session, film.id, "Gao", 3000)
    cut = resolved(session, film)
    assert [(type(part), part.place) for part in cut.parts] == [(CutClip, 2), (CutCard, 3)]
    check_allowed(cut)


def test_a_clip_is_asked_for_all_that_its_frames_show(rush: Recording) -> None:
    assert shown(rush, Span(1001, 1999)) == Span(1000, 2000)
    assert rush.picture is not None
    ntsc = Picture(640, 480, Fraction(30000, 1001), "h264")
    from dataclasses import replace

    assert shown(replace(rush, picture=ntsc), Span(0, 1000)) == Span(0, 1001)
    assert shown(replace(rush, picture=None), Span(10, 50)) == Span(0, 80)


def test_a_seal_within_the_last_frame_refuses_the_clip(
    session: Session, interview: Interview, rush: Recording, film: Film
) -> None:
    a_consent(session, a_witness(session, interview, "A-1"), interview)
    films.add_clip(session, film.id, rush.id, Span(1000, 1990))
    seals.add(session, Seal("", rush.id, Span(1995, 3000)), "Ina")
    assert reasons(resolved(session, film)) == [(1, "A-1", "sealed-passage")]


def test_each_refusal_says_place_person_and_reason(
    session: Session, interview: Interview, rush: Recording, film: Film
) -> None:
    a_consent(session, a_witness(session, interview, "A-1"), interview, status=ConsentStatus.WITHDRAWN)
    a_consent(session, a_witness(session, interview, "A-2"), interview, films=frozenset({"autre"}))
    a_consent(session, a_witness(session, interview, "A-3"), interview, audiences=frozenset({"internet"}))
    a_consent(session, a_witness(session, interview, "A-4"), interview, films=frozenset({"confiance"}))
    films.add_card(session, film.id, "Gao", 3000)
    films.add_clip(session, film.id, rush.id, Span(1000, 2000))
    cut = resolved(session, film)
    assert reasons(cut) == [
        (2, "A-1", "withdrawn"),
        (2, "A-2", "film-not-covered"),
        (2, "A-3", "audience-not-covered"),
    ]
    assert (cut.refusals[0].recording, cut.refusals[0].span) == ("C0001.MP4", Span(1000, 2000))
    with pytest.raises(FilmRefused) as refusal:
        check_allowed(cut)
    assert refusal.value.refusals == cut.refusals
    assert "2. C0001.MP4, 00:00:01.000 → 00:00:02.000\u00a0: A-1\u00a0:" in refusal.value.message


def test_nobody_known_is_nobodys_consent(session: Session, film: Film) -> None:
    films.add_clip(session, film.id, a_recording(session, None).id, Span(0, 1000))
    assert reasons(resolved(session, film)) == [(1, "", "no-consent")]


def test_only_the_people_in_the_passage_count(
    session: Session, interview: Interview, rush: Recording, film: Film
) -> None:
    open_one, closed = a_witness(session, interview, "A-1"), a_witness(session, interview, "A-2")
    given = a_consent(session, open_one, interview)
    a_consent(session, closed, interview, status=ConsentStatus.SUSPENDED)
    appears(session, open_one, rush, 0, 10_000)
    appears(session, closed, rush, 10_000, 20_000)
    films.add_clip(session, film.id, rush.id, Span(9_000, 10_000))
    films.add_clip(session, film.id, rush.id, Span(9_000, 10_001))
    cut = resolved(session, film)
    assert reasons(cut) == [(2, "A-2", "suspended")]
    (first, _second) = [part for part in cut.parts if isinstance(part, CutClip)]
    assert relied_on(Access.load(session, TODAY), first) == (given.id,)


def test_an_empty_film_and_one_of_notes_only_are_refused(session: Session, film: Film) -> None:
    films.add_note(session, film.id, "plus tard")
    with pytest.raises(FilmRefused, match="vide") as refusal:
        check_allowed(resolved(session, film))
    assert refusal.value.refusals == ()
