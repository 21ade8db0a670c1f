# SPDX-License-Identifier: GPL-3.0-or-later
"""The vocabulary and its terms on footage; seals with their consequences."""

from pathlib import Path

import pytest

from archive.catalogue import clips, jobs, recordings, tags
from archive.catalogue import seals as sealed
from archive.catalogue.schema import new_id
from archive.library import Library
from archive.model.film import Clip, ClipId
from archive.model.footage import Recording, RecordingId, Tag, TagId
from archive.seals import seal, unseal
from archive.tags import shipped_terms
from media.errors import NotFound, Refused
from media.span import Span
from tests.people import a_recording, an_interview


@pytest.fixture
def recording(library: Library) -> Recording:
    with library.writing() as session:
        return a_recording(session, an_interview(session))


def test_a_new_archive_has_the_vocabulary_and_loading_again_adds_nothing(library: Library) -> None:
    with library.writing() as session:
        assert [tag.path for tag in tags.terms(session)][:2] == ["abus", "abus/arrestations"]
        assert len(tags.terms(session)) == len(shipped_terms()) >= 40
        assert tags.load_vocabulary(session) == 0
        assert all(tag.label_fr and tag.label_en for tag in tags.terms(session))


def test_a_term_needs_the_one_above_and_a_plain_path(library: Library) -> None:
    with library.writing() as session:
        made = tags.add_term(session, Tag(TagId(""), "vie/peche", "Pêche", "Fishing", ("pirogue",)))
        assert tags.term(session, "vie/peche") == made
        for path in ("vie/peche", "guerre/fin", "Vie/Pêche", "vie//x", "", "vie/"):
            with pytest.raises(Refused):
                tags.add_term(session, Tag(TagId(""), path, "X", ""))


def test_a_tag_is_put_on_all_of_it_or_on_a_passage_and_taken_off(library: Library, recording: Recording) -> None:
    with library.writing() as session:
        passage = tags.put(session, "securite/fds/police", recording.id, Span(1000, 2000), "Ina")
        whole = tags.put(session, "paix", recording.id, None, "Ina")
        assert tags.put(session, "paix", recording.id, None, "Awa") == whole
        assert tags.of_recording(session, recording.id) == [whole, passage]
        tags.take_off(session, passage.id)
        assert tags.everywhere(session) == [whole]
        for path, span, error in (
            ("guerre", None, NotFound),
            ("paix", Span(5, 5), Refused),
            ("paix", Span(0, 60_001), Refused),
        ):
            with pytest.raises(error):
                tags.put(session, path, recording.id, span, "Ina")


def test_filtering_by_a_term_finds_what_bears_a_narrower_one(library: Library, recording: Recording) -> None:
    with library.writing() as session:
        tags.put(session, "securite/fds/police", recording.id, Span(1000, 2000), "Ina")
        for path in ("securite", "securite/fds", "securite/fds/police"):
            assert tags.recordings_with(session, path) == {recording.id}
            assert recordings.listed(session, tag=path) == [recording]
        assert tags.recordings_with(session, "securite/fds/armee") == set()
        with pytest.raises(NotFound):
            tags.recordings_with(session, "secu")


def test_sealing_deletes_what_showed_the_passage_and_asks_for_it_again(library: Library, recording: Recording) -> None:
    touched, other = (ClipId(new_id()) for _ in range(2))
    with library.writing() as session:
        recordings.mark_ready(session, recording.id, True)
        for clip, span in ((touched, Span(0, 5000)), (other, Span(9000, 9500))):
            clips.add(session, Clip(clip, recording.id, span, ready=True))
            clips.mark_ready(session, clip, True)
    proxy = library.derived("recordings", recording.id, "proxy.mp4")
    segment = library.derived("segments", "abc.mkv")
    files = [library.derived("clips", f"{clip}.mp4") for clip in (touched, other)]
    for path in (proxy, segment, *files):
        given(path)
    kept = seal(library, recording.id, Span(4000, 6000), "demande du témoin")
    assert [path.exists() for path in (proxy, segment, *files)] == [False, False, False, True]
    with library.reading() as session:
        assert sealed.of_recording(session, recording.id) == [kept]
        assert not recordings.get(session, recording.id).ready
        assert [clips.get(session, clip).ready for clip in (touched, other)] == [False, True]
        asked = {(job.kind, job.subject) for job in jobs.listed(session)}
    assert asked == {("derive", recording.id), ("purge", recording.id)}, "what a kill would leave is cleared by a job"


def test_unsealing_makes_the_files_again_too(library: Library, recording: Recording) -> None:
    kept = seal(library, recording.id, Span(4000, 6000))
    proxy = given(library.derived("recordings", recording.id, "proxy.mp4"))
    assert unseal(library, kept.id) == kept
    assert not proxy.exists()
    with library.reading() as session:
        assert sealed.everywhere(session) == []
    with pytest.raises(NotFound):
        unseal(library, kept.id)


def test_a_seal_lies_inside_its_recording(library: Library, recording: Recording) -> None:
    for span in (Span(5, 5), Span(60_000, 61_000)):
        with pytest.raises(Refused):
            seal(library, recording.id, span)
    with pytest.raises(NotFound):
        seal(library, RecordingId("nowhere"), Span(0, 5))


def given(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path
