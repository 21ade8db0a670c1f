# SPDX-License-Identifier: GPL-3.0-or-later
"""Word families by their endings: what `--broad` widens to beyond the team's own lists."""

_DEEDS = ("issement", "ement", "ment", "ation", "ition", "age", "erie", "ance", "ence")
_DOERS = ("ateur", "atrice", "iteur", "itrice", "eur", "euse", "iste", "ant")
_OTHERS = ("itaire", "aire", "atif", "ative", "able", "ible", "isme", "ité", "er", "ir", "e")
_ENDINGS = tuple(sorted((*_DEEDS, *_DOERS, *_OTHERS), key=len, reverse=True))
_SHORTEST = 4


def root(lemma: str) -> str:
    """What is left of a lemma without its ending of derivation; the lemma itself when too little is left.

    >>> root("recruter") == root("recrutement")
    True
    """
    for ending in _ENDINGS:
        if lemma.endswith(ending) and len(lemma) - len(ending) >= _SHORTEST:
            return lemma[: -len(ending)]
    return lemma
