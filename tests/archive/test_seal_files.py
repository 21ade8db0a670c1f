# SPDX-License-Identifier: GPL-3.0-or-later
"""A sealed second is black, silent and without words in every file made from the recording, and no length changes."""

import json
from pathlib import Path

import av

from archive.access import Access
from archive.catalogue import recordings, tracks
from archive.ingest import ingest
from archive.library import create
from archive.seals import seal
from archive.search import Request, search
from archive.tracks import import_file, visible_cues
from archive.worker import run_worker
from media.span import Span
from tests.footage import footage, pictures_of, samples_of
from tests.people import a_consent, a_witness, an_interview

WORDS = (
    "1\n00:00:00,100 --> 00:00:00,900\nLe pluvian est parti.\n\n2\n00:00:01,100 --> 00:00:01,900\nLa rivière reste.\n"
)


FILES = ("proxy.mp4", "poster.jpg", "peaks.json", "small.mp4", "sheet.jpg", "shots.json")


def test_a_sealed_second_is_nowhere(tmp_path: Path) -> None:
    (tmp_path / "words.srt").write_text(WORDS, encoding="utf-8")
    library = create(tmp_path / "archive")
    with library.writing() as session:
        interview = an_interview(session)
        a_consent(session, a_witness(session, interview, "GAO-F-1"), interview)
    ingest(library, [footage(tmp_path, "C0001.mp4")], interview="GAO-01")
    with library.reading() as session:
        rush = recordings.find(session, "C0001.mp4")
    import_file(library, rush.id, tmp_path / "words.srt")
    run_worker(library, once=True)
    made = library.derived("recordings", rush.id)
    before = {name: (made / name).read_bytes() for name in FILES}
    frames, samples = len(pictures_of(made / "proxy.mp4")), len(samples_of(made / "proxy.mp4"))
    seal(library, rush.id, Span(0, 1000))
    assert not any((made / name).exists() for name in before)
    run_worker(library, once=True)
    pictures, sound = pictures_of(made / "proxy.mp4"), samples_of(made / "proxy.mp4")
    assert (len(pictures), len(sound)) == (frames, samples)
    assert max(picture.max() for picture in pictures[:25]) < 40 and pictures[-5].max() > 150
    assert abs(sound[2_400:45_600]).max() < 0.01 and abs(sound[57_600:90_000]).max() > 0.1
    peaks, old = (json.loads(data)["peaks"] for data in ((made / "peaks.json").read_bytes(), before["peaks.json"]))
    assert len(peaks) == len(old) and max(peaks[: len(peaks) // 2 - 1]) == 0 and max(peaks[len(peaks) // 2 + 1 :]) > 0
    small, sheet = pictures_of(made / "small.mp4"), pictures_of(made / "sheet.jpg")[0]
    assert len(small) == frames and max(picture.max() for picture in small[:25]) < 40 and small[-5].max() > 150
    assert sheet.max() < 40  # its one still is the first picture
    assert abs(samples_of(made / "small.mp4")[2_400:45_600]).max() < 0.01
    with av.open(str(made / "poster.jpg")) as poster:
        shown = next(poster.decode(video=0)).to_ndarray(format="gray")
    sealed = {picture.tobytes() for picture in pictures_of(library.original(rush.sha256))[:25]}
    assert shown.tobytes() not in sealed
    with library.reading() as session:
        stored = tracks.french(session, rush.id)
        assert stored is not None
        assert [cue.plain for cue in visible_cues(Access.load(session), stored)] == ["La rivière reste."]
    assert search(library, Request("pluvian")).total == 0 and search(library, Request("rivière")).total == 1
    assert all(b"pluvian" not in path.read_bytes() for path in library.index.rglob("*") if path.is_file())
    library.catalogue.close()
