# SPDX-License-Identifier: GPL-3.0-or-later
"""What French knows of a word: its lemma, whether it is known, and its accents when they were not typed."""

from functools import cache, lru_cache
from typing import Protocol, cast

from archive.search.analysis import folded, surface

_ACCENTS = {
    "a": "àâ",
    "c": "ç",
    "e": "éèê",
    "i": "îï",
    "o": "ô",
    "u": "ùû",
}
_MOST_ACCENTS, _MOST_SPELLINGS, _LONGEST = 3, 500, 30
_LIGATURES = (("oe", "œ"), ("ae", "æ"))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# what a question of several words need not find: they are there by the grammar
LIGHT_WORDS = _words("a à au aux c ce d de des du en et j je l la le les m n ne ou qu que s se t un une y")
# words too common to be widened: articles, pronouns, prepositions, and the forms of être and avoir
STOP_WORDS = _words(
    """
    a à afin ai aie aient aies ait alors as au aura aurai auraient aurais aurait auras aurez auriez
    aurions aurons auront aussi aux avaient avais avait avant avec avez aviez avions avons ayant ayez ayons avoir
    c car ce ceci cela celle celles celui ces cet cette ceux chez comme d dans de des dès donc dont du elle elles en entre
    es est et étaient étais était étant été étée étées êtes étés étiez étions être eu eue eues eûmes eurent eus eusse
    eut eux fûmes furent fus fusse fusses fussent fut fût ici il ils j je jusqu jusque l la là le les leur leurs
    lorsqu lorsque lui m ma mais me mes moi mon n ne ni nos notre nous on ont or ou où par parce pas plus pour
    puisqu puisque qu quand que quel quelle quelles quels qui quoi quoiqu quoique s sa sans se sera serai seraient
    serais serait seras serez seriez serions serons seront ses si sinon soi soient sois soit sommes son sont sous
    soyez soyons sur suis t ta te tes toi ton tous tout toute toutes très tu un une vers vos votre vous y
    """
)


# words without another form, which the dictionary leaves out and which have a neighbour bar accents
_ALONE = _words("maïs où du dès près prés très après procès succès accès décès là çà")


class _Lookup(Protocol):
    def get_lemma(self, token: str, lang: str) -> str | None: ...


@cache
def _dictionary() -> _Lookup:
    from simplemma.strategies import DictionaryLookupStrategy

    return cast(_Lookup, DictionaryLookupStrategy())


@lru_cache(maxsize=131072)
def lemma(form: str) -> str | None:
    """The lemma of a surface form as a surface form; None when French does not know the word."""
    for spelling in _with_ligatures(form):
        if (found := _dictionary().get_lemma(spelling, "fr")) is not None:
            return surface(found)
    return form if form in STOP_WORDS or form in _ALONE else None


def known(form: str) -> bool:
    """True when French knows the word."""
    return lemma(form) is not None


def is_common(form: str) -> bool:
    """True for words that are never widened to their lemma."""
    return form in STOP_WORDS


def spellings(form: str) -> tuple[str, ...]:
    """The French words that have the letters of `form` bar at most three accents, when `form` itself is not one.

    >>> "réfugiée" in spellings("refugiee")
    True
    """
    if known(form) or len(form) > _LONGEST:
        return ()
    found: set[str] = set()
    tried = {folded(form)}
    for _accent in range(_MOST_ACCENTS):
        tried = {other for spelling in tried for other in _one_more_accent(spelling)}
        found.update(spelling for spelling in tried if known(spelling))
        if found or len(tried) > _MOST_SPELLINGS:
            break
    return tuple(sorted(found))


def _one_more_accent(form: str) -> list[str]:
    return [
        form[:place] + accented + form[place + 1 :]
        for place, letter in enumerate(form)
        for accented in _ACCENTS.get(letter, "")
    ]


def _with_ligatures(form: str) -> list[str]:
    found = [form]
    for plain, ligature in _LIGATURES:
        if plain in form:
            found.append(form.replace(plain, ligature))
    return found
