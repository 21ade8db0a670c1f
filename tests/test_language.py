# SPDX-License-Identifier: GPL-3.0-or-later
"""What users read: French typeset as French, English complete."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from media.language import FOLDER, gettext, ngettext, use_language

ROOT = Path(__file__).parent.parent
KEYWORDS = {"_": None, "gettext": None, "lazy": None, "ngettext": (1, 2)}
METHODS = [("**.py", "python"), ("webui/templates/**.html", "jinja2")]
FAULTS = {
    "a straight apostrophe": r"\w'\w",
    "no narrow space before ; ! ?": r"[\w)»’”…%.}] ?[;!?](?=\s|$)",
    "a breaking space before a colon": r"(?<![+]) :(?=\s|$)",
    "a guillemet without its no-break space": r"«(?!\u00a0)|(?<!\u00a0)»",
}


@cache
def sentences() -> frozenset[str | tuple[str, ...]]:
    """Every text for users in the code and the pages."""
    found = set()
    for floor in ("media", "subtitles", "archive", "webui"):
        methods = [(pattern.removeprefix("webui/"), method) for pattern, method in METHODS]
        for _file, _line, message, _comments, _context in extract_from_dir(
            str(ROOT / floor), methods, keywords=KEYWORDS, options_map={}
        ):
            found.add(message)
    return frozenset(found)


@pytest.mark.parametrize("fault", FAULTS)
def test_french_is_typeset_as_french(fault: str) -> None:
    texts = {text for item in sentences() for text in (item if isinstance(item, tuple) else (item,))}
    assert {text for text in texts if re.search(FAULTS[fault], text)} == set()


def catalogue() -> dict[str | tuple[str, ...], Message]:
    with (Path(FOLDER) / "en" / "LC_MESSAGES" / "baro.po").open("rb") as handle:
        return {message.id: message for message in read_po(handle, locale="en") if message.id}


def test_english_has_every_sentence() -> None:
    english = catalogue()
    assert {item for item in sentences() if item not in english or not english[item].string} == set()
    assert not any(message.fuzzy for message in english.values())


def test_english_keeps_every_field_of_a_sentence() -> None:
    def fields(text: object) -> set[str]:
        texts = text if isinstance(text, list | tuple) else (text,)
        return {found for one in texts for found in re.findall(r"\{(\w*)[^}]*\}|%\((\w+)\)", str(one))}  # type: ignore[misc]

    wrong = [message.id for message in catalogue().values() if not fields(message.string) <= fields(message.id)]
    assert wrong == []


def test_counting_in_french_and_in_english() -> None:
    use_language("fr")
    assert [ngettext("{n} image", "{n} images", n) for n in (0, 1, 2)] == ["{n} image", "{n} image", "{n} images"]
    use_language("en")
    assert gettext("Réessayer dans un instant.") == "Try again in a moment."
    use_language("fr")
    assert gettext("Réessayer dans un instant.") == "Réessayer dans un instant."
