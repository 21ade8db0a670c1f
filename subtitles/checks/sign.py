# SPDX-License-Identifier: GPL-3.0-or-later
"""A rule made of a repair: the text is wrong where repairing it would change it.

Addresses, clock times, paths, code between backquotes and escapes are never touched.
"""

import re
from collections.abc import Callable, Mapping

from media.language import lazy
from subtitles.checks.rule import Place, Repair, Rule, Spotted

KEEP = (
    r"(?P<keep>(?:https?|ftp)://\S+|www\.\S+|[\w.+-]{1,64}@[\w-]+\.\w[\w.-]*"
    r"|\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?|\b[A-Za-z]:\\\S*|&\w{2,31};|`[^`\n]+`)"
)
"""What no repair touches. Each pattern of a repair begins with it."""

CODE = lazy("Lexique des règles typographiques en usage à l’Imprimerie nationale")
Sign = str | re.Pattern[str] | Callable[[str], bool]
"""What a text has that a rule may be about: some characters, a pattern, or the answer to a question."""
HOUSE = lazy("Règle de la maison : un texte propre se compare et se cherche mieux")


def repairer(pattern: str, put: Callable[[re.Match[str]], str] | str) -> Callable[[str], str]:
    """A repair that puts `put` wherever `pattern` stands, outside of what is kept."""
    careful, plain = re.compile(f"{KEEP}|{pattern}"), re.compile(pattern)

    def repair(text: str) -> str:
        if (
            ":" not in text and "@" not in text and "&" not in text and "`" not in text and "www." not in text
        ):  # nothing to keep
            return plain.sub(put, text)
        return careful.sub(lambda found: found["keep"] or (put if isinstance(put, str) else put(found)), text)

    return repair


def rule(
    name: str,
    sentence: str,
    before: str,
    repair: Callable[[str], str],
    signs: tuple[Sign, ...],
    **other: str,
) -> Rule:
    """A rule whose fix is `repair`; it makes the example after.

    Only texts in which one of the `signs` stands can need it. `other`: family, severity, source, language, and `by`
    whom it is applied, where they are not the usual ones; `digits` when only texts with a digit can need it; `letters`:
    no sign does without one of these.
    """
    return Rule(
        name,
        other.get("family", "typography"),
        sentence,
        other.get("severity", "warning"),
        other.get("source", CODE),
        before,
        repair(before),
        _finder(repair, sentence, signs),
        repair=Repair(other.get("by", Repair.AUTOMATIC)),
        language=other.get("language", "fr"),
        digits="digits" in other,
        signs=tuple(other["letters"])
        if "letters" in other
        else _texts(signs)
        if len(_texts(signs)) == len(signs)
        else (),
    )


def _texts(signs: tuple[Sign, ...]) -> tuple[str, ...]:
    return tuple(sign for sign in signs if isinstance(sign, str))


def _finder(
    repair: Callable[[str], str], message: str, signs: tuple[Sign, ...]
) -> Callable[[Place, Mapping[str, int]], Spotted | None]:
    texts = _texts(signs)
    questions = [sign.search if isinstance(sign, re.Pattern) else sign for sign in signs if not isinstance(sign, str)]

    def find(place: Place, limits: Mapping[str, int]) -> Spotted | None:
        text = place.text
        for sign in texts:  # loops, not any(): this runs for each rule and each cue
            if sign in text:
                break
        else:
            for stands in questions:
                if stands(text):
                    break
            else:
                return None
        right = repair(text)
        return None if right == text else Spotted(message, fix=right)

    return find
