# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a French text is broken into lines: every possible break is weighed, the lightest is kept."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from subtitles.formats.markup import TAG

_REPLY = re.compile(r"(?:<[ibu]>)*[-–—](?=[ \u00a0]?(?:<[ibu]>)*[^\W\d_]|[ \u00a0]?[«…“])")
_MOST_LINES = 3


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES = _words(
    "le la les l’ un une des du de d’ au aux ce cet cette ces mon ton son ma ta sa mes tes ses notre votre leur nos vos"
    " leurs quel quelle quels quelles"
)
PREPOSITIONS = _words("à de d’ en dans par pour sur sous avec sans chez vers entre jusqu’ dès parmi")
PRONOUNS = _words("je j’ tu il elle on nous vous ils elles c’ me m’ te t’ se s’ y ça qu’")
NEGATIONS = _words("ne n’")
AUXILIARIES = _words(
    "ai as a avons avez ont avais avait avions aviez avaient aurai aura auront aurait auraient suis es est sommes êtes"
    " sont étais était étions étiez étaient sera seront serait seraient"
)
TITLES = _words("m. mm. mme mmes mlle dr pr me mgr")
BINDING = ARTICLES | PREPOSITIONS | PRONOUNS | NEGATIONS | AUXILIARIES | TITLES
"""Words that hold on to the one that follows."""
_OPENING = PREPOSITIONS | _words("et ou mais donc or ni car que qu’ qui dont où parce puisque lorsque quand si comme")
"""Words that may begin a line."""
_ADJECTIVES = _words(
    "petit petite petits petites grand grande grands grandes bon bonne bons bonnes beau belle beaux belles jeune jeunes"
    " vieux vieille vieilles nouveau nouvelle nouveaux nouvelles gros grosse mauvais mauvaise premier première deux trois"
    " quatre cinq six sept huit neuf dix cent mille plusieurs quelques chaque"
)
"""Words that come before their noun: better not parted from it."""
_NEGATED = _words("pas plus jamais rien")
"""Words that complete « ne »: better not parted from their verb."""

_HOLDS, _LEANS, _TOP_HEAVY = 120, 40, 4
_SENTENCE, _CLAUSE, _BEFORE = 24, 14, 8
_KINDEST = _SENTENCE + _BEFORE
"""The most that the words around a break speak for it."""


def replies(text: str) -> list[str]:
    """The text by speakers, when its lines begin with dashes; else the text as one."""
    found: list[str] = []
    for line in text.split("\n"):
        if found and not _REPLY.match(line):
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return found


def is_reply(line: str) -> bool:
    """True when the line begins with the dash of a speaker."""
    return _REPLY.match(line) is not None


def bound(before: str, word: str, following: str) -> bool:
    """True when no line may end between `word` and `following`; `before` is the word ahead of `word`, or empty.

    >>> bound("de", "la", "ville"), bound("avec", "nous", "aussi"), bound("ami", "Ali", "Diallo")
    (True, False, True)
    """
    low = word.lower().replace("'", "’").lstrip("«“(\u00a0\u202f")
    if low.endswith("’"):
        return True
    if low in BINDING:
        # after a preposition « nous », « elle » end their group: avec nous
        return not (low in PRONOUNS and before.lower() in PREPOSITIONS)
    return (
        word[:1].isupper()
        and word.isalpha()
        and following[:1].isupper()
        and before != ""
        and before[-1] not in ".!?…:«-–"
    )


def words_of(text: str) -> list[str]:
    """The words of a text, with what clings to them: no-break spaces, signs, tags."""
    return [word for word in text.replace("\n", " ").replace("\t", " ").split(" ") if word]


def broken(text: str, width: int, most: int) -> str | None:
    """`text` in at most `most` lines of at most `width` characters, broken where it hurts least.

    One line when it fits. Replies keep a line each. None when it cannot be done.

    >>> broken("Nous n’avions plus confiance dans les patrouilles de nuit.", 42, 2)
    'Nous n’avions plus confiance\\ndans les patrouilles de nuit.'
    """
    said = replies(text)
    if len(said) > 1:
        lines = [one.replace("\n", " ") for one in said]
        fits = len(lines) <= most and all(len(TAG.sub("", line)) <= width for line in lines)
        return "\n".join(lines) if fits else None
    if "<" not in text and len(text) - sum(map(text.count, " \t\n")) > width * most:
        return None
    words = words_of(text)
    plain = [TAG.sub("", word) for word in words] if "<" in text else words
    if not words or sum(map(len, plain)) > width * most:
        return None
    for count in range(1, min(most, _MOST_LINES, len(words)) + 1):
        found = _lightest(plain, count, width)
        if found is not None:
            places = [0, *found, len(words)]
            return "\n".join(" ".join(words[start:end]) for start, end in pairwise(places))
    return None


def _lightest(words: Sequence[str], count: int, width: int) -> tuple[int, ...] | None:
    """The places before which `count` lines begin, the first left out; None when no way fits."""
    reach = [0]
    for word in words:
        reach.append(reach[-1] + len(word) + 1)
    if reach[-1] - count > width * count:
        return None
    best: tuple[int, tuple[int, ...]] | None = None
    for shape, places in sorted(_shapes(reach, count, width)):
        if best is not None and shape - _KINDEST * len(places) > best[0]:
            break  # the words cannot make up for such lines
        weight = shape + sum(hurt(words, place) for place in places)
        if (best is None or (weight, places) < best) and not any(_speaks(words, place) for place in places):
            best = weight, places
    return None if best is None else best[1]


def _shapes(reach: Sequence[int], count: int, width: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Every way to break into `count` lines that fit, with the weight of its lengths alone.

    `reach` says where each word begins, a space between two, and last where one more would.
    """
    last = len(reach) - 1
    if count == 2:  # nearly always
        for place in range(1, last):
            first, second = reach[place] - 1, reach[last] - reach[place] - 1
            if first <= width and second <= width:
                yield (2 * (first - second) + _TOP_HEAVY if first > second else 2 * (second - first)), (place,)
        return
    for places in combinations(range(1, last), count - 1):
        lengths = [reach[end] - reach[start] - 1 for start, end in pairwise((0, *places, last))]
        if max(lengths) <= width:
            yield 2 * (max(lengths) - min(lengths)) + _TOP_HEAVY * (lengths[0] > lengths[-1]), places


def _speaks(words: Sequence[str], place: int) -> bool:
    """True when a line that began with the word at `place` would look like another speaker's."""
    return words[place][:1] in ("-", "–", "—") and is_reply(" ".join(words[place : place + 2]))


def hurt(words: Sequence[str], place: int) -> int:
    """How much a break before the word at `place` hurts."""
    last, first = words[place - 1], words[place]
    if bound(words[place - 2] if place > 1 else "", last, first):
        return _HOLDS
    elided, _sign, clitic = last.lower().replace("'", "’").rpartition("’")
    if elided and elided != "quelqu" and clitic in BINDING:  # « qu’il », « j’en » hold on too, where there is a choice
        return _HOLDS
    ending = last.rstrip("»”)\u00a0\u202f")[-1:]
    weight = -_SENTENCE if ending in ".!?…" else -_CLAUSE if ending in ",;:" else 0
    weight += _LEANS * (last.lower() in _ADJECTIVES or first.lower().rstrip(".,") in _NEGATED)
    return weight - _BEFORE * (first.lower() in _OPENING)
