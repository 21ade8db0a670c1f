# SPDX-License-Identifier: GPL-3.0-or-later
"""Who counts in a span, and what follows for a whole recording."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from archive.access import Access
from archive.catalogue import consents, recordings, seals
from archive.library import Library
from archive.model.footage import RecordingId
from archive.model.people import ConsentStatus, Seal
from media.span import Span
from tests.people import TODAY, a_consent, a_recording, a_witness, an_interview, appears


@pytest.fixture
def session(library: Library) -> Iterator[Session]:
    with library.writing() as opened:
        yield opened


def access(session: Session) -> Access:
    session.flush()
    return Access.load(session, TODAY)


def test_everybody_of_the_interview_counts_while_nobody_is_marked(session: Session) -> None:
    interview = an_interview(session)
    recording = a_recording(session, interview)
    first, second = a_witness(session, interview, "A-1"), a_witness(session, interview, "A-2")
    a_consent(session, first, interview)
    asked = access(session)
    assert asked.decide("draft", recording.id, Span(0, 1000)).reason == "no-consent"
    assert asked.reasons("draft", recording.id, Span(0, 1000))[0][0] == "A-2"
    a_consent(session, second, interview)
    assert access(session).decide("internet", recording.id, Span(0, 1000), "confiance").allowed


def test_a_marked_person_counts_only_where_marked_and_the_others_everywhere(session: Session) -> None:
    interview = an_interview(session)
    recording = a_recording(session, interview)
    open_one, closed = a_witness(session, interview, "A-1"), a_witness(session, interview, "A-2")
    a_consent(session, open_one, interview)
    a_consent(session, closed, interview, status=ConsentStatus.WITHDRAWN)
    assert access(session).allowed_spans("search", recording.id, recording.whole) == ()
    appears(session, closed, recording, 10_000, 20_000)
    asked = access(session)
    assert asked.allowed_spans("search", recording.id, recording.whole) == (Span(0, 10_000), Span(20_000, 60_000))
    assert [one.code for one in asked.who(recording.id, Span(0, 10_000))] == ["A-1"]
    assert [one.code for one in asked.who(recording.id, Span(9_999, 10_001))] == ["A-1", "A-2"]


def test_where_everybody_is_marked_elsewhere_nobody_has_consented(session: Session) -> None:
    interview = an_interview(session)
    recording = a_recording(session, interview)
    witness = a_witness(session, interview, "A-1")
    a_consent(session, witness, interview)
    appears(session, witness, recording, 10_000, 20_000)
    asked = access(session)
    assert asked.reasons("draft", recording.id, Span(0, 1000)) == [
        ("", asked.decide("draft", recording.id, Span(0, 1)))
    ]
    assert asked.allowed_spans("draft", recording.id, recording.whole) == (Span(10_000, 20_000),)
    assert asked.decide("draft", recording.id, Span(20_000, 20_000)).reason == "no-consent"


def test_a_seal_closes_its_passage_for_everybody(session: Session) -> None:
    interview = an_interview(session)
    recording = a_recording(session, interview)
    a_consent(session, a_witness(session, interview, "A-1"), interview)
    for start in (30_000, 31_000):
        seals.add(session, Seal("", recording.id, Span(start, start + 2_000)), "Ina")
    asked = access(session)
    assert asked.seals(recording.id) == (Span(30_000, 33_000),)
    assert asked.allowed_spans("playback", recording.id, recording.whole) == (Span(0, 30_000), Span(33_000, 60_000))
    assert asked.decide("playback", recording.id, Span(31_000, 31_000)).reason == "sealed-passage"


def test_a_sound_recording_shows_no_face(session: Session) -> None:
    interview = an_interview(session)
    filmed, heard = a_recording(session, interview), a_recording(session, interview, "voice.wav", seen=False)
    a_consent(session, a_witness(session, interview, "A-1"), interview, shows=frozenset({"voice", "name", "place"}))
    asked = access(session)
    assert asked.decide("screening", filmed.id, Span(0, 1000), "f").reason == "must-be-masked:face"
    assert asked.decide("screening", filmed.id, Span(0, 1000), "f", frozenset({"face"})).allowed
    assert asked.decide("screening", heard.id, Span(0, 1000), "f").allowed


def test_somebody_only_heard_shows_no_face_there(session: Session) -> None:
    interview = an_interview(session)
    recording = a_recording(session, interview)
    witness = a_witness(session, interview, "A-1")
    a_consent(session, witness, interview, shows=frozenset({"voice", "name", "place"}))
    appears(session, witness, recording, 0, 10_000, seen=False)
    appears(session, witness, recording, 8_000, 20_000)
    asked = access(session)
    assert asked.allowed_spans("internet", recording.id, recording.whole) == (Span(0, 8_000),)


def test_a_recording_outside_any_interview_holds_nobody_s_consent(session: Session) -> None:
    interview = an_interview(session)
    witness = a_witness(session, interview, "A-1")
    a_consent(session, witness, interview)
    loose = a_recording(session, None)
    appears(session, witness, loose, 0, 1000)
    asked = access(session)
    assert asked.decide("draft", loose.id, Span(0, 1000)).reason == "no-consent"
    assert asked.decide("draft", RecordingId("nowhere"), Span(0, 1000)).reason == "no-consent"
    assert asked.decide("describe", RecordingId("nowhere"), Span(0, 1000)).allowed


def test_a_draft_is_no_consent_and_a_superseded_record_is_its_successor(session: Session) -> None:
    interview = an_interview(session)
    recording = a_recording(session, interview)
    witness = a_witness(session, interview, "A-1", minor=True)
    a_consent(session, witness, interview, status=ConsentStatus.DRAFT)
    assert access(session).decide("draft", recording.id, Span(0, 1)).reason == "no-consent"
    a_consent(session, witness, interview, guardian=True)
    assert access(session).decide("draft", recording.id, Span(0, 1)).reason == "minor-without-guardian"
    last = a_consent(session, witness, interview, guardian=True, assent=True, given_on=date(2018, 2, 3))
    assert access(session).decide("draft", recording.id, Span(0, 1)).allowed
    consents.set_status(session, last.id, ConsentStatus.WITHDRAWN, "Ina")
    assert access(session).decide("draft", recording.id, Span(0, 1)).reason == "withdrawn"


@settings(max_examples=20)
@given(marks=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 2)), max_size=5))
def test_what_is_allowed_piece_by_piece_is_allowed_as_a_whole(
    tmp_path_factory: pytest.TempPathFactory, marks: list[tuple[int, int, int]]
) -> None:
    asked, recording = _archive_with(tmp_path_factory, marks)
    whole = Span(0, 10)
    allowed = asked.allowed_spans("search", recording, whole)
    assert all(asked.decide("search", recording, span).allowed for span in allowed)
    for ms in range(10):
        inside = any(span.contains(ms) for span in allowed)
        assert asked.decide("search", recording, Span(ms, ms + 1)).allowed == inside


def _archive_with(
    tmp_path_factory: pytest.TempPathFactory, marks: list[tuple[int, int, int]]
) -> tuple[Access, RecordingId]:
    """One archive for all examples, rolled back after each: two who agree, one who does not, a seal at 4."""
    from archive import library as libraries

    folder = tmp_path_factory.getbasetemp() / "marks"
    made = libraries.open_library(folder) if folder.exists() else libraries.create(folder)
    with made.reading() as session:
        interview = an_interview(session)
        recording = a_recording(session, interview, duration=10)
        people = [a_witness(session, interview, f"A-{number}") for number in range(3)]
        for person, status in zip(people, ("active", "active", "withdrawn"), strict=True):
            a_consent(session, person, interview, status=ConsentStatus(status))
        seals.add(session, Seal("", recording.id, Span(4, 5)), "Ina")
        for start, end, who in marks:
            if start < end:
                appears(session, people[who], recording, start, end)
        asked = Access.load(session, TODAY)
        assert recordings.get(session, recording.id).duration == 10
    made.catalogue.close()
    return asked, recording.id
