# SPDX-License-Identifier: GPL-3.0-or-later
"""Words are burned with a font that can draw them, or not at all."""

import shutil
from pathlib import Path

import pytest

from media.fontfile import read_font
from media.fonts import FontMissing, font_for


@pytest.mark.parametrize(
    "text",
    [
        "L’été, « où » j’étais réfugiée : cœur, Ça… — 25 €\u00a0!\u202f?",
        "Dɔgɔtɔrɔso, ɲɛ, ŋana, kɔrɔ",  # Bambara
        "Ɓiɓɓe, ɗemngal, ƴellitaare, ŋ",  # Fulfulde
        "ǝ ə ă ḍ ṭ š ž ɣ",  # Tamasheq
        "",
        "deux\nlignes",
    ],
)
def test_the_languages_of_the_consultation_in_latin_letters_have_a_font(text: str) -> None:
    font = font_for(text)
    assert font.family == "Noto Sans"
    assert any(font.folder.glob("*.ttf"))


def test_arabic_has_its_own_font() -> None:
    assert font_for("السلام عليكم").family == "Noto Sans Arabic"


@pytest.mark.parametrize(("text", "named"), [("ߒߞߏ", "U\\+07D2"), ("ⵜⵉⴼⵉⵏⴰⵖ", "U\\+2D30")])
def test_nko_and_tifinagh_are_refused_naming_the_letters(text: str, named: str) -> None:
    with pytest.raises(FontMissing, match=named) as caught:
        font_for(f"Bonjour {text}")
    assert "fonts" in caught.value.hint


def test_a_font_of_the_archive_is_used_when_it_has_the_letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = next(font_for("é").folder.glob("NotoSans?wdth*.ttf"))
    shutil.copyfile(own, tmp_path / "own.ttf")
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    (tmp_path / "short.ttf").write_bytes(own.read_bytes()[:100])
    monkeypatch.setattr("media.fonts._WHEELS", ("fontpkg_noto_sans_arabic",))
    found = font_for("ɓ", tmp_path)
    assert (found.family, found.folder) == ("Noto Sans", tmp_path)


def test_a_file_that_is_no_font_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(bytes(500))
    assert read_font(tmp_path / "a.ttf") is None
