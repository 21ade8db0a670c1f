# SPDX-License-Identifier: GPL-3.0-or-later
"""A file that somebody corrected elsewhere comes back; findings that somebody lets stand."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from archive.catalogue import seals, tracks
from archive.correct import correct
from archive.library import Library
from archive.merging import merge_file
from archive.model.footage import StoredTrack
from archive.model.people import Seal
from archive.tracks import export
from archive.waivers import ask_again, kept, sort, waive
from media.errors import NotFound, Refused, WrongUse
from media.span import Span
from subtitles.checks import check, load_profile
from subtitles.cue import Cue, Doubt, Track
from subtitles.reading import read
from subtitles.rejoin import rejoined
from subtitles.writing import write
from tests.people import a_consent, a_recording, a_witness, an_interview
from tests.subtitles.test_doubts import versions

CUES = (
    Cue(1, Span(0, 1000), "Un fonio", "W1", name="a", translator="Awa", confidence=50, doubts=(Doubt("fonio", "bm"),)),
    Cue(2, Span(1000, 2000), "Deux", "W2"),
    Cue(3, Span(2000, 3000), "Trois"),
)


@pytest.fixture
def stored(library: Library) -> StoredTrack:
    with library.writing() as session:
        interview = an_interview(session)
        recording = a_recording(session, interview)
        a_consent(session, a_witness(session, interview, "GAO-F-001"), interview)
        return tracks.store(session, recording.id, Track(CUES), author="Ina")


def went_out(library: Library, stored: StoredTrack, path: Path, *changes: tuple[str, str]) -> Path:
    """The track as a file, with some words changed in it by somebody elsewhere."""
    text = export(library, stored.id, path.suffix).data.decode()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path.write_text(text, "utf-8")
    return path


def newest(library: Library, stored: StoredTrack) -> Track:
    with library.reading() as session:
        return tracks.get(session, stored.id).track


@pytest.mark.parametrize("name", ["a.srt", "a.vtt", "a.ass", "a.json", "a.ttml"])
def test_a_file_that_comes_back_untouched_changes_nothing(
    library: Library, stored: StoredTrack, tmp_path: Path, name: str
) -> None:
    path = went_out(library, stored, tmp_path / name)
    assert not merge_file(library, stored.id, path, 1).correction.new
    assert newest(library, stored).cues == CUES


def test_what_a_format_cannot_say_stays(library: Library, stored: StoredTrack, tmp_path: Path) -> None:
    path = went_out(library, stored, tmp_path / "a.srt", ("Deux", "Deux !"), ("00:00:01,000 -->", "00:00:01,200 -->"))
    correct(library, stored.id, 1, (replace(CUES[0], text="Un mil", doubts=()), *CUES[1:]))
    done = merge_file(library, stored.id, path, 1, message="relu au bureau").correction
    assert done.new and done.merged and done.version.message == "relu au bureau"
    assert newest(library, stored).cues == (
        replace(CUES[0], text="Un mil", doubts=()),
        replace(CUES[1], text="Deux !", span=Span(1200, 2000)),
        CUES[2],
    )


@pytest.mark.parametrize(("keep", "text"), [("file", "Deux, au bureau"), ("archive", "Deux, ici")])
def test_conflicts_are_told_and_decided_for_one_side_on_request(
    library: Library, stored: StoredTrack, tmp_path: Path, keep: str, text: str
) -> None:
    path = went_out(library, stored, tmp_path / "a.srt", ("Deux", "Deux, au bureau"), ("Trois", "Trois et demi"))
    correct(library, stored.id, 1, (CUES[0], replace(CUES[1], text="Deux, ici"), CUES[2]))
    told = merge_file(library, stored.id, path, 1)
    assert [(one.cue, one.layer) for one in told.correction.conflicts] == [(2, "words")]
    assert newest(library, stored).cues[2].text == "Trois"
    done = merge_file(library, stored.id, path, 1, keep=keep)
    assert done.decided == 1 and [cue.text for cue in newest(library, stored).cues] == [
        "Un fonio",
        text,
        "Trois et demi",
    ]


def test_a_sealed_cue_that_is_not_in_the_file_is_not_lost(
    library: Library, stored: StoredTrack, tmp_path: Path
) -> None:
    with library.writing() as session:
        seals.add(session, Seal("", stored.recording, Span(1000, 2000)), "Ina")
    path = went_out(library, stored, tmp_path / "a.srt", ("Trois", "Trois !"))
    assert "Deux" not in path.read_text("utf-8")
    merge_file(library, stored.id, path, 1)
    assert [cue.text for cue in newest(library, stored).cues] == ["Un fonio", "Deux", "Trois !"]


def test_a_file_without_subtitles_is_refused(library: Library, stored: StoredTrack, tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text("rien\n", "utf-8")
    with pytest.raises(Refused, match="Aucun sous-titre"):
        merge_file(library, stored.id, tmp_path / "a.srt", 1)


@given(versions)
def test_going_through_a_file_is_no_change(track: Track) -> None:
    for name in ("srt", "vtt", "json"):
        back = rejoined(track, read(write(track, name).data).track, name)
        assert sorted(back.cues, key=lambda cue: cue.id) == sorted(track.cues, key=lambda cue: cue.id)


def test_a_waived_finding_stays_waived_until_the_text_of_its_cue_changes(library: Library, stored: StoredTrack) -> None:
    profile = load_profile("ong-fr")
    wrong = tuple(replace(cue, text="Vraiment ?") for cue in CUES)
    correct(library, stored.id, 1, wrong)

    cues = newest(library, stored).cues
    found = [one for one in check(Track(cues), profile) if one.cue]
    rule = next(one.rule for one in found if one.cue == 2)
    waived = waive(library, stored.id, rule, 2, message="citation")
    assert waive(library, stored.id, rule, 2) == waived, "twice is once"
    told = sort(found, cues, kept(library, stored.id))
    assert [(one.cue, one.rule, by.message) for one, by in told.waived] == [(2, rule, "citation")]
    assert len(told.open) == len(found) - 1
    correct(library, stored.id, 2, (cues[0], replace(cues[1], span=Span(1000, 1900)), cues[2]))
    assert sort(found, newest(library, stored).cues, kept(library, stored.id)).waived != []
    correct(library, stored.id, 3, (cues[0], replace(cues[1], text="Vraiment ? Non"), cues[2]))
    assert sort(found, newest(library, stored).cues, kept(library, stored.id)).waived == []
    ask_again(library, stored.id, rule, 2)
    with pytest.raises(NotFound):
        ask_again(library, stored.id, rule, 2)


def test_a_waiver_is_of_a_rule_and_a_cue_that_one_may_see(library: Library, stored: StoredTrack) -> None:
    with pytest.raises(WrongUse, match="Il n’y a pas de règle"):
        waive(library, stored.id, "nothing", 1)
    waive(library, stored.id, "too-short", 2)
    with library.writing() as session:
        seals.add(session, Seal("", stored.recording, Span(1000, 2000)), "Ina")
    assert kept(library, stored.id) == []
    with pytest.raises(NotFound):
        waive(library, stored.id, "too-short", 2)
