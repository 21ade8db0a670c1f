# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of French typography and of spaces. Most fixes are automatic: no word changes."""

import re

from media.language import lazy
from subtitles.checks.rule import Repair, Rule
from subtitles.checks.sign import HOUSE, KEEP, repairer, rule
from subtitles.formats.markup import tidy

_BLANK = "[ \t\u00a0\u2009\u202f]*"
_NO_TAG = r"(?<!<[ibu]>)"
_MARKS = rf"(?<=[^\s(\[{{«¿¡!?;<-]){_NO_TAG}{_BLANK}(?P<mark>[!?;]+(?:{_BLANK}[!?]+)*)(?=[\s»)\]”\"’'.,…<-]|\Z)"
_COLON = rf"(?<=[^\s(\[{{«:<]){_NO_TAG}{_BLANK}:(?=[\s»<]|\Z)"
_QUOTES = rf"(?P<open>«){_BLANK}(?=\S)|(?<=\S){_BLANK}»"
_LETTER = r"[^\W\d_]"
_SPACES = re.compile(r"(?<=\S)(?:[ \t]{2,}|\t)(?=\S)")
_STRAIGHT = re.compile(rf'{KEEP}|(?P<quote>")')
_CURLY = re.compile(r"“[ \t\u00a0\u202f]*([^“”]+?)[ \t\u00a0\u202f]*”")
_ELIDED = r"(?:[ldjmtsncLDJMTSNC]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu|[Qq]uoiqu)"

marks = repairer(_MARKS, lambda found: "\u202f" + "".join(found["mark"].split()))
colons = repairer(_COLON, "\u00a0:")
quotes = repairer(_QUOTES, lambda found: "«\u00a0" if found["open"] else "\u00a0»")
apostrophes = repairer(rf"'(?<={_LETTER}')(?={_LETTER}|«|<[ibu]>{_LETTER})", "’")
dots = repairer(r"(?<!\.)\.\.\.(?!\.)", "…")
dots_apart = repairer(r"(?<=[^\W_])[ \t\u00a0\u202f]+…(?=[\s»)<]|\Z)", "…")
etcetera = repairer(r"\b(?P<etc>[Ee]tc)(?:\.?…|\.{2,})", lambda found: f"{found['etc']}.")
commas = repairer(r"(?<=[^\W_])[ \t\u00a0\u202f]+(?P<mark>[,.])(?=[\s»)<]|\Z)", lambda found: found["mark"])
after_comma = repairer(rf"(?:(?<={_LETTER})|(?<=»)),(?={_LETTER})", ", ")
elisions = repairer(
    rf"\b(?P<word>{_ELIDED})(?P<sign>['’])[ \u00a0\u202f]+(?=[aeiouyhàâéèêëîïôöùûœæAEIOUYHÀÂÉÈÊËÎÏÔÙÛŒÆ])",
    lambda found: found["word"] + found["sign"],
)
brackets = repairer(
    r"(?P<open>[(\[])[ \t\u00a0\u202f]+(?=\S)|(?<=[^\s(\[])[ \t\u00a0\u202f]+(?P<close>[)\]])",
    lambda found: found["open"] or found["close"],
)
repeats = repairer(
    r"(?P<many>[!?]{3,})",
    lambda found: "?!" if {*found["many"]} == {"!", "?"} else found["many"][0],
)
dashes = repairer(r"(?<=[\w»,]) - (?=\w)", " – ")


def spaces(text: str) -> str:
    """One space between words."""
    return _SPACES.sub(" ", text)


def edges(text: str) -> str:
    """No blank line, and no space at the ends of a line."""
    return tidy("\n".join(line.strip(" \t") for line in text.split("\n")))


def straight(text: str) -> str:
    """Pairs of `"` as French guillemets, or as “ ” inside guillemets; a quote left alone stays.

    >>> straight('Il dit "oui".') == "Il dit «\u00a0oui\u00a0»."
    True
    """
    count = sum(found["quote"] is not None for found in _STRAIGHT.finditer(text))
    if not count or count % 2:
        return text
    depth, opening = 0, True
    pieces, at = [], 0
    for found in _STRAIGHT.finditer(text):
        said = text[at : found.start()]
        depth += said.count("«") - said.count("»")
        at = found.end()
        pieces.append(said)
        if found["quote"] is None:  # an address or code, kept as it is
            pieces.append(found[0])
            continue
        pair = "“”" if depth > 0 else ("«\u00a0", "\u00a0»")
        pieces.append(pair[0 if opening else 1])
        opening = not opening
    return "".join([*pieces, text[at:]])


def curly(text: str) -> str:
    """`“ ”` as guillemets, unless they stand inside guillemets."""
    return text if "«" in text else _CURLY.sub("«\u00a0\\1\u00a0»", text)


def _at_an_edge(text: str) -> bool:
    return text[:1] in (" ", "\n") or text[-1:] in (" ", "\n")


_ASK = str(Repair.PROPOSED)

RULES: tuple[Rule, ...] = (
    rule("edge-space", lazy("Ni espace au bord d’une ligne, ni ligne vide."), " Bonjour. ", edges,
         (" \n", "\n ", "\n\n", "\t", _at_an_edge), language="", source=HOUSE),
    rule("double-space", lazy("Une seule espace entre deux mots."), "Deux  espaces", spaces, ("  ", "\t"),
         language="", source=HOUSE),
    rule("ellipsis", lazy("Les points de suspension sont un seul signe (…)."), "Je ne sais pas...", dots,
         ("...",)),
    rule("ellipsis-space", lazy("Les points de suspension collent au mot qui précède."), "Je ne sais pas …",
         dots_apart, (" …", "\u00a0…", "\u202f…")),
    rule("etc", lazy("« etc. » se suffit : un point, jamais de points de suspension."), "Le mil, le riz, etc…",
         etcetera, ("etc", "Etc"), by=_ASK),
    rule("apostrophe", lazy("L’apostrophe est courbe (’)."), "L'école d'hier", apostrophes, ("'",)),
    rule("elision-space", lazy("Pas d’espace après l’apostrophe d’une élision."), "l’ école", elisions,
         ("’ ", "' ", "’\u00a0", "'\u00a0")),
    rule("straight-quotes", lazy("Les guillemets sont « », et “ ” à l’intérieur."), 'Il a dit "oui".', straight, ('"',)),
    rule("curly-quotes", lazy("Les guillemets du premier rang sont « »."), "Il a dit “oui”.", curly, ("“",),
         severity="info", by=_ASK),
    rule("guillemets", lazy("Une espace insécable à l’intérieur des guillemets « »."), "« Oui » et «non»", quotes, ("«", "»")),
    rule("brackets", lazy("Pas d’espace à l’intérieur des parenthèses et des crochets."), "( rires )", brackets,
         ("( ", " )", "[ ", " ]")),
    rule("space-before-colon", lazy("Une espace insécable (U+00A0) avant le deux-points."), "Il a dit : oui", colons, (":",)),
    rule("space-before-mark", lazy("Une espace fine insécable (U+202F) avant ; ! et ?"), "Pourquoi ?", marks, (";", "!", "?")),
    rule("space-before-comma", lazy("Pas d’espace avant la virgule ni le point."), "Oui , je sais .", commas,
         (" ,", " .", "\u00a0,", "\u00a0.", "\u202f,", "\u202f.")),
    rule("space-after-comma", lazy("Une espace après la virgule."), "Oui,je sais", after_comma, (re.compile(rf",{_LETTER}"),)),
    rule("repeated-mark", lazy("Un seul point d’exclamation ou d’interrogation suffit."), "Quoi\u202f???", repeats,
         ("!!", "??", "?!?", "!?!"), severity="info", by=_ASK),
    rule("dash", lazy("L’incise se met entre tirets (–), non entre traits d’union."), "Gao - la ville - dort", dashes,
         (" - ",), severity="info", by=_ASK),
)  # fmt: skip
