# SPDX-License-Identifier: GPL-3.0-or-later
"""The shared corpus of real and malformed files: it lies beside the repository and is never part of it."""

import json
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from subtitles.checks import check, load_profile
from subtitles.checks.fix import fix
from subtitles.checks.profile import shipped
from subtitles.checks.rule import SEVERITIES
from subtitles.reading import Reading, read
from subtitles.writing import write

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "subtitles"
FILES = sorted(path for path in CORPUS.rglob("*") if path.suffix in (".srt", ".vtt", ".sbv"))
FRENCH = CORPUS / "hf-course" / "fr"
pytestmark = pytest.mark.skipif(not FILES, reason=f"le corpus partagé n’est pas là ({CORPUS})")


def french(start: str) -> Reading:
    found = list(FRENCH.glob(f"{start}_*"))
    if not found:
        pytest.skip(f"le fichier {start} du corpus n’est pas là")
    return read(found[0].read_bytes())


def codes(reading: Reading) -> Counter[str]:
    return Counter(diagnostic.code for diagnostic in reading.diagnostics)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(CORPUS).as_posix())
def test_every_file_is_read_written_and_read_again(path: Path) -> None:
    reading = read(path.read_bytes())
    timings = sum(line.count("-->") == 1 for line in path.read_bytes().decode("utf-8", "replace").splitlines())
    assert len(reading.track.cues) + reading.reported >= (timings if "wpt" not in str(path) else 0)
    if reading.format in ("srt", "vtt"):
        assert read(write(reading.track, reading.format).data).track == reading.track
    for name in ("srt", "vtt", "ass", "ttml", "txt", "csv", "html", "json"):
        write(reading.track, name)


def _fixed_without_harm(name: str, proposed: bool, rate: Fraction | None) -> None:
    profile = load_profile(name)
    for path in FILES:
        track = read(path.read_bytes()).track
        fixed = fix(track, profile, rate, proposed=proposed).track
        before, after = (
            {(f.rule, f.cue): SEVERITIES.index(f.severity) for f in check(t, profile, rate)} for t in (track, fixed)
        )
        assert all(weight <= before.get(place, 0) for place, weight in after.items()), path.name
        assert fix(fixed, profile, rate, proposed=proposed).edits == (), path.name


def test_no_automatic_fix_adds_a_finding_to_any_real_file() -> None:
    _fixed_without_harm("ong-fr", False, None)


@pytest.mark.campaign
@pytest.mark.parametrize("name", shipped())
@pytest.mark.parametrize("proposed", [False, True])
@pytest.mark.parametrize("rate", [None, Fraction(25), Fraction(24000, 1001)])
def test_no_fix_of_any_profile_adds_a_finding_to_any_real_file(
    name: str, proposed: bool, rate: Fraction | None
) -> None:
    _fixed_without_harm(name, proposed, rate)


EXPECTED = CORPUS / "wpt-webvtt" / "expected-cues.json"
NOT_CUES = {("timings-60.vtt", 60_000), ("timings-60.vtt", 3_600_000)}  # minutes of 60 and an end before the start


@pytest.mark.parametrize("name", sorted(json.loads(EXPECTED.read_text(encoding="utf-8"))) if EXPECTED.exists() else [])
def test_the_cues_of_the_conformance_files_are_found(name: str) -> None:
    expected = json.loads(EXPECTED.read_text(encoding="utf-8"))[name]
    wanted = [(c["id"], c["start"], c["end"], c["text"]) for c in expected if (name, c["start"]) not in NOT_CUES]
    cues = iter(
        [(c.name, c.span.start, c.span.end, c.text) for c in read((EXPECTED.parent / name).read_bytes()).track.cues]
    )
    assert all(cue in cues for cue in wanted)  # in that order; what is read beyond them was repaired and reported


def test_a_strict_reader_agrees_with_browsers_on_the_conformance_files() -> None:
    expected = json.loads(EXPECTED.read_text(encoding="utf-8"))
    differing = {
        name
        for name, cues in expected.items()
        if [
            (c.name, c.span.start, c.span.end, c.text)
            for c in read((EXPECTED.parent / name).read_bytes(), strict=True).track.cues
        ]
        != [(c["id"], c["start"], c["end"], c["text"]) for c in cues]
    }
    # The list counts cues with minutes of 60 or one-digit minutes, which the standard's parser drops, and leaves out
    # those below an odd header or arrow, which it keeps.
    assert differing <= {
        "arrows.vtt",
        "header-space.vtt",
        "header-timings.vtt",
        "timings-60.vtt",
        "timings-too-short.vtt",
    }


def test_an_index_glued_to_the_text_above_is_detached() -> None:
    reading = french("02")
    assert len(reading.track.cues) == 129 and codes(reading)["index-glued"] == 1


def test_sbv_under_the_name_srt_gives_its_44_cues() -> None:
    reading = french("03")
    assert (reading.format, len(reading.track.cues)) == ("sbv", 44)


def test_points_and_one_digit_hours_are_read() -> None:
    reading = french("00")
    assert len(reading.track.cues) == 39 and reading.track.cues[0].span.start == 5000


def test_a_two_digit_fraction_is_hundredths() -> None:
    reading = french("32")
    line = next(d.line for d in reading.diagnostics if d.code == "short-fraction")
    assert line == 170
    assert any(cue.span.end % 1000 == 640 or cue.span.start % 1000 == 640 for cue in reading.track.cues)


def test_tags_in_speech_are_words() -> None:
    assert any("<s>" in cue.text or "<pad>" in cue.text for cue in french("16").track.cues)
