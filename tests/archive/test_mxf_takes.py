# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes in several MXF files: those of Canon by their folder, those of P2 by the camera's sheet, sound beside pictures."""

import subprocess
from pathlib import Path

import pytest

from archive.ingest import ingest
from archive.library import Library
from archive.model.footage import Recording
from media.ffmpeg import Ffmpeg
from media.p2 import PartOfShot, part_of_shot
from tests.archive.test_takes import FIRST, SECOND, all_of, is_whole, shot

SOUND = "-c:v mpeg2video -q:v 2 -g 12 -bf 2 -c:a pcm_s16le -ar 48000"
PICTURES = "-c:v mpeg2video -q:v 2 -g 12 -bf 2 -an"
TAKE, ONE, TWO = "SHOT1", "CLIP1", "CLIP2"
SHEET = """<?xml version="1.0" encoding="UTF-8"?>
<P2Main xmlns="urn:schemas-Professional-Plug-in:P2:ClipMetadata:v3.1"><ClipContent><ClipName>{name}</ClipName>
<GlobalClipID>{clip}</GlobalClipID><Duration>{frames}</Duration><EditUnit>1/25</EditUnit><Relation>
<OffsetInShot>{offset}</OffsetInShot><GlobalShotID>{shot}</GlobalShotID><Connection>
<Top><GlobalClipID>CLIP1</GlobalClipID></Top>{before}</Connection></Relation></ClipContent></P2Main>
"""
PREVIOUS = "<Previous><ClipName>0002CD</ClipName><GlobalClipID>{}</GlobalClipID></Previous>"


def test_a_canon_xf_clip_of_two_files_is_one_take(library: Library, tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    clips = tmp_path / "card" / "CONTENTS" / "CLIPS001"
    shot(clips / "AA0001" / "AA000101.MXF", ffmpeg, range(FIRST), f"{SOUND} -timecode 10:00:00:00")
    shot(clips / "AA0001" / "AA000102.MXF", ffmpeg, range(FIRST, 88), f"{SOUND} -timecode 10:00:02:00")
    shot(clips / "AA0002" / "AA000201.MXF", ffmpeg, range(30), f"{SOUND} -timecode 10:00:03:13")
    ingest(library, [tmp_path / "card"])
    take, other = sorted(all_of(library), key=lambda one: one.original_name)
    assert [part.name for part in take.parts] == ["AA000101.MXF", "AA000102.MXF"] and other.parts == ()
    assert take.start_timecode == "10:00:00:00"
    is_whole(library, take)


def told(contents: Path, name: str, clip: str, offset: int, before: str = "", shot: str = TAKE) -> Path:
    sheet = contents / "CLIP" / f"{name}.XML"
    sheet.parent.mkdir(parents=True, exist_ok=True)
    previous = PREVIOUS.format(before) if before else ""
    sheet.write_text(SHEET.format(name=name, clip=clip, frames=50, offset=offset, shot=shot, before=previous))
    return sheet


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, ffmpeg: Ffmpeg) -> Path:
    """A take whose first clip has the later name, in pictures and two sounds."""
    contents = tmp_path_factory.mktemp("p2") / "CONTENTS"
    shot(contents / "VIDEO" / "0002CD.MXF", ffmpeg, range(FIRST), f"{PICTURES} -timecode 10:00:00:00")
    shot(contents / "VIDEO" / "0001AB.MXF", ffmpeg, range(FIRST, 88), f"{PICTURES} -timecode 10:00:02:00")
    (contents / "AUDIO").mkdir()
    for name, seconds, pitch in (("0002CD", FIRST / 25, 300), ("0001AB", SECOND / 25, 400)):
        for channel in ("00", "01"):
            of_one = f"sine=frequency={pitch + int(channel)}:sample_rate=48000:duration={seconds}"
            command = f"-v error -f lavfi -i {of_one} -c:a pcm_s16le -f mxf_opatom"
            to = contents / "AUDIO" / f"{name}{channel}.MXF"
            subprocess.run([str(ffmpeg.path), *command.split(), str(to)], check=True, stdin=subprocess.DEVNULL)
    return contents


@pytest.fixture
def contents(made: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "card" / "CONTENTS"
    for path in made.rglob("*.MXF"):
        to = copy / path.relative_to(made)
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(path.read_bytes())
    told(copy, "0002CD", ONE, 0)
    told(copy, "0001AB", TWO, FIRST, ONE)
    return copy


def parts(recordings: list[Recording]) -> list[list[str]]:
    return sorted([part.name for part in one.parts] or [one.original_name] for one in recordings)


def test_a_take_over_two_clips_is_one_recording_of_pictures_and_one_of_each_sound(
    library: Library, contents: Path
) -> None:
    ingest(library, [contents.parent])
    assert parts(all_of(library)) == [
        ["0002CD.MXF", "0001AB.MXF"],
        ["0002CD00.MXF", "0001AB00.MXF"],
        ["0002CD01.MXF", "0001AB01.MXF"],
    ]
    (pictures,) = (one for one in all_of(library) if one.picture is not None)
    is_whole(library, pictures, sound=False)


def apart(library: Library, contents: Path) -> None:
    ingest(library, [contents.parent])
    assert {len(one.parts) for one in all_of(library)} == {0} and len(all_of(library)) == 6


def test_clips_that_do_not_name_each_other_stay_apart(library: Library, contents: Path) -> None:
    told(contents, "0001AB", TWO, FIRST, "CLIP9")
    apart(library, contents)


def test_without_a_sheet_that_can_be_read_nothing_is_joined(library: Library, contents: Path) -> None:
    sheet = contents / "CLIP" / "0001AB.XML"
    bomb = '<!DOCTYPE a [<!ENTITY b "CLIP1">]>'
    sheet.write_text(sheet.read_text().replace("<P2Main", f"{bomb}<P2Main").replace(f">{ONE}<", ">&b;<"))
    apart(library, contents)


def test_pictures_whose_timecode_contradicts_the_sheet_stay_apart(
    library: Library, contents: Path, ffmpeg: Ffmpeg
) -> None:
    later = contents / "VIDEO" / "0001AB.MXF"
    shot(later, ffmpeg, range(FIRST, 88), f"{PICTURES} -timecode 11:00:00:00")
    ingest(library, [contents.parent])
    pictures = [one for one in all_of(library) if one.picture is not None]
    assert parts(pictures) == [["0001AB.MXF"], ["0002CD.MXF"]]


@pytest.mark.parametrize(
    "spoilt",
    ["", "<a", "<a/>", "<ClipContent>" * 9000, "\0\0", '<?xml version="1.0" encoding="none"?><a/>', "9" * 2000],
)
def test_a_sheet_that_is_none_tells_nothing(tmp_path: Path, spoilt: str) -> None:
    contents = tmp_path / "CONTENTS"
    sheet = told(contents, "0001AB", TWO, FIRST, ONE)
    assert part_of_shot(contents / "VIDEO" / "0001AB.MXF") == PartOfShot(TAKE, FIRST, TWO, ONE)
    assert part_of_shot(contents / "AUDIO" / "0001AB03.MXF") == PartOfShot(TAKE, FIRST, TWO, ONE)
    sheet.write_text(sheet.read_text().replace(f">{FIRST}<", f">{spoilt}<") if spoilt.isdecimal() else spoilt)
    assert part_of_shot(contents / "VIDEO" / "0001AB.MXF") is None
