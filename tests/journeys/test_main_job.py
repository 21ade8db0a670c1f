# SPDX-License-Identifier: GPL-3.0-or-later
"""From a camera card to a rendered film with French subtitles, as the command line does it."""

from collections import Counter
from pathlib import Path

from media.files import sha256_of
from media.verify import counts, verify_clean
from tests.footage import numbers_of
from tests.journeys.conftest import CommandLine


def described(baro: CommandLine, card: Path) -> None:
    """Everything before the first search."""
    baro.ask("ingest", card, "--slate", card.parent / "slate.csv", status=1)
    assert baro.run("consent", "import", card.parent / "consents.csv") == 0
    assert baro.run("subtitles", "import", "C0001.MP4", card.parent / "gao.srt") == 0
    assert baro.run("subtitles", "import", "C0002.MOV", card.parent / "mop.vtt") == 0


def test_a_card_is_poured_in_once_and_never_touched(baro: CommandLine, card: Path) -> None:
    before = {path: (sha256_of(path), path.stat().st_mtime_ns) for path in card.rglob("*") if path.is_file()}
    items = baro.ask("ingest", card, "--slate", card.parent / "slate.csv", status=1)["items"]
    assert Counter(item["status"] for item in items) == {"kept": 3, "already": 1, "refused": 1}
    refused = next(item for item in items if item["status"] == "refused")
    assert refused["path"].endswith("C0009.MP4") and refused["reason"]
    assert {item["interview"] for item in items if item["status"] == "kept"} == {"GAO-04", "MOP-01", "KAY-02"}
    again = baro.ask("ingest", card, "--slate", card.parent / "slate.csv", status=1)["items"]
    assert Counter(item["status"] for item in again) == {"already": 4, "refused": 1}
    assert {path: (sha256_of(path), path.stat().st_mtime_ns) for path in card.rglob("*") if path.is_file()} == before


def test_originals_are_named_by_what_they_hold(baro: CommandLine, card: Path) -> None:
    baro.ask("ingest", card, status=1)
    originals = [path for path in (baro.archive / "originals").rglob("*") if path.is_file()]
    assert len(originals) == 3
    assert all(sha256_of(path) == path.name for path in originals)


def test_the_worker_makes_proxy_poster_and_peaks(baro: CommandLine, card: Path) -> None:
    baro.ask("ingest", card, "--slate", card.parent / "slate.csv", status=1)
    assert baro.run("worker", "--once") == 0
    made = Counter(path.name for path in (baro.archive / "derived" / "recordings").rglob("*.*"))
    assert (made["proxy.mp4"], made["peaks.json"], made["poster.jpg"]) == (3, 3, 2)
    assert all(recording["ready"] for recording in baro.ask("recording", "list")["recordings"])


def test_tags_are_put_on_a_span_filtered_by_and_taken_off(baro: CommandLine, card: Path) -> None:
    described(baro, card)
    terms = baro.ask("tag", "terms")["terms"]
    path = next(term["path"] for term in terms if "/" in term["path"])
    assert baro.run("tag", "put", path, "C0001.MP4", "00:00:00.500", "00:00:01.500") == 0
    put = baro.ask("tag", "list", "--recording", "C0001.MP4")["taggings"]
    assert [(tagging["tag"], tagging["start_ms"], tagging["end_ms"]) for tagging in put] == [(path, 500, 1500)]
    tagged = baro.ask("recording", "list", "--tag", path.split("/")[0])["recordings"]
    assert [recording["name"] for recording in tagged] == ["C0001.MP4"]
    assert baro.run("tag", "off", put[0]["id"]) == 0
    assert baro.ask("recording", "list", "--tag", path)["recordings"] == []


def test_a_quote_is_found_across_cues_on_the_exact_word(baro: CommandLine, card: Path) -> None:
    described(baro, card)
    found = baro.ask("search", '"plus confiance dans"')
    assert found["total"] == 1
    hit = found["hits"][0]
    assert (hit["start_ms"], hit["end_ms"]) == (200, 1800)
    assert 200 <= hit["word_ms"] < 900
    assert (hit["interview"], hit["region"], hit["group"]) == ("GAO-04", "Gao", "women")


def test_a_withdrawn_consent_closes_every_way_out(baro: CommandLine, card: Path) -> None:
    described(baro, card)
    listed = baro.ask("consent", "list", "--interview", "GAO-04")["consents"]
    assert baro.run("consent", "edit", listed[0]["id"], "--status", "withdrawn") == 0
    found = baro.ask("search", '"plus confiance dans"')
    assert found["total"] == 0 and found["hits"] == []
    assert all(not any(cell["count"] for cell in cells) for cells in found["facets"].values())
    clip = baro.archive.parent / "clip.mp4"
    assert baro.run("clip", "C0001.MP4", "00:00:00", "00:00:01", "-o", clip) == 1
    assert not clip.exists()


def test_a_film_of_unlike_clips_with_burned_subtitles(baro: CommandLine, card: Path) -> None:
    described(baro, card)
    assert baro.run("film", "new", "confiance", "--audience", "screening") == 0
    assert baro.run("film", "add", "confiance", "C0001.MP4", "00:00:00.400", "00:00:01.200") == 0
    assert baro.run("film", "add", "confiance", "C0002.MOV", "00:00:00.000", "00:00:01.000") == 0
    made = baro.ask("film", "render", "confiance", "--subtitles", "burn")
    film = baro.archive / made["file"]
    verify_clean(film, expected_frames=made["frames"])
    assert (counts(film).frames, made["frames"]) == (45, 45)
    srt = next(baro.archive / name for name in made["subtitles"] if name.endswith(".srt")).read_text(encoding="utf-8")
    assert "00:00:00,000 --> 00:00:00,500\nAvant, on n’avait plus" in srt
    assert "00:00:00,500 --> 00:00:00,800\nconfiance dans l’armée." in srt
    assert "00:00:00,900 --> 00:00:01,800\nAux barrages" in srt
    assert any(name.endswith(".vtt") for name in made["subtitles"])


def test_the_first_picture_of_a_film_is_the_one_at_the_in_point(baro: CommandLine, card: Path) -> None:
    described(baro, card)
    baro.run("film", "new", "confiance", "--audience", "screening")
    baro.run("film", "add", "confiance", "C0001.MP4", "00:00:00.400", "00:00:01.200")
    made = baro.ask("film", "render", "confiance", "--subtitles", "none")
    assert numbers_of(baro.archive / made["file"]) == list(range(10, 30))


def test_a_clip_without_consent_stops_the_film_with_who_and_why(baro: CommandLine, card: Path) -> None:
    described(baro, card)
    baro.run("film", "new", "autre", "--audience", "screening")
    baro.run("film", "add", "autre", "C0001.MP4", "00:00:00", "00:00:01")
    baro.run("film", "add", "autre", "C0002.MOV", "00:00:00", "00:00:01")
    refused = baro.ask("film", "render", "autre", status=1)["refused"]
    assert {(item["clip"], item["participant"], item["reason"]) for item in refused} == {
        (2, "MOP-H-001", "film-not-covered"),
        (2, "MOP-F-002", "film-not-covered"),
    }
    assert list((baro.archive / "films").iterdir()) == []


def test_an_audio_only_witness_may_be_heard_where_only_the_voice_is_shown(baro: CommandLine, card: Path) -> None:
    described(baro, card)
    baro.run("film", "new", "confiance", "--audience", "screening")
    baro.run("film", "add", "confiance", "voix.wav", "00:00:00", "00:00:01")
    refused = baro.ask("film", "render", "confiance", status=1)["refused"]
    assert [item["reason"] for item in refused] == ["must-be-masked:name+place"]
