# SPDX-License-Identifier: GPL-3.0-or-later
"""Tracks of the archive: versions that stay, files that leave as they came, words that consent holds back."""

from dataclasses import replace
from pathlib import Path

import pytest

from archive.access import Access
from archive.catalogue import outbox, seals, trackevents, tracks
from archive.library import Library
from archive.model.footage import Recording, StoredTrack, TrackStatus
from archive.model.people import ConsentStatus, Seal
from archive.model.track import EventKind
from archive.tracks import export, import_file, outgoing, visible_cues
from media.errors import NotFound, Refused, WrongUse
from media.span import Span
from subtitles.cue import Kind, Track
from tests.people import a_consent, a_recording, a_witness, an_interview
from tests.subtitles.tracks import stl_file

SRT = "1\n00:00:01,000 --> 00:00:03,000\nNous étions là.\n\n2\n00:00:04,000 --> 00:00:06,000\nPuis <font color=red>ils</font> sont partis.\n\n"


@pytest.fixture
def recording(library: Library) -> Recording:
    """A recording of one interview whose only participant allows everything."""
    with library.writing() as session:
        interview = an_interview(session)
        made = a_recording(session, interview)
        a_consent(session, a_witness(session, interview, "GAO-F-001"), interview)
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sous-titres.srt"
    path.write_bytes(SRT.replace("\n", "\r\n").encode("cp1252"))
    return path


def corrected(library: Library, stored: StoredTrack, text: str) -> StoredTrack:
    """A new version with another first text."""
    first = replace(stored.track.cues[0], text=text)
    with library.writing() as session:
        track = replace(stored.track, cues=(first, *stored.track.cues[1:]))
        return tracks.store(session, stored.recording, track, author="AW", message="orthographe")


def test_an_imported_file_is_the_first_version_and_is_announced(
    library: Library, recording: Recording, file: Path
) -> None:
    with library.reading() as session:
        before = outbox.generation(session)
    done = import_file(library, recording.id, file, message="premier jet")
    with library.reading() as session:
        stored = tracks.get(session, done.stored.id)
        assert tracks.french(session, recording.id) == stored == done.stored
        assert outbox.generation(session) > before
    version = stored.version
    assert (version.number, version.author, version.message) == (1, library.person.name, "premier jet")
    assert (version.format, version.encoding, stored.status) == ("srt", done.reading.encoding, TrackStatus.DRAFT)
    assert [cue.text for cue in stored.track.cues] == ["Nous étions là.", "Puis ils sont partis."]
    assert done.new and done.reading.diagnostics


def test_the_same_content_again_is_no_new_version(library: Library, recording: Recording, file: Path) -> None:
    first = import_file(library, recording.id, file)
    again = import_file(library, recording.id, file)
    assert again.stored == first.stored and not again.new


def test_versions_are_never_overwritten_and_cues_keep_their_ids(
    library: Library, recording: Recording, file: Path
) -> None:
    first = import_file(library, recording.id, file).stored
    second = corrected(library, first, "Nous y étions.")
    file.write_text(
        "1\n00:00:04,000 --> 00:00:06,000\nPuis ils sont partis.\n\n2\n00:00:07,000 --> 00:00:09,000\nTous.\n", "utf-8"
    )
    third = import_file(library, recording.id, file).stored
    assert [stored.version.number for stored in (first, second, third)] == [1, 2, 3]
    assert [cue.id for cue in third.track.cues] == [2, 3]
    with library.reading() as session:
        assert [one.message for one in tracks.versions(session, first.id)] == ["", "orthographe", ""]
        assert tracks.at_version(session, first.id, 1) == first
        with pytest.raises(NotFound):
            tracks.at_version(session, first.id, 9)


def test_a_changed_text_is_no_longer_approved(library: Library, recording: Recording, file: Path) -> None:
    stored = import_file(library, recording.id, file).stored
    with library.writing() as session:
        trackevents.decide(session, stored, EventKind.APPROVAL, TrackStatus.APPROVED, by="Awa")
    assert import_file(library, recording.id, file).stored.status is TrackStatus.APPROVED
    assert corrected(library, stored, "Autre chose.").status is TrackStatus.TRANSLATED


def test_language_and_kind_make_different_tracks(library: Library, recording: Recording, file: Path) -> None:
    import_file(library, recording.id, file, language="bm", kind=Kind.TRANSCRIPT)
    import_file(library, recording.id, file, language="fr", kind=Kind.TRANSCRIPT)
    subtitles = import_file(library, recording.id, file).stored
    with library.reading() as session:
        assert len(tracks.of_recording(session, recording.id)) == 3
        assert tracks.french(session, recording.id) == subtitles


def test_a_language_is_a_code_not_a_sentence(library: Library, recording: Recording, file: Path) -> None:
    assert import_file(library, recording.id, file, language="fr-ML").stored.language == "fr-ML"
    with pytest.raises(WrongUse, match="code de langue"):
        import_file(library, recording.id, file, language="le bambara")


def test_an_untouched_track_leaves_byte_for_byte(library: Library, recording: Recording, file: Path) -> None:
    done = import_file(library, recording.id, file, encoding="cp1252")
    assert export(library, done.stored.id, "srt", "cp1252").data == file.read_bytes()
    assert export(library, done.stored.id, "srt").data == file.read_bytes()
    assert export(library, done.stored.id, "srt", "utf-8").data.decode() == SRT
    changed = corrected(library, done.stored, "Nous y étions.")
    assert (
        export(library, changed.id, "srt", "cp1252")
        .data.decode("cp1252")
        .startswith("1\n00:00:01,000 --> 00:00:03,000\nNous y étions.\n")
    )


def test_a_seal_takes_the_words_that_it_touches_out_of_every_file(
    library: Library, recording: Recording, tmp_path: Path
) -> None:
    path = tmp_path / "a.vtt"
    path.write_text(
        "WEBVTT\n\nNOTE Il parle du colonel\n\n00:01.000 --> 00:03.000\nUn\n\n00:04.000 --> 00:06.000\nDeux\n", "utf-8"
    )
    stored = import_file(library, recording.id, path).stored
    with library.writing() as session:
        seals.add(session, Seal("s", recording.id, Span(5999, 7000), "nom"), "AW")
    written = export(library, stored.id, "vtt")
    assert (
        "Deux" not in written.data.decode() and "colonel" not in written.data.decode() and "Un" in written.data.decode()
    )
    assert [(one.line, one.code) for one in written.diagnostics] == [(2, "left-out")]
    leaving = outgoing(library, stored.id)
    assert leaving.source is None and [cue.text for cue in leaving.track.cues] == ["Un"]


def test_a_withdrawn_consent_holds_everything_back(library: Library, file: Path) -> None:
    with library.writing() as session:
        interview = an_interview(session)
        recording = a_recording(session, interview)
        a_consent(session, a_witness(session, interview, "GAO-F-002"), interview, status=ConsentStatus.WITHDRAWN)
    stored = import_file(library, recording.id, file).stored
    with library.reading() as session:
        assert visible_cues(Access.load(session), stored) == ()
    with pytest.raises(Refused, match="Aucun sous-titre"):
        export(library, stored.id, "srt")


def test_what_cannot_be_imported_says_why(library: Library, recording: Recording, file: Path, tmp_path: Path) -> None:
    empty = tmp_path / "vide.srt"
    empty.write_text("rien à lire", "utf-8")
    with pytest.raises(Refused, match=r"vide\.srt"):
        import_file(library, recording.id, empty)
    with pytest.raises(NotFound):
        import_file(library, recording.id, tmp_path / "absent.srt")
    with pytest.raises(NotFound):
        import_file(library, "nobody", file)
    with library.writing() as session, pytest.raises(NotFound):
        tracks.store(session, "nobody", Track(()), author="AW")
    with library.reading() as session, pytest.raises(NotFound):
        tracks.versions(session, "nothing")


def test_a_file_made_without_what_is_closed_loses_none_of_it(
    library: Library, recording: Recording, file: Path, tmp_path: Path
) -> None:
    stored = import_file(library, recording.id, file).stored
    with library.writing() as session:
        kept = seals.add(session, Seal("", recording.id, Span(4000, 5000)), "Ina")
    out = tmp_path / "corrigé.srt"
    out.write_bytes(
        export(library, stored.id, "srt").data.replace("Nous étions là.".encode(), "Nous y étions.".encode())
    )
    again = import_file(library, recording.id, out).stored
    assert [cue.text for cue in again.track.cues] == ["Nous y étions.", "Puis ils sont partis."]
    with library.writing() as session:
        seals.remove(session, kept.id)
    assert "partis" in export(library, stored.id, "srt").data.decode(), (
        "the bytes of the file are not all of the version"
    )


UNTOUCHED = {
    "a.srt": "\ufeff1\r\n00:00:01,000 --> 00:00:02,000\r\nOui\r\n\r\n".encode(),
    "b.srt": "1\n0:00:01.5 --> 0:00:02\nDéjà\n\n\n".encode("utf-16"),
    "c.vtt": b"WEBVTT x\r\n\r\n00:01.000 --> 00:02.000\t line:0\r\n<v Awa>Oui</v>\r\n",
    "d.sbv": b"0:00:01.000,0:00:02.000\nOui\n",
    "e.ass": b"[Events]\r\nDialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\fs9}Oui\r\n",
    "f.sub": b"{25}{50}Oui\n",
    "g.smi": b"<SAMI><BODY><SYNC Start=1000><P>Oui<SYNC Start=2000><P>&nbsp;</BODY></SAMI>",
    "h.ttml": b'<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="1s" end="2s">Oui</p></div></body></tt>\n',
    "i.stl": stl_file(((0, 0, 1, 0), (0, 0, 2, 0), b"Oui")),
    "j.mpl": b"[10][20]Oui\n",
    "k.json": b'{"cues": [{"start_ms": 1000, "end_ms": 2000, "text": "Oui"}]}',
}


@pytest.mark.parametrize("name", UNTOUCHED)
def test_a_file_that_nobody_touched_leaves_byte_equal_in_every_format(
    library: Library, recording: Recording, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(UNTOUCHED[name])
    done = import_file(library, recording.id, path)
    assert export(library, done.stored.id, path.suffix).data == UNTOUCHED[name]
