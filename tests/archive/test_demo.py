# SPDX-License-Identifier: GPL-3.0-or-later
"""The invented interviews are well made, speak the same words twice alike, and the main job runs on them."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.cli import COMMANDS
from archive.cli.main import main
from archive.demo import card, job, speech, tables
from archive.demo.edit import RELEASED, TAKES, Take
from archive.demo.footage import Studio, film
from archive.demo.scenario import Story, stories
from archive.demo.speech import SAMPLE_RATE, Voice, say
from archive.demo.subtitling import subtitle_file
from archive.demo.timing import speak, spread, turns
from archive.model.people import Group
from archive.slate import read_slate
from archive.tags import shipped_terms
from media.ffmpeg import Ffmpeg
from media.probe import MediaInfo, probe
from media.span import Span
from subtitles.checks import check, load_profile
from subtitles.cue import Cue, Track
from subtitles.reading import read


def of(code: str) -> Story:
    return next(story for story in stories() if story.code == code)


def short(story: Story, lines: int = 2) -> Story:
    """The same interview with fewer lines, small pictures, and tags on the whole recording."""
    shots = tuple(replace(shot, width=shot.width // 16 * 2, height=shot.height // 16 * 2) for shot in story.shots)
    tags = tuple(replace(tag, cues=None) for tag in story.tags)
    return replace(story, lines=story.lines[:lines], shots=shots, tags=tags, bambara=())


def filmed(ffmpeg: Ffmpeg, folder: Path, code: str) -> MediaInfo:
    story = short(of(code), 1)
    studio = folder / "studio"
    studio.mkdir()
    to = folder / story.shots[0].name
    film(Studio(ffmpeg, studio), story, story.shots[0], speak(story), to)
    return probe(to)


def test_every_region_and_every_group_of_the_consultation_is_heard() -> None:
    assert {story.region for story in stories()} == {
        "Gao", "Tombouctou", "Bamako", "Kayes", "Koulikoro", "Sikasso", "Ségou",
    }  # fmt: skip
    assert {witness.group for story in stories() for witness in story.witnesses} == set(Group) - {Group.OTHER}
    assert {story.kind for story in stories()} == {"individual", "focus_group", "restitution"}


def test_every_interview_has_twelve_to_thirty_cues_and_speakers_that_it_knows() -> None:
    for story in stories():
        assert 12 <= len(story.lines) <= 30, story.code
        assert {line.speaker for line in story.lines} == {witness.code for witness in story.witnesses}


def test_no_participant_code_is_used_twice() -> None:
    codes = [witness.code for story in stories() for witness in story.witnesses]
    assert len(codes) == len(set(codes))


def test_the_subtitles_follow_the_house_profile() -> None:
    profile = load_profile("ong-fr")
    for story in stories():
        found = check(Track(speak(story).cues), profile)
        assert [(story.code, one.rule, one.cue, one.message) for one in found if one.severity != "info"] == []


def test_a_quote_lies_across_two_cues() -> None:
    crossing = [
        story.code
        for story in stories()
        for first, second in zip(story.lines, story.lines[1:], strict=False)
        if first.text.endswith("plus") and second.text.startswith("confiance dans")
    ]
    assert crossing == ["GAO-01"]


def test_every_tag_is_in_the_shipped_vocabulary() -> None:
    known = {term.path for term in shipped_terms()}
    assert {tag.path for story in stories() for tag in story.tags} <= known


def test_the_takes_lie_inside_their_interviews() -> None:
    lengths = {shot.name: len(story.lines) for story in stories() for shot in story.shots}
    assert all(1 <= take.first <= take.last <= lengths[take.recording] for take in TAKES + RELEASED)


def test_subtitles_stand_where_the_words_are_spoken() -> None:
    spoken = speak(short(of("GAO-01"), 3))
    for cue in spoken.cues:
        inside = spoken.samples[cue.span.start * SAMPLE_RATE // 1000 : cue.span.end * SAMPLE_RATE // 1000]
        assert abs(inside[: SAMPLE_RATE // 10]).max() > 500
    silent = spoken.samples[: spoken.cues[0].span.start * SAMPLE_RATE // 1000]
    assert not silent.any()


def test_the_same_words_sound_the_same_in_every_run() -> None:
    program = (
        "import hashlib; from archive.demo.scenario import stories; from archive.demo.timing import speak; "
        "print([hashlib.sha256(speak(story).samples.tobytes()).hexdigest() for story in stories()])"
    )
    runs = [subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout for _ in range(2)]
    assert runs[0] == runs[1] != b""


def test_without_espeak_a_tone_as_long_as_the_words_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech, "_loaded", lambda: None)
    one, three = (say(words, Voice("fr", 120, 50)) for words in ("paix", "paix et justice"))
    assert 1.5 * len(one) < len(three) and abs(three).max() > 1000


def test_the_camera_turns_from_speaker_to_speaker_without_a_gap() -> None:
    cues = [Cue(1, Span(100, 900), "a", "A"), Cue(2, Span(950, 1500), "b", "A"), Cue(3, Span(2000, 2500), "c", "B")]
    assert turns(cues, 3000) == (("A", Span(0, 1750)), ("B", Span(1750, 3000)))


def test_the_bambara_lines_lie_under_the_french_ones() -> None:
    story = of("KLK-02")
    cues = speak(story).cues
    bambara = spread(story.bambara, cues)
    assert len(bambara) == len(story.bambara) and bambara[0].span.start == cues[0].span.start
    assert {"ɛ", "ɔ", "ɲ", "ŋ"} <= set("".join(cue.text for cue in bambara))


def test_the_spoiled_file_keeps_every_word_and_is_reported() -> None:
    story = of("SEG-01")
    cues = speak(story).cues
    found = read(subtitle_file(story, story.subtitles[0], cues))
    assert [cue.text for cue in found.track.cues] == [cue.text for cue in cues]
    assert {"index-missing", "inverted-times", "blank-line", "short-fraction"} <= {d.code for d in found.diagnostics}


def test_one_file_comes_from_an_old_laptop() -> None:
    story = of("TBT-01")
    found = read(subtitle_file(story, story.subtitles[0], speak(story).cues))
    assert found.encoding == "cp1252"
    assert "Ce jour-là, j’ai compris" in found.track.cues[12].text


def test_the_slate_is_one_that_ingest_reads(tmp_path: Path) -> None:
    (tmp_path / "slate.csv").write_bytes(tables.slate_table())
    lines = read_slate(tmp_path / "slate.csv")
    assert set(lines) == {shot.name for story in stories() for shot in story.shots}
    assert [person.code for person in lines["MVI_0207.MP4"].participants if person.minor] == ["SIK-F-031", "SIK-M-032"]


def test_a_phone_film_stands_upright(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    info = filmed(ffmpeg, tmp_path, "BKO-01")
    assert info.video is not None and info.video.rotation == 90
    assert info.video.height > info.video.width


def test_wide_pixels_are_shown_wide(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    info = filmed(ffmpeg, tmp_path, "TBT-01")
    assert info.video is not None and abs(info.video.width * 9 - info.video.height * 16) <= 16


def test_a_mute_camera_and_a_lone_recorder(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert filmed(ffmpeg, tmp_path / "a", "KAY-02").audio is None
    assert filmed(ffmpeg, tmp_path / "b", "KAY-01").video is None


@pytest.fixture
def small_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demonstration with five short interviews and a film of two clips, one of them refused."""
    chosen = tuple(short(of(code)) for code in ("BKO-02", "GAO-01", "KAY-02", "SIK-01", "TBT-02"))
    for module in (card, job, tables):
        monkeypatch.setattr(module, "stories", lambda: chosen)
    takes = (Take("MVI_0012.MP4", 1, 1, "une"), Take("MVI_0027.MP4", 1, 1, "deux", refused=True))
    monkeypatch.setattr(job, "TAKES", takes)
    monkeypatch.setattr(job, "RELEASED", (Take("MVI_0012.MP4", 2, 2, "trois"),))


def asked(words: list[str], printed: Callable[[], str]) -> Any:
    assert main(COMMANDS, words) == 0
    return json.loads(printed())


@pytest.mark.usefixtures("small_demo")
def test_the_demonstration_goes_from_a_card_to_a_film_and_a_second_run_reuses_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "archive"
    made = asked(["demo", str(archive), "--json"], lambda: capsys.readouterr().out)
    assert all(Path(made[name]).is_file() for name in ("film", "srt", "vtt"))
    refused = {step["command"].split()[3] for step in made["steps"] if step["status"] == 1}
    assert refused == {"ingest", "consent", "film"}
    files = {path: path.stat().st_mtime_ns for path in (archive / "carte").rglob("*") if path.is_file()}
    again = asked(["demo", str(archive), "--json"], lambda: capsys.readouterr().out)
    assert again["film"] == made["film"] and len(list((archive / "films").glob("*.mp4"))) == 1
    assert not any(" film " in step["command"] for step in again["steps"])
    assert {path: path.stat().st_mtime_ns for path in files} == files
