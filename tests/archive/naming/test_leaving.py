# SPDX-License-Identifier: GPL-3.0-or-later
"""Clips, subtitles, scripts and their file names: what leaves the team is held back, what stays in it is told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.catalogue import audit, clips, tracks
from archive.correct import correct, opened
from archive.film.clips import cut_clip
from archive.film.cutlist import FilmRefused
from archive.library import Library
from archive.model.film import SubtitleMode
from archive.naming import spoken
from archive.tracks import import_file
from archive.vault import Identity
from archive.worker import run_worker
from media.span import Span
from subtitles.cue import Cue
from tests.pages import Archive, Browser
from tests.vaults import a_vault

WORDS = """WEBVTT

NOTE relu par Moussa Zorgoba

00:00.100 --> 00:00.900
Mon numéro, c’est le 76 12 34 56.

00:01.000 --> 00:01.900
Bonjour à tous.
"""
Ask = Callable[..., Any]


@pytest.fixture
def library(archive: Archive) -> Library:
    """An archive whose subtitles say too much in their first cue."""
    path = archive.library.folder.parent / "words.vtt"
    path.write_text(WORDS, encoding="utf-8")
    import_file(archive.library, archive.video.id, path)
    return archive.library


@pytest.fixture
def track(library: Library, archive: Archive) -> str:
    with library.reading() as session:
        stored = tracks.french(session, archive.video.id)
    assert stored is not None
    return stored.id


def say(library: Library, track: str, number: int, text: str) -> None:
    """Correct one cue."""
    from dataclasses import replace

    seen = opened(library, track)
    cues = [replace(cue, text=text) if place == number else cue for place, cue in enumerate(seen.cues, 1)]
    correct(library, track, seen.stored.version.number, cues)


def _one_more_cue_before(library: Library, track: str) -> None:
    """Somebody adds a cue that the others are counted after."""
    seen = opened(library, track)
    new = Cue(0, Span(0, 20), "Ah !")
    correct(library, track, seen.stored.version.number, [new, *seen.cues])


def test_a_clip_for_the_team_says_what_it_gives_away_and_one_that_leaves_is_refused(
    library: Library, archive: Archive, tmp_path: Path, ask: Ask
) -> None:
    words = ("clip", archive.video.id, "0:00", "0:01", "--subtitles", "none", "-o")
    draft = ask(*words, str(tmp_path / "a.mp4"))
    assert "76 12 34 56" in draft["warnings"][0] and "pas de coffre" in draft["warnings"][1]
    refused = ask(*words, str(tmp_path / "b.mp4"), "--use", "partner", status=1)
    assert "76 12 34 56" in refused["message"] and "subtitles names" in refused["hint"]
    assert not (tmp_path / "b.mp4").exists()
    done = ask("clip", archive.video.id, "0:01", "0:02", "-o", str(tmp_path / "c.mp4"), "--use", "partner")
    assert [one for one in done["warnings"] if "76" in one] == [], "only the words of the passage count"


def test_what_is_told_over_two_subtitles_is_read_as_one(
    library: Library, archive: Archive, track: str, tmp_path: Path, ask: Ask
) -> None:
    """A number, or a name of short words, that begins in one subtitle and ends in the next."""
    say(library, track, 1, "Mon numéro, c’est le 76 12")
    say(library, track, 2, "34 56. Je suis Awa")
    _at_the_end(library, track, "Bâ, de Gao.")
    export = ("subtitles", "export", track, "-o", str(tmp_path / "out.srt"), "--use", "internet")
    assert "76 12" in ask(*export, status=1)
    say(library, track, 1, "Mon numéro, je ne le dis pas.")
    ask(*export)
    a_vault(library, Identity("GAO-M-077", "Awa Bâ"))
    (found,) = ask("vault", "check", "--recording", archive.video.id, status=1)["findings"]
    assert found["text"] == "Awa\nBâ"
    assert ask(*export, status=1)


def _at_the_end(library: Library, track: str, text: str) -> None:
    seen = opened(library, track)
    correct(library, track, seen.stored.version.number, [*seen.cues, Cue(0, Span(1920, 1990), text)])


def test_the_name_of_a_file_is_read_as_well(library: Library, archive: Archive, tmp_path: Path) -> None:
    def cut(name: str, use: str) -> tuple[str, ...]:
        to = tmp_path / name
        mode = SubtitleMode.NONE
        return cut_clip(library, archive.video.id, Span(1000, 1500), to, use=use, subtitles=mode).warnings

    with pytest.raises(FilmRefused, match="nom du fichier") as refused:
        cut("appeler_76123456.mp4", "internet")
    assert "autre nom" in refused.value.hint
    assert "Zorgoba" in cut("Entretien Zorgoba.mp4", "internet")[-1]
    assert "Zorgoba" in cut("Zorgoba.mp4", "draft")[-1]
    assert not any("nom du fichier" in one for one in cut("GAO-01 femme au marché.mp4", "internet"))


def test_subtitles_that_leave_are_held_back_then_replaced_or_let_through(
    library: Library, archive: Archive, track: str, tmp_path: Path, ask: Ask
) -> None:
    out = tmp_path / "out.vtt"
    assert "76 12 34 56" in ask("subtitles", "export", track, "-o", str(out))["warnings"][0]
    assert out.read_text(encoding="utf-8") == WORDS, "untouched for the team"
    out.unlink()
    assert "76 12 34 56" in ask("subtitles", "export", track, "-o", str(out), "--use", "partner", status=1)
    assert not out.exists()
    (found,) = ask("subtitles", "names", track, status=1)["findings"]
    assert (found["where"], found["place"], found["instead"]) == ("cue", 1, "[numéro de téléphone]")
    ask("subtitles", "names", track, "--keep", "0" * 12, status=1)
    assert ask("subtitles", "names", track, "--keep", found["key"])["findings"] == []
    with library.reading() as session:
        said = next(one.said for one in audit.listed(session) if "laissé passer" in one.said)
    assert "téléphone" in said and "sous-titre 1" in said and "76" not in said.replace(found["key"], "")
    ask("subtitles", "export", track, "-o", str(out), "--use", "partner")
    left = out.read_text(encoding="utf-8")
    assert "76 12 34 56" in left and "Zorgoba" not in left, "remarks of a stranger's file stay in the house"
    say(library, track, 1, "Mon autre numéro : 66 12 34 56.")
    assert ask("subtitles", "names", track, "--fix")["findings"] == []
    ask("subtitles", "export", track, "-o", str(tmp_path / "script.html"), "--use", "partner")
    assert "[numéro de téléphone]" in (tmp_path / "script.html").read_text(encoding="utf-8")


def test_consent_is_asked_for_the_use_that_subtitles_leave_for(
    archive: Archive, track: str, tmp_path: Path, ask: Ask
) -> None:
    from tests.people import a_consent

    with archive.library.writing() as session:
        a_consent(session, archive.witness, archive.open, audiences=frozenset({"screening"}))
    refused = ask("subtitles", "export", track, "-o", str(tmp_path / "a.srt"), "--use", "internet", status=1)
    assert "ne peut sortir" in refused


def test_with_a_vault_a_clip_waits_for_the_protection_officer(
    library: Library, archive: Archive, track: str, tmp_path: Path, ask: Ask
) -> None:
    say(library, track, 1, "Je suis Moussa Zorgoba.")
    a_vault(library, Identity("GAO-M-077", "Moussa Zorgoba"))
    words = ("clip", archive.video.id, "0:01", "0:02", "--subtitles", "none", "--use", "internet", "-o")
    assert "vrais noms" in ask(*words, str(tmp_path / "a.mp4"), status=1)["message"]
    (found,) = ask("vault", "check", "--recording", archive.video.id, status=1)["findings"]
    assert (found["kind"], found["where"], found["in"]) == ("name", "cue", "C0001.mp4")
    assert ask("vault", "check", "--recording", archive.video.id, "--fix")["findings"] == []
    assert ask(*words, str(tmp_path / "a.mp4"))["warnings"] == []
    say(library, track, 2, "Bonjour à toutes.")
    ask(*words, str(tmp_path / "b.mp4"), status=1)
    assert set(ask("vault", "check")["compared"]) == {"confiance", "C0001.mp4", "C0002.mp4", "voice.wav"}
    ask(*words, str(tmp_path / "b.mp4"))


def test_a_name_that_the_vault_learns_takes_back_what_was_confirmed_where_it_is_said(
    library: Library, archive: Archive, track: str, tmp_path: Path, ask: Ask
) -> None:
    a_vault(library, Identity("GAO-M-077", "Moussa Zorgoba"))
    say(library, track, 1, "Je connais Fanta Kindrébo.")
    ask("vault", "check")
    sheet = tmp_path / "names.csv"
    sheet.write_text("code;name\nGAO-F-099;Autre Personnage\n", encoding="utf-8")
    assert ask("vault", "import", str(sheet))["named_in"] == []
    assert not spoken.look(library, spoken.Leaving(archive.video.id)).names_unchecked
    sheet.write_text("code;name\nGAO-F-100;Fanta Kindrébo\n", encoding="utf-8")
    assert ask("vault", "import", str(sheet))["named_in"] == ["C0001.mp4", "confiance"]
    assert spoken.look(library, spoken.Leaving(archive.video.id)).names_unchecked
    (key,) = {one["key"] for one in ask("vault", "check", "--recording", archive.video.id, status=1)["findings"]}
    assert ask("vault", "check", "--recording", archive.video.id, "--keep", key)["findings"] == []


def test_a_key_that_was_pulled_out_is_not_taken_for_an_archive_without_names(
    library: Library, archive: Archive
) -> None:
    (library.folder / "baro.toml").write_text('vault = "/media/gone/vault.sqlite"\n', encoding="utf-8")
    from archive.library import opened as opened_archive

    with opened_archive(library.folder) as again:
        seen = spoken.look(again, spoken.Leaving(archive.video.id))
    assert seen.names_unchecked and not seen.no_vault


def test_a_clip_goes_to_viewers_only_without_what_gives_somebody_away(
    library: Library, archive: Archive, track: str, browser: Browser
) -> None:
    shelf = f"/rushes/{archive.video.id}/extraits"
    browser.post(shelf, start="0:00", end="0:01", released="yes", next="/films")
    assert "Il n’est pas montré aux spectateurs" in browser.text("/films")
    with library.reading() as session:
        (clip,) = clips.listed(session, archive.video.id)
    assert not clip.released
    release = f"/extraits/{clip.id}/spectateurs"
    browser.post(release, released="yes", next="/films")
    assert "76 12 34 56" in browser.text("/films")
    say(library, track, 1, "Rien à cacher.")
    browser.post(release, released="yes", next="/films")
    run_worker(library, once=True)
    assert "Rien à cacher" in browser.text(f"/voir/{clip.id}/sous-titres.vtt")
    say(library, track, 1, "Écrivez à untel@exemple.org.")
    assert browser.get(f"/voir/{clip.id}/sous-titres.vtt").status_code == 404
    assert f"extrait-{clip.id}" not in browser.text("/voir")


def test_with_a_vault_a_released_clip_stays_while_its_own_words_stay(
    library: Library, archive: Archive, track: str, browser: Browser, ask: Ask
) -> None:
    say(library, track, 1, "Rien à cacher.")
    a_vault(library, Identity("GAO-M-077", "Moussa Zorgoba"))
    ask("vault", "check")
    browser.post(
        f"/rushes/{archive.video.id}/extraits", start="0:00.050", end="0:00.950", released="yes", next="/films"
    )
    run_worker(library, once=True)
    with library.reading() as session:
        (clip,) = clips.listed(session, archive.video.id)
    assert clip.released and f"extrait-{clip.id}" in browser.text("/voir")
    _one_more_cue_before(library, track)
    assert f"extrait-{clip.id}" in browser.text("/voir")
    say(library, track, 3, "Une autre phrase.")
    assert f"extrait-{clip.id}" in browser.text("/voir")
    say(library, track, 2, "Une phrase jamais comparée.")
    assert f"extrait-{clip.id}" not in browser.text("/voir")
