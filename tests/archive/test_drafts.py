# SPDX-License-Identifier: GPL-3.0-or-later
"""Drafts of tracks: kept for one person at one desk, never older than what stands, never more than may be seen."""

import pytest

from archive import drafts
from archive.catalogue import tracks
from archive.library import Library
from archive.model.draft import Draft
from archive.model.footage import Recording, StoredTrack
from archive.person import Person, Role
from archive.seals import seal
from media.errors import NotFound, Refused, WrongUse
from media.span import Span
from subtitles.cue import Cue, Track
from tests.people import a_consent, a_recording, a_witness, an_interview


@pytest.fixture
def library(library: Library) -> Library:
    return library.as_person(Person("Awa", Role.CATALOGUER))


@pytest.fixture
def recording(library: Library) -> Recording:
    with library.writing() as session:
        gao = an_interview(session)
        a_consent(session, a_witness(session, gao, "GAO-F-001"), gao)
        return a_recording(session, gao)


@pytest.fixture
def stored(library: Library, recording: Recording) -> StoredTrack:
    cues = tuple(Cue(n, Span(n * 2000, n * 2000 + 1500), f"Phrase {n}.") for n in (1, 2, 3))
    with library.writing() as session:
        return tracks.store(session, recording.id, Track(cues), author="Awa")


def a_draft(stored: StoredTrack, serial: int = 1, desk: str = "salle", **more: object) -> Draft:
    changed = (Cue(2, Span(4000, 5500), "Autre phrase."),)
    return Draft(stored.id, "", desk, 1, serial, **{"changed": changed, **more})  # type: ignore[arg-type]


def test_a_draft_is_found_again_and_is_no_version(library: Library, stored: StoredTrack) -> None:
    assert drafts.keep(library, a_draft(stored, removed=(3,), order=(2, 1)))
    (found,) = drafts.waiting(library, stored.id)
    assert (found.draft.person, found.draft.removed, found.draft.order) == ("Awa", (3,), (2, 1))
    assert [cue.text for cue in found.draft.changed] == ["Autre phrase."]
    with library.reading() as session:
        assert len(tracks.versions(session, stored.id)) == 1


def test_a_late_answer_never_replaces_later_work(library: Library, stored: StoredTrack) -> None:
    drafts.keep(library, a_draft(stored, serial=9))
    assert not drafts.keep(library, a_draft(stored, serial=8, changed=()))
    assert drafts.waiting(library, stored.id)[0].draft.serial == 9


def test_a_draft_is_seen_by_its_person_only(library: Library, stored: StoredTrack) -> None:
    drafts.keep(library, a_draft(stored))
    other = library.as_person(Person("Moussa", Role.CATALOGUER))
    assert drafts.waiting(other, stored.id) == []
    drafts.forget(other, stored.id, ["salle"])
    assert len(drafts.waiting(library, stored.id)) == 1


def test_each_desk_has_its_own_draft_until_it_is_forgotten(library: Library, stored: StoredTrack) -> None:
    drafts.keep(library, a_draft(stored, desk="salle"))
    drafts.keep(library, a_draft(stored, desk="terrain"))
    drafts.forget(library, stored.id, ["salle"])
    assert [found.draft.desk for found in drafts.waiting(library, stored.id)] == ["terrain"]


def test_changes_that_were_taken_back_are_no_draft(library: Library, stored: StoredTrack) -> None:
    drafts.keep(library, a_draft(stored))
    drafts.keep(library, a_draft(stored, serial=2, changed=()))
    assert drafts.waiting(library, stored.id) == []


def test_what_was_sealed_since_does_not_come_back_with_a_draft(
    library: Library, recording: Recording, stored: StoredTrack
) -> None:
    secret = Cue(1, Span(2000, 3500), "Un nom.")
    new = Cue(9, Span(2600, 2900), "Le même nom.")
    drafts.keep(library, a_draft(stored, changed=(secret, Cue(2, Span(4000, 5500), "Autre."), new), removed=(1,)))
    seal(library, recording.id, Span(1900, 3600))
    (found,) = drafts.waiting(library, stored.id)
    assert ([cue.text for cue in found.draft.changed], found.draft.removed, found.closed) == (["Autre."], (), 2)
    bench = drafts.opened(library, stored.id)
    assert ([cue.id for cue in bench.cues], bench.following) == ([2, 3], 4)


def test_a_draft_of_nothing_known_is_refused(library: Library, stored: StoredTrack) -> None:
    with pytest.raises(NotFound):
        drafts.keep(library, Draft(stored.id, "", "salle", 7, 1))
    with pytest.raises(WrongUse):
        drafts.keep(library, a_draft(stored, desk=""))
    with pytest.raises(NotFound):
        drafts.waiting(library, "nowhere")


def test_a_french_track_begins_empty_or_with_the_times_of_the_spoken_one(
    library: Library, recording: Recording
) -> None:
    spoken = Track((Cue(4, Span(0, 900), "I ni ce.", "A"), Cue(7, Span(5000, 6000), "Dannaya.", "B")), "bm")
    with library.writing() as session:
        source = tracks.store(session, recording.id, spoken, author="Awa")
    begun = drafts.start(library, recording.id, source.id)
    assert begun.track.cues == (Cue(1, Span(0, 900), "", "A"), Cue(2, Span(5000, 6000), "", "B"))
    with pytest.raises(Refused, match="déjà"):
        drafts.start(library, recording.id)


def test_the_times_of_a_sealed_passage_are_not_copied(library: Library, recording: Recording) -> None:
    spoken = Track((Cue(1, Span(0, 900), "I ni ce."), Cue(2, Span(5000, 6000), "Dannaya.")), "bm")
    with library.writing() as session:
        source = tracks.store(session, recording.id, spoken, author="Awa")
    seal(library, recording.id, Span(5500, 5600))
    assert [cue.span for cue in drafts.start(library, recording.id, source.id).track.cues] == [Span(0, 900)]


def test_a_recording_without_any_track_can_be_begun(library: Library, recording: Recording) -> None:
    assert drafts.start(library, recording.id).track.cues == ()
