# SPDX-License-Identifier: GPL-3.0-or-later
"""The language of a track, judged on all of its words: one cue in another language proves nothing."""

from collections import Counter
from collections.abc import Mapping

from media.language import lazy
from subtitles.checks.rule import Rule, Spotted, Whole
from subtitles.cue import Track

_LITTLE_WORDS = {
    "fr": "le la les l un une des du de d et est à a que qui qu ne n pas je j il elle on nous vous ils ce c cette dans en pour"
    " sur avec mais se s y au aux plus sont était ont son sa ses leur était comme par donc où si tout",
    "en": "the of and to a in is that it was for on are with as they be at this have from or had by but not what all were we"
    " when your can said there you i he she do how if will so an my",
    "es": "el la los las un una de del y que en es no se por con para su al lo como más pero sus le ya o este sí porque esta"
    " cuando muy sin sobre me hay yo fue",
    "pt": "o a os as um uma de do da e que em não se por com para seu ao como mais mas dos das na no foi ele ela são eu isso"
    " quando muito você nós",
    "de": "der die das und in zu den mit von ist im nicht ein eine auf für sich dem des als auch es an er ich sie wir war wie"
    " aber oder",
    "bm": "ye ka la na ni bɛ tɛ ko min u i n a o kɛ de don tun ma nin bena sera wa bɛna yɛrɛ bɛɛ kana fo sisan mɔgɔ cɛ",
}
_PORTION = 1000
"""Cues whose words are counted at a time."""
_SETS = {code: frozenset(words.split()) for code, words in _LITTLE_WORDS.items()}


def shares(track: Track) -> tuple[int, dict[str, int]]:
    """How many words the track has, and how many per cent of them are little words of each known language."""
    counts: Counter[str] = Counter()
    for start in range(0, len(track.cues), _PORTION):
        said = "\n".join([cue.plain for cue in track.cues[start : start + _PORTION]])
        counts.update(said.lower().replace("’", " ").replace("'", " ").split())
    total = counts.total()
    return total, {code: 100 * sum(counts[word] for word in words) // max(1, total) for code, words in _SETS.items()}


def _judge(whole: Whole, limits: Mapping[str, int]) -> Spotted | None:
    tongue = whole.track.language.lower().partition("-")[0]
    total, share = shares(whole.track)
    if total < limits["words"]:
        return None
    likeliest = max(share, key=lambda code: share[code])
    own = share.get(tongue)
    if likeliest == tongue or share[likeliest] < limits["share"] or (own is not None and 2 * own > share[likeliest]):
        return None
    if own is None and share[likeliest] < 2 * limits["share"]:
        return None  # little words of one language are words of another too: be sure
    message = lazy(
        "Piste annoncée en « {told} », mais ses mots semblent être en « {seen} » ({share} % de petits mots)."
    )
    fields = {"told": tongue, "seen": likeliest, "share": share[likeliest]}
    return Spotted(message, likeliest, tongue, fields=fields)


RULES: tuple[Rule, ...] = (
    Rule(
        "language", "text", lazy("Le texte est dans la langue de la piste."), "warning", lazy("Règle de la maison"),
        "And then they came to the village.", "Et puis ils sont venus au village.",
        limits={"words": 60, "share": 20}, judge=_judge,
    ),
)  # fmt: skip
