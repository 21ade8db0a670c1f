# SPDX-License-Identifier: GPL-3.0-or-later
"""Recordings in the catalogue: found by id or name, described, put into interviews."""

from fractions import Fraction

import pytest

from archive.catalogue import interviews, outbox, recordings, tags
from archive.catalogue.schema import new_id
from archive.library import Library
from archive.model.footage import Interview, InterviewId, InterviewKind, Picture, Recording, RecordingId, Tag, TagId
from media.errors import NotFound, Refused


def a_recording(name: str = "C0001.mp4", sha256: str = "ab" * 32) -> Recording:
    picture = Picture(160, 90, Fraction(30000, 1001), "h264", 90)
    return Recording(RecordingId(new_id()), sha256, name, 12_000, 2_000, "mov,mp4", picture=picture, sound_codec="aac")


def kept(library: Library, *found: Recording) -> None:
    with library.writing() as session:
        for recording in found:
            recordings.add(session, recording)


def an_interview(library: Library, code: str = "GAO-01") -> Interview:
    with library.writing() as session:
        interview = Interview(InterviewId(new_id()), code, InterviewKind.INDIVIDUAL, "Gao")
        interviews.add(session, interview)
        return interviews.by_code(session, code)


def test_a_recording_comes_back_as_it_went_in_with_its_exact_rate(library: Library) -> None:
    recording = a_recording()
    kept(library, recording)
    with library.reading() as session:
        found = recordings.get(session, recording.id)
        assert (found.picture, found.size, found.duration) == (recording.picture, 12_000, 2_000)
        assert found.ingested_at is not None
        assert recordings.by_sha256(session, "ab" * 32) == found
        assert recordings.by_sha256(session, "cd" * 32) is None


def test_the_same_bytes_are_never_entered_twice(library: Library) -> None:
    kept(library, a_recording())
    with pytest.raises(Refused, match=r"C0001\.mp4"):
        kept(library, a_recording("copie.mp4"))


def test_a_recording_is_found_by_id_or_by_a_name_that_only_it_has(library: Library) -> None:
    first, second, third = a_recording(), a_recording(sha256="cd" * 32), a_recording("voice.wav", "ef" * 32)
    kept(library, first, second, third)
    with library.reading() as session:
        assert recordings.find(session, first.id).id == first.id
        assert recordings.find(session, "voice.wav").id == third.id
        with pytest.raises(Refused, match=first.id):
            recordings.find(session, "C0001.mp4")
        with pytest.raises(NotFound):
            recordings.find(session, "C0009.mp4")


def test_describing_changes_only_what_is_given_and_tells_the_index(library: Library) -> None:
    recording = a_recording()
    kept(library, recording)
    with library.writing() as session:
        before = outbox.generation(session)
        recordings.describe(session, recording.id, title="Le marché")
        recordings.describe(session, recording.id, description="Femmes au marché, matin")
        assert outbox.generation(session) > before
    with library.reading() as session:
        found = recordings.get(session, recording.id)
    assert (found.title, found.description) == ("Le marché", "Femmes au marché, matin")


def test_moving_a_recording_tells_the_index_of_both_interviews(library: Library) -> None:
    recording, old, new = a_recording(), an_interview(library), an_interview(library, "GAO-02")
    kept(library, recording)
    with library.writing() as session:
        recordings.assign(session, recording.id, old.id)
        before = outbox.generation(session)
        recordings.assign(session, recording.id, new.id)
        assert {change.interview for change in outbox.waiting(session, before)} == {old.id, new.id}
    with library.reading() as session:
        assert [one.id for one in recordings.listed(session, interview=new.id)] == [recording.id]
        assert recordings.listed(session, interview=old.id) == []


def test_a_recording_cannot_be_put_into_an_interview_that_is_not_there(library: Library) -> None:
    recording = a_recording()
    kept(library, recording)
    with library.writing() as session, pytest.raises(NotFound):
        recordings.assign(session, recording.id, "nowhere")


def test_recordings_are_listed_by_tag_with_the_narrower_terms(library: Library) -> None:
    tagged, bare = a_recording(), a_recording("b.mp4", "cd" * 32)
    kept(library, tagged, bare)
    with library.writing() as session:
        tags.add_term(session, Tag(TagId(new_id()), "essai", "Essai", "Test"))
        tags.add_term(session, Tag(TagId(new_id()), "essai/precis", "Précis", "Narrow"))
        tags.put(session, "essai/precis", tagged.id, None, "test")
    with library.reading() as session:
        assert [one.id for one in recordings.listed(session, tag="essai")] == [tagged.id]
        assert recordings.count(session) == 2


def test_readiness_is_told_apart(library: Library) -> None:
    recording = a_recording()
    kept(library, recording)
    with library.writing() as session:
        recordings.mark_ready(session, recording.id, True)
    with library.reading() as session:
        assert recordings.get(session, recording.id).ready
