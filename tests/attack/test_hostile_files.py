# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are something else than they say: refused with a sentence, in little time and memory, and the rest goes on."""

import zipfile
from pathlib import Path

import pytest

from archive.ingest import ingest
from archive.library import Library
from archive.model.intake import Status
from subtitles.reading import NotSubtitles, read
from tests.footage import footage
from tests.hostile import TRAPS, endless, pipe

PLAYLISTS = {
    "concat.mp4": "ffconcat version 1.0\nfile '/etc/passwd'\n",
    "hls.mp4": "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
    "sdp.mp4": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n",
    "dash.mp4": "<?xml version='1.0'?><MPD><Period><BaseURL>file:///etc/passwd</BaseURL></Period></MPD>",
    "-i.mp4": "#!/bin/sh\necho hacked > /tmp/hacked\n",
    "$(touch hacked).mp4": "not a film",
    "lavfi.mp4": "movie=/etc/passwd",
}


def test_playlists_scripts_and_names_like_options_are_refused_and_the_rest_is_kept(
    library: Library, tmp_path: Path
) -> None:
    card = tmp_path / "card"
    card.mkdir()
    for name, text in PLAYLISTS.items():
        (card / name).write_text(text, encoding="utf-8")
    footage(card, "C0001.mp4")
    done = {item.path.name: item for item in ingest(library, [card])}
    assert done["C0001.mp4"].recording
    for name in PLAYLISTS:
        assert not done[name].recording and done[name].reason, name
    assert not (Path.cwd() / "hacked").exists() and not (tmp_path / "hacked").exists()
    kept = b"".join(path.read_bytes() for path in (library.folder / "originals").rglob("*") if path.is_file())
    assert b"root:" not in kept


def test_a_card_full_of_traps_gives_its_one_good_file(library: Library, tmp_path: Path) -> None:
    card = tmp_path / "card"
    card.mkdir()
    traps = [trap(card) for trap in TRAPS]
    unending = [pipe(card), endless(card)]
    footage(card, "C0001.mp4")
    done = {item.path.name: item for item in ingest(library, [card])}
    assert done["C0001.mp4"].status is Status.KEPT
    assert [done[path.name].status for path in traps] == [Status.REFUSED] * len(traps)
    assert all(done[path.name].reason for path in traps)
    assert not done.keys() & {path.name for path in unending}, "no files, and left alone"
    for item in ingest(library, unending):
        assert item.status is Status.REFUSED and "ne finit jamais" in item.reason
    assert len([path for path in (library.folder / "originals").rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize("name", ["words.srt", "words.vtt", "words.ttml"])
def test_a_compressed_bomb_is_not_unpacked(tmp_path: Path, name: str) -> None:
    bomb = tmp_path / name
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("x", b"1\n00:00:00,000 --> 00:00:01,000\nx\n\n" * 500_000)
    with pytest.raises(NotSubtitles):
        read(bomb.read_bytes())


@pytest.mark.parametrize(
    "text",
    [
        "<" * 200_000,
        "{\\" * 100_000,
        "&amp;" * 60_000 + ";",
        "1\n00:00:00,000 --> " * 20_000,
        "WEBVTT\n\n" + "00:00:00.000 --> 00:00:01.000 " + "align:start " * 40_000 + "\nx\n",
        "<i>" * 60_000 + "x" + "</i>" * 60_000,
        "0" * 300_000 + ":00:00,000 --> 00:00:01,000\nx\n",
        " \t" * 150_000 + "-->",
    ],
    ids=["tags", "overrides", "entities", "arrows", "settings", "nested", "digits", "blanks"],
)
def test_texts_made_to_exhaust_a_pattern_are_read_in_linear_time(text: str) -> None:
    reading = read(text.encode())
    assert len(reading.track.cues) <= text.count("-->") + 1
