# SPDX-License-Identifier: GPL-3.0-or-later
"""Invented testimony by the hour, the same for the same seed: sentences in French, spoken by turns, cut into cues.

The sentences are ours; the words in their gaps are those of simplemma's French dictionary, the rank of each decided by
the seed and its use by Zipf's law, so that a few words are everywhere and most are rare.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

CUES_OF_AN_HOUR, CUE_MS, GAP_MS = 700, 5_000, 140
REGIONS = ("Gao", "Kidal", "Ménaka", "Mopti", "Ségou", "Taoudénit", "Tombouctou")
GROUPS = ("women", "youth", "forces", "administrative", "religious", "traditional", "political")
WORDS, EXPONENT = 60_000, 1.07
SENTENCES = (
    "Quand les * sont arrivés, nous n'avions plus de * ni de * pour les enfants.",
    "Je me souviens que le * du village avait promis * à tout le monde.",
    "On nous a dit d'attendre, et la * n'est jamais venue jusqu'à nous.",
    "Ce que je demande aujourd'hui, c'est la *, la * et un peu de *.",
    "Mon frère travaillait dans * avant que tout cela commence.",
    "Il y a des * qui pensent que * suffit, mais moi je n'y crois pas.",
    "Nous avons marché trois jours vers le *, avec * sur la tête.",
    "Les femmes ont vendu leurs * pour acheter du * et payer la *.",
    "S'il n'y a pas de *, comment voulez-vous que les jeunes aient confiance ?",
    "Le chef de * nous a réunis sous * pour parler de la *.",
    "Qu'est-ce que la * peut faire quand * manque et que personne n'écoute ?",
    "Depuis la crise de 2012, le * a changé et les * aussi.",
    "À l'école, les * apprenaient * et le soir ils gardaient les bêtes.",
    "L'armée est passée par *, puis elle est repartie sans * ni *.",
    "C'est pour ça que j'ai accepté de témoigner : il faut que la * soit connue.",
    "Au marché, on trouvait encore du * et des * venus du *.",
    "Ma mère disait toujours qu'un * sans * ne vaut pas un *.",
    "La justice, pour nous, ce n'est pas seulement * ; c'est aussi *.",
    "Ils ont pris les *, ils ont brûlé le *, et après ils ont demandé *.",
    "Je ne veux pas de * ; je veux que mes enfants retournent à l'école.",
    "Le fleuve a monté, les * ont été emportés et le * avec.",
    "Entre nous, la * existait déjà ; ce sont les * qui l'ont cassée.",
    "Si la paix revient, nous referons les *, les * et même la *.",
    "Vous savez, le * n'a pas de couleur ; * est * pour tout le monde.",
    "On a compté les * un par un, et il en manquait beaucoup.",
    "Les anciens ont proposé un *, mais les jeunes voulaient * d'abord.",
    "Personne ne nous a expliqué pourquoi * devait passer avant *.",
    "Alors j'ai pris ma *, j'ai fermé la porte et je suis parti.",
)


@dataclass(frozen=True, slots=True)
class Said:
    """One cue: `[start, end)` in milliseconds, its text, and who of the interview speaks (from 0)."""

    start: int
    end: int
    text: str
    speaker: int


@dataclass(frozen=True, slots=True)
class Hour:
    """One interview of an hour: group and sex of each of its speakers, and its cues."""

    code: str
    region: str
    speakers: tuple[tuple[str, str], ...]
    cues: tuple[Said, ...]


def hours(count: int, seed: int = 2018) -> Iterator[Hour]:
    """So many interviews, each the same whatever their number."""
    words = _vocabulary(seed)
    for number in range(count):
        yield hour(number, words, seed)


def hour(number: int, words: Sequence[str], seed: int, take: int = 0) -> Hour:
    """Interview `number`; another `take` of it says other words."""
    chance = np.random.default_rng((seed, number, take))
    speakers = tuple(
        (GROUPS[int(chance.integers(len(GROUPS)))], "fm"[int(chance.integers(2))])
        for _ in range(int(chance.integers(1, 6)))
    )
    return Hour(
        f"H-{number:05d}",
        REGIONS[int(chance.integers(len(REGIONS)))],
        speakers,
        tuple(_cues(chance, words, len(speakers))),
    )


def vocabulary(seed: int = 2018) -> Sequence[str]:
    """The words for the gaps, the most used first."""
    return _vocabulary(seed)


def _vocabulary(seed: int) -> list[str]:
    known = DefaultDictionaryFactory().get_dictionary("fr")
    plain = sorted(str(word) for word in known if 3 < len(word) < 15 and str(word).isalpha() and str(word).islower())
    return [plain[place] for place in np.random.default_rng(seed).permutation(len(plain))[:WORDS]]


def _cues(chance: np.random.Generator, words: Sequence[str], speakers: int) -> Iterator[Said]:
    weights = np.cumsum(np.arange(1, len(words) + 1) ** -EXPONENT)
    pending: list[str] = []
    speaker, place = 0, 0
    while place < CUES_OF_AN_HOUR:
        text = SENTENCES[int(chance.integers(len(SENTENCES)))]
        gaps = text.count("*")
        for rank in np.searchsorted(weights, chance.random(gaps) * weights[-1]).tolist():
            text = text.replace("*", words[min(rank, len(words) - 1)], 1)
        pending += text.split()
        turn = chance.random() < 0.15
        while len(pending) >= 14 or (turn and pending):
            length = min(len(pending), int(chance.integers(9, 14)))
            start = place * (CUE_MS + GAP_MS)
            yield Said(start, start + CUE_MS, " ".join(pending[:length]), speaker)
            pending, place = pending[length:], place + 1
            if place == CUES_OF_AN_HOUR:
                return
        speaker = (speaker + 1) % speakers if turn else speaker
