# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a track is: step by step, approved by two people for certain words, taken back by any edit of these."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from archive.catalogue import immutable, outbox, seals, trackevents, tracks
from archive.correct import correct
from archive.library import Library
from archive.model.footage import StoredTrack, TrackStatus
from archive.model.people import Seal
from archive.model.track import EventKind, TrackEvent, approvals
from archive.person import UNNAMED, Person, Role
from archive.review import Standing, approve, set_status, standing, withdraw_approval
from archive.versions import compare, history, restore
from media.errors import NotFound, Refused
from media.span import Span
from subtitles.compare import Layer
from subtitles.cue import Cue, Doubt, Track
from tests.people import a_consent, a_recording, a_witness, an_interview

CUES = (Cue(1, Span(0, 1000), "Un fonio"), Cue(2, Span(1000, 2000), "Deux"), Cue(3, Span(2000, 3000), "Trois"))


@pytest.fixture
def stored(library: Library) -> StoredTrack:
    """A French track of an open interview."""
    with library.writing() as session:
        interview = an_interview(session)
        recording = a_recording(session, interview)
        a_consent(session, a_witness(session, interview, "GAO-F-001"), interview)
        return tracks.store(session, recording.id, Track(CUES), author="Ina")


def as_(library: Library, name: str) -> Library:
    return library.as_person(Person(name, Role.EDITOR))


def reviewed(library: Library, stored: StoredTrack) -> Standing:
    set_status(library, stored.id, TrackStatus.TRANSLATED)
    return set_status(library, stored.id, TrackStatus.REVIEWED)


def approved(library: Library, stored: StoredTrack) -> Standing:
    reviewed(library, stored)
    approve(as_(library, "Awa"), stored.id)
    return approve(as_(library, "Modibo"), stored.id)


def edit(library: Library, stored: StoredTrack, cues: Sequence[Cue]) -> None:
    with library.reading() as session:
        newest = tracks.get(session, stored.id).version.number
    correct(library, stored.id, newest, cues)


def test_two_people_approve_and_both_names_stay_with_what_they_read(library: Library, stored: StoredTrack) -> None:
    reviewed(library, stored)
    first = approve(as_(library, "Awa"), stored.id, version=1, message="relu en entier")
    assert first.stored.status is TrackStatus.REVIEWED and [one.by for one in first.approvals] == ["Awa"]
    second = approve(as_(library, "Modibo"), stored.id)
    assert second.stored.status is TrackStatus.APPROVED
    assert [(one.by, one.version, one.sha256) for one in second.approvals] == [
        ("Awa", 1, stored.version.sha256),
        ("Modibo", 1, stored.version.sha256),
    ]
    assert [(one.kind, one.by, one.after.value) for one in second.history] == [
        (EventKind.STATUS, library.person.name, "translated"),
        (EventKind.STATUS, library.person.name, "reviewed"),
        (EventKind.APPROVAL, "Awa", "reviewed"),
        (EventKind.APPROVAL, "Modibo", "approved"),
    ]
    assert second.history[2].message == "relu en entier"


@pytest.mark.parametrize("same", ["Awa", " awa ", "AWA"])
def test_one_person_under_two_spellings_is_still_one(library: Library, stored: StoredTrack, same: str) -> None:
    reviewed(library, stored)
    approve(as_(library, "Awa"), stored.id)
    with pytest.raises(Refused, match="déjà approuvé"):
        approve(as_(library, same), stored.id)
    assert standing(library, stored.id).stored.status is TrackStatus.REVIEWED


def test_an_approval_needs_a_name_a_reviewed_track_and_the_version_that_was_read(
    library: Library, stored: StoredTrack
) -> None:
    with pytest.raises(Refused, match="doit d’abord être relue"):
        approve(as_(library, "Awa"), stored.id)
    reviewed(library, stored)
    with pytest.raises(Refused, match="porte un nom"):
        approve(as_(library, UNNAMED), stored.id)
    with pytest.raises(Refused, match="version 1 entre-temps"):
        approve(as_(library, "Awa"), stored.id, version=7)
    with pytest.raises(Refused, match="deux personnes"):
        set_status(library, stored.id, TrackStatus.APPROVED)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Un mil"},
        {"speaker": "GAO-F-001"},
        {"doubts": (Doubt("fonio", "bm"),)},
    ],
    ids=["text", "speaker", "doubt"],
)
def test_any_edit_of_the_words_takes_an_approved_track_back(
    library: Library, stored: StoredTrack, change: dict[str, object]
) -> None:
    approved(library, stored)
    edit(library, stored, (replace(CUES[0], **change), *CUES[1:]))  # type: ignore[arg-type]
    after = standing(library, stored.id)
    assert after.stored.status is TrackStatus.TRANSLATED and after.approvals == ()
    assert (after.history[-1].kind, after.history[-1].version) == (EventKind.EDIT, 2)
    restore(library, stored.id, 1)
    assert standing(library, stored.id).approvals == (), "an approval does not come back by itself"


def test_a_track_goes_back_to_where_it_stood_before_it_was_read(library: Library, stored: StoredTrack) -> None:
    set_status(library, stored.id, TrackStatus.TRANSCRIBED)
    set_status(library, stored.id, TrackStatus.REVIEWED)
    edit(library, stored, CUES[1:])
    assert standing(library, stored.id).stored.status is TrackStatus.TRANSCRIBED


def test_other_times_leave_an_approval_standing_and_it_is_said(library: Library, stored: StoredTrack) -> None:
    assert not approved(library, stored).moved
    edit(library, stored, (replace(CUES[0], span=Span(100, 900)), *CUES[1:]))
    after = standing(library, stored.id)
    assert after.stored.status is TrackStatus.APPROVED and len(after.approvals) == 2 and after.moved


def test_who_approved_may_take_it_back_and_nobody_else(library: Library, stored: StoredTrack) -> None:
    approved(library, stored)
    with pytest.raises(Refused, match="n’a pas approuvé"):
        withdraw_approval(as_(library, "Ina"), stored.id)
    after = withdraw_approval(as_(library, "Awa"), stored.id)
    assert after.stored.status is TrackStatus.REVIEWED and [one.by for one in after.approvals] == ["Modibo"]
    assert approve(as_(library, "Ina"), stored.id).stored.status is TrackStatus.APPROVED
    with pytest.raises(Refused, match="déjà approuvée par Modibo, Ina"):
        approve(as_(library, "Awa"), stored.id)


def test_a_step_that_is_none_is_refused_with_the_steps_that_are(library: Library, stored: StoredTrack) -> None:
    with pytest.raises(Refused, match=r"brouillon.*relue") as refusal:
        set_status(library, stored.id, TrackStatus.REVIEWED)
    assert "transcrite, traduite" in refusal.value.hint
    before = standing(library, stored.id)
    assert set_status(library, stored.id, TrackStatus.DRAFT) == before


def test_reopening_ends_the_approvals(library: Library, stored: StoredTrack) -> None:
    approved(library, stored)
    assert set_status(library, stored.id, TrackStatus.REVIEWED, message="à relire").approvals == ()


def test_nobody_approves_what_they_may_not_read(library: Library, stored: StoredTrack) -> None:
    reviewed(library, stored)
    with pytest.raises(NotFound):
        approve(library.as_person(Person("Awa", Role.VIEWER)), stored.id)
    with library.writing() as session:
        seals.add(session, Seal("", stored.recording, Span(0, 60_000)), "Ina")
    with pytest.raises(Refused, match="ne peut lire"):
        approve(as_(library, "Awa"), stored.id)


def test_a_status_is_announced_once(library: Library, stored: StoredTrack) -> None:
    with library.reading() as session:
        before = outbox.generation(session)
    set_status(library, stored.id, TrackStatus.TRANSLATED)
    with library.reading() as session:
        assert outbox.generation(session) == before + 1


def test_approvals_count_once_a_person_and_for_their_words_only() -> None:
    def event(kind: EventKind, by: str, words: str) -> TrackEvent:
        status = TrackStatus.REVIEWED
        return TrackEvent(kind, by, outbox.now(), status, status, 1, "", words)

    told = [event(EventKind.APPROVAL, "Awa", "a"), event(EventKind.APPROVAL, "AWA", "a")]
    assert len(approvals(told, "a")) == 1 and approvals(told, "b") == ()


@pytest.mark.parametrize("act", ["UPDATE track_version SET author = 'x'", "DELETE FROM track_version"])
def test_a_version_cannot_be_overwritten_even_by_sql(library: Library, stored: StoredTrack, act: str) -> None:
    with pytest.raises(IntegrityError, match="written once"), library.writing() as session:
        session.execute(text(act))
    assert history(library, stored.id)[0].author == "Ina"


@pytest.mark.parametrize("act", ["UPDATE track_event SET made_by = 'x'", "DELETE FROM track_event"])
def test_what_was_decided_cannot_be_rewritten(library: Library, stored: StoredTrack, act: str) -> None:
    reviewed(library, stored)
    with pytest.raises(IntegrityError, match="written once"), library.writing() as session:
        session.execute(text(act))


def test_only_the_erase_act_deletes_versions_and_says_so_for_one_transaction(
    library: Library, stored: StoredTrack
) -> None:
    reviewed(library, stored)
    with library.writing() as session, immutable.erasing(session):
        session.execute(text("DELETE FROM track_event"))
        session.execute(text("DELETE FROM track_version"))
    with library.reading() as session:
        assert tracks.newest_number(session, stored.id) == 0 and trackevents.of_track(session, stored.id) == []
        assert session.scalar(text("SELECT count(*) FROM fact WHERE name = 'erasing'")) == 0


def test_an_old_version_taken_up_again_is_a_new_one_with_its_content(library: Library, stored: StoredTrack) -> None:
    edit(library, stored, (*CUES[:2], Cue(9, Span(4000, 5000), "Quatre")))
    back = restore(as_(library, "Awa"), stored.id, 1)
    assert (back.version.number, back.version.author, back.version.message) == (3, "Awa", "version 1 reprise")
    assert back.version.sha256 == stored.version.sha256 and back.track == stored.track
    assert restore(library, stored.id, 3).version.number == 3
    edit(library, stored, (*CUES, Cue(9, Span(4000, 5000), "Autre")))
    with library.reading() as session:
        assert tracks.get(session, stored.id).track.cues[-1].id == 5, "an id that was used is not given again"
    with pytest.raises(NotFound):
        restore(library, stored.id, 12)


def test_two_versions_are_compared_without_what_is_closed(library: Library, stored: StoredTrack) -> None:
    edit(
        library, stored, (replace(CUES[0], text="Un mil"), replace(CUES[1], text="Deux !"), replace(CUES[2], name="x"))
    )
    with library.writing() as session:
        seals.add(session, Seal("", stored.recording, Span(1000, 2000)), "Ina")
    found = compare(library, stored.id, 1, 2)
    assert [(one.cue, one.layers) for one in found.differences] == [(1, (Layer.WORDS,))]
    assert found.settings == (3,)
