# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of letters: œ and æ, accents on capitals, titles of courtesy, acronyms."""

import re

from media.language import lazy
from subtitles.checks.rule import Repair, Rule
from subtitles.checks.sign import CODE, repairer, rule

_WITH_OE = (
    "(?:c|ch|s|b|v|n|m|ranc)(?=oeu)|contrec(?=oeu)|cons(?=oeur)|man(?=oeuvr)|éc(?=oeur)|belles-s(?=oeur)"
    "|d[ée]s(?=oeuvr)|hors-d(?=oeuvr)|(?=oeu[fvi]|oeil|oesoph|oecum|oenolo|oed[èe]m|oedip)|f(?=oetus)"
)
ligatures = repairer(
    rf"\b(?i:(?P<head>{_WITH_OE})(?P<oe>oe))",
    lambda found: found["head"] + ("Œ" if found["oe"].isupper() else "œ" if found["oe"][0] == "o" else "Œ"),
)
ae = repairer(
    r"\b(?:(?P<ex>[Ee]x) aequo|(?P<et>[Ee]t) caetera|(?P<vitae>[Cc]urriculum vit)ae)\b",
    lambda found: (
        f"{found['ex']} æquo" if found["ex"] else f"{found['et']} cætera" if found["et"] else f"{found['vitae']}æ"
    ),
)

_ACUTE = (
    "[Cc]hange[zr]?|conomi[eq]\\w*|cole[s]?|colier\\w*|coute\\w*|criture[s]?|crire|crit[es]*|ducat\\w+|galement|galité"
    "|glise[s]?|lection\\w*|lectri\\w+|lève[s]?|lément\\w*|lu[es]*|levage\\w*|leveur\\w*|lever|mission[s]?|motion[s]?"
    "|nergie\\w*|norm[eé]\\w*|paule[s]?|poque[s]?|pouse[s]?|preuve[s]?|quipe\\w*|tabli\\w*|tait|taient|tais|tant"
    "|tape[s]?|tat[s]?|té[s]?|tions|tiez|trange\\w*|tude[s]?|tudiant\\w*|vacu\\w+|vénement\\w*|videmment|vident\\w*"
    "|vite[rz]?|vêque[s]?"
)
_CIRCUMFLEX = "tre[s]?|tes"
_AFTER_A = (
    "la|l['’]\\w+|ce|cet|cette|ces|cause|partir|propos|côté|mon|ton|son|notre|votre|leur|mes|tes|ses|nos|vos|leurs"
    "|tout|toute|tous|toutes|toi|moi|lui|elle|eux|nous|vous|chaque|un|une|midi|minuit|nouveau|peu|l['’]aide|\\d+"
    "|quel|quelle|qui|quoi|peine|présent|travers|moins|part|force|demain|bientôt|jamais|quand|combien|Gao|Bamako"
    "|Mopti|Ménaka|Kidal|Ségou|Tombouctou|Kayes|Sikasso|Koulikoro|Taoudénit|Douentza|Bandiagara"
)
_START = r"(?:(?<=[.!?…:«–-] )|(?<=[«»] )|(?<=[« \u00a0-][\u00a0])|(?<=\n)|\A|(?<=<[ibu]>))"


def capitals(text: str) -> str:
    """Accents on capitals that begin a word.

    >>> capitals("A la fin, l'Etat. Ca va.")
    "À la fin, l'État. Ça va."
    """
    return _at_start(_whole_words(text))


_whole_words = repairer(
    rf"\b(?:(?P<circumflex>E(?:{_CIRCUMFLEX})\b)|(?P<acute>E(?:{_ACUTE})\b)|(?P<cedilla>Ca\b)|(?P<island>Iles?\b))",
    lambda found: (
        f"Ê{found['circumflex'][1:]}" if found["circumflex"]
        else f"É{found['acute'][1:]}" if found["acute"]
        else "Ça" if found["cedilla"] else f"Î{found['island'][1:]}"
    ),
)  # fmt: skip
_at_start = repairer(rf"{_START}A(?= (?:{_AFTER_A})\b)", "À")

titles = repairer(
    r"\b(?:(?P<mister>Mr)\b\.?|(?P<madam>Mme|Mlle|Dr|Pr)\.) (?=[A-ZÀ-Þ])",
    lambda found: "M.\u00a0" if found["mister"] else f"{found['madam']}\u00a0",
)
titled = repairer(
    r"\b(?:(?P<title>M\.|MM\.|Mmes?|Mlles?|Mgr|Dr|Pr|Me) |(?P<close>MM?\.)(?=[A-ZÀ-Þ][a-zà-ÿ]))(?=[A-ZÀ-Þ]\w)",
    lambda found: f"{found['title'] or found['close']}\u00a0",
)
points = repairer(r"\b(?P<letters>(?:[A-ZÀ-Þ]\.){2,}[A-ZÀ-Þ]?)(?!\w)", lambda found: found["letters"].replace(".", ""))
plurals = repairer(r"\b(?P<letters>[A-Z]{2,6})s\b", lambda found: found["letters"])

asking = repairer(
    r"(?<!\b[Cc]e )\b(?P<head>[Nn]['’]est(?= ce pas\b)|[Qq]u['’]est(?= ce qu(?:[ei]\b|['’]))) ce\b",
    lambda found: f"{found['head']}-ce",
)

_ASK = str(Repair.PROPOSED)

RULES: tuple[Rule, ...] = (
    rule("oe", lazy("œ et æ sont une seule lettre : cœur, sœur, œil, ex æquo."), "ma soeur, son coeur",
         lambda text: ae(ligatures(text)), ("oe", "Oe", "OE", "ae")),
    rule("accented-capital", lazy("Les capitales portent leurs accents : À, É, Ê, Ç, Î."), "A la fin, l’Etat…",
         capitals, ("A ", "Ca", "Ile", re.compile("E[a-zéè]")), letters="ACIE"),
    rule("title", lazy("M., Mme, Mlle, Dr : sans Mr, et sans point quand la fin du mot est là."), "Mr Diallo et Mme. Touré",
         titles, ("Mr", "Mme.", "Mlle.", "Dr.", "Pr.")),
    rule("title-space", lazy("Une espace insécable tient le titre à son nom."), "M. Diallo et Mme Touré", titled,
         ("M.", "Mme", "Mlle", "Mgr ", "Dr ", "Pr ", "Me ")),
    rule("est-ce", lazy("N’est-ce pas, qu’est-ce que : un trait d’union tient ce à son verbe."), "N’est ce pas\u202f?", asking,
         ("est ce",), by=_ASK),
    rule("acronym-points", lazy("Un sigle s’écrit sans points."), "les F.D.S. de Gao", points, (re.compile(r"[A-ZÀ-Þ]\.[A-ZÀ-Þ]"),),
         family="acronyms", source=CODE, by=_ASK),
    rule("acronym-plural", lazy("Un sigle ne prend pas d’s au pluriel."), "les ONGs", plurals, (re.compile(r"[A-Z]{2}s\b"),),
         family="acronyms", source=CODE, by=_ASK),
)  # fmt: skip
