# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of French typography and of spaces. Their fixes are automatic: no word changes.

Addresses, clock times, paths and escapes are never touched.
"""

import re
from collections.abc import Callable

from media.language import lazy
from subtitles.checks.rule import Place, Rule, Spotted
from subtitles.formats.markup import tidy

_KEEP = (
    r"(?P<keep>(?:https?|ftp)://\S+|www\.\S+|[\w.+-]{1,64}@[\w-]+\.\w[\w.-]*"
    r"|\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?|\b[A-Za-z]:\\\S*|&\w{2,31};)"
)
_BLANK = "[ \t\u00a0\u2009\u202f]*"
_NO_TAG = r"(?<!<[ibu]>)"
_MARKS = re.compile(
    rf"{_KEEP}|(?<=[^\s(\[{{«¿¡!?;<-]){_NO_TAG}{_BLANK}(?P<mark>[!?;]+)(?=[\s»)\]”\"’'.,…<-]|\Z)"
)  # fmt: skip
_COLON = re.compile(rf"{_KEEP}|(?<=[^\s(\[{{«:<]){_NO_TAG}{_BLANK}(?P<mark>:)(?=[\s»<]|\Z)")
_QUOTES = re.compile(rf"{_KEEP}|(?P<open>«){_BLANK}(?=\S)|(?<=\S){_BLANK}(?P<close>»)")
_APOSTROPHE = re.compile(rf"{_KEEP}|(?<=[^\W\d_])(?P<mark>')(?=[^\W\d_]|«|<[ibu]>[^\W\d_])")
_DOTS = re.compile(rf"{_KEEP}|(?<!\.)(?P<mark>\.\.\.)(?!\.)")
_SPACES = re.compile(r"(?<=\S)(?:[ \t]{2,}|\t)(?=\S)")


def marks(text: str) -> str:
    """A narrow no-break space (U+202F) before `;`, `!` and `?`."""
    return _MARKS.sub(lambda found: found["keep"] or f"\u202f{found['mark']}", text)


def colons(text: str) -> str:
    """A no-break space (U+00A0) before `:`."""
    return _COLON.sub(lambda found: found["keep"] or "\u00a0:", text)


def quotes(text: str) -> str:
    """No-break spaces (U+00A0) inside `«` and `»`."""
    return _QUOTES.sub(lambda found: found["keep"] or ("«\u00a0" if found["open"] else "\u00a0»"), text)


def apostrophes(text: str) -> str:
    """The typographic apostrophe between letters."""
    return _APOSTROPHE.sub(lambda found: found["keep"] or "’", text)


def dots(text: str) -> str:
    """Three dots as one sign."""
    return _DOTS.sub(lambda found: found["keep"] or "…", text)


def spaces(text: str) -> str:
    """One space between words."""
    return _SPACES.sub(" ", text)


def edges(text: str) -> str:
    """No blank line, and no space at the ends of a line."""
    return tidy("\n".join(line.strip(" \t") for line in text.split("\n")))


def _finder(repair: Callable[[str], str], message: str, signs: str) -> Callable[[Place], Spotted | None]:
    def find(place: Place) -> Spotted | None:
        text = place.cue.text
        if not any(sign in text for sign in signs):
            return None
        right = repair(text)
        return None if right == text else Spotted(message, fix=right)

    return find


_CODE = lazy("Lexique des règles typographiques en usage à l’Imprimerie nationale")

_HOUSE = lazy("Règle de la maison : un texte propre se compare et se cherche mieux")


def _rule(
    name: str, sentence: str, before: str, repair: Callable[[str], str], signs: str, language: str = "fr"
) -> Rule:
    """A rule whose fix is `repair`, which only texts with one of the `signs` need; it makes the example after."""
    find, source = _finder(repair, sentence, signs), _CODE if language else _HOUSE
    family = "typography"
    return Rule(
        name, family, sentence, "warning", source, before, repair(before), find, automatic=True, language=language
    )


RULES: tuple[Rule, ...] = (
    _rule("edge-space", lazy("Ni espace au bord d’une ligne, ni ligne vide."), " Bonjour. ", edges, " \t\n", ""),
    _rule("double-space", lazy("Une seule espace entre deux mots."), "Deux  espaces", spaces, " \t", ""),
    _rule("ellipsis", lazy("Les points de suspension sont un seul signe (…)."), "Je ne sais pas...", dots, "."),
    _rule("apostrophe", lazy("L’apostrophe est courbe (’)."), "L'école d'hier", apostrophes, "'"),
    _rule("guillemets", lazy("Une espace insécable à l’intérieur des guillemets « »."), "« Oui » et «non»", quotes, "«»"),
    _rule("space-before-colon", lazy("Une espace insécable (U+00A0) avant le deux-points."), "Il a dit : oui", colons, ":"),
    _rule("space-before-mark", lazy("Une espace fine insécable (U+202F) avant ; ! et ?"), "Pourquoi ?", marks, ";!?"),
)  # fmt: skip
