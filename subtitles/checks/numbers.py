# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of numbers: thousands, decimals, ordinals, centuries, per cents and units."""

import re

from media.language import lazy
from subtitles.checks.rule import Repair, Rule
from subtitles.checks.sign import repairer, rule

_UNITS = r"(?:km/h|km²|km|m²|m³|cm|mm|kg|mg|ha|°C|FCFA|F CFA|CFA|h|min|mn|millions?|milliards?|francs?|euros?)"
_ROMAN = r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})"
_ASK = str(Repair.PROPOSED)


def _grouped(digits: str) -> str:
    """`digits` by threes from the right, parted by U+202F."""
    return f"{int(digits):,}".replace(",", "\u202f")


thousands = repairer(
    r"(?<![\w.,\u202f\u00a0-])(?P<first>[1-9]\d{0,2})(?P<rest>(?:[ \u00a0]\d{3})+)(?![\w-]|[.\u202f\u00a0]\d)",
    lambda found: found["first"] + re.sub("[ \u00a0]", "\u202f", found["rest"]),
)
long_numbers = repairer(
    r"(?<![\w.,\u202f\u00a0/+#-])(?<!n°)(?<!n° )(?<!él\. )(?<!ode )(?<!BP )(?P<number>[1-9]\d{4,11})(?![\w/-]|[.,]\d)",
    lambda found: _grouped(found["number"]),
)
decimals = repairer(
    r"(?<![\w.,])(?P<whole>\d{1,3})\.(?P<part>\d{1,2})(?![\w.-])", lambda found: f"{found['whole']},{found['part']}"
)
ordinals = repairer(
    rf"\b(?:(?P<first>1)(?:ier|ER)|(?P<she>1)(?:ère|ere)|(?P<number>\d{{1,3}}|{_ROMAN})(?:[iI]?[èe]me)(?P<many>s?))\b",
    lambda found: (
        f"{found['first']}er"
        if found["first"]
        else f"{found['she']}re"
        if found["she"]
        else f"{found['number']}e{found['many']}"
    ),
)
centuries = repairer(
    rf"\b(?P<number>{_ROMAN})(?P<sign>er|e|[iI]?[èe]me)?[ \u00a0](?P<word>siècles?)\b",
    lambda found: f"{found['number']}{'er' if found['number'] == 'I' else 'e'}\u00a0{found['word']}",
)
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
first_days = repairer(
    rf"(?<![\w.,:/\u202f-])1(?P<gap>[ \u00a0])(?=(?:{_MONTHS})\b)", lambda found: f"1er{found['gap']}"
)
heights = repairer(
    r"(?<![\w.,/-])(?P<metres>\d{1,2})[ \u00a0]?m(?P<rest>\d{2})(?![\w/-]|[.,]\d)",
    lambda found: f"{found['metres']}\u00a0m\u00a0{found['rest']}",
)
per_cent = repairer(r"(?<=\d)[ \t]*(?P<sign>[%‰€£])", lambda found: f"\u00a0{found['sign']}")
units = repairer(
    rf"(?<=\d)(?P<gap>[ \t]?)(?P<unit>{_UNITS})(?![\w²³/])",
    lambda found: f"\u00a0{found['unit']}",
)
references = repairer(
    r"(?:\b(?P<short>[Nn]°|[Pp]p?\.|[Aa]rt\.|[Vv]ol\.|[Cc]hap\.)[ \t]?)(?=\d)", lambda found: f"{found['short']}\u00a0"
)

RULES: tuple[Rule, ...] = (
    rule("thousands", lazy("Les tranches de trois chiffres se séparent d’une espace fine insécable."),
         "25 000 personnes", thousands, (re.compile(r"\d[ \u00a0]\d{3}"),), digits="yes"),
    rule("long-number", lazy("Un nombre de cinq chiffres ou plus se coupe en tranches de trois."), "25000 personnes",
         long_numbers, (re.compile(r"\d{5}"),), severity="info", by=_ASK, digits="yes"),
    rule("decimal", lazy("Les décimales viennent après une virgule."), "2.5 sacs de mil", decimals,
         (re.compile(r"\d\.\d"),), severity="info", by=_ASK, digits="yes"),
    rule("ordinal", lazy("1er, 1re, 2e, XXIe : jamais ème ni ère."), "la 2ème fois, la 1ère année", ordinals,
         (re.compile(r"[\dIVX](?:[iI]?[èe]me|ère|ere|ier|ER)"),), letters="0123456789IVX"),
    rule("first-day", lazy("Le premier jour du mois est le 1er ; les autres sont des nombres."), "le 1 mai et le 2 mai",
         first_days, ("1 ", "1\u00a0"), digits="yes"),
    rule("height", lazy("Une taille s’écrit 1 m 80, avec des espaces insécables."), "Il mesure 1m80.", heights,
         (re.compile(r"\dm\d|\d[ \u00a0]m\d"),), by=_ASK, digits="yes"),
    rule("century", lazy("Un siècle porte son e, et une espace insécable le tient à son nombre."), "au XXIe siècle",
         centuries, ("siècle",)),
    rule("per-cent", lazy("Une espace insécable avant % et les monnaies."), "50% des gens", per_cent,
         ("%", "‰", "€", "£"), digits="yes"),
    rule("reference", lazy("Une espace insécable tient n°, p. ou art. à son nombre."), "le puits n° 5", references,
         ("°", "p.", "P.", "rt.", "ol.", "hap."), digits="yes"),
    rule("unit", lazy("Une espace insécable tient l’unité à son nombre."), "à 30 km de Gao", units,
         (re.compile(rf"\d[ \t]?{_UNITS}"),), digits="yes"),
)  # fmt: skip
