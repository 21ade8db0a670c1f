# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of the sound tracks of a file is heard: one of them, one side of it, or all mixed.

It is written as people type it: `2` (the second track), `mix`, `left` or `2:right`; empty is the house's choice, the
first track unless that is silent and another is not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from media.command import Source, Stream, blended
from media.errors import WrongUse
from media.language import gettext as _
from media.probe import AudioInfo, MediaInfo

MIX = "mix"
SIDES = ("left", "right")
SILENT = -60
"""Peak in decibels below full scale under which a track is an open input with nothing on it."""
_TYPED = re.compile(r"(?:(\d{1,3})(?::(left|right))?|(left|right)|mix)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Choice:
    """The places of the tracks that are heard (from 0), and the one channel of them, None for all."""

    places: tuple[int, ...]
    channel: int | None = None


def read_choice(words: str, sounds: Sequence[AudioInfo]) -> Choice:
    """What `words` mean for a file with these tracks. Raises WrongUse for a track or side that it does not have."""
    words = words.strip()
    found = _TYPED.fullmatch(words)
    if not words:
        return Choice((_usual(sounds).place,))
    if found is None:
        raise WrongUse(
            _("Piste son inconnue : « {words} ».").format(words=words[:40]),
            _("Écrire un numéro (2), un côté (left, right, 2:left), ou mix pour toutes."),
        )
    if words == MIX:
        return Choice(tuple(one.place for one in sounds))
    track = _track(int(found[1]), sounds) if found[1] else _usual(sounds)
    side = found[2] or found[3]
    if side and track.channels < len(SIDES):
        raise WrongUse(_("Cette piste son n’a qu’un canal."), _("La choisir sans côté."))
    return Choice((track.place,), SIDES.index(side) if side else None)


def heard_in(info: MediaInfo) -> Choice:
    """What is heard of a file that has sound; a choice that does not fit it (its bytes were replaced) is not obeyed."""
    try:
        return read_choice(info.choice, info.tracks)
    except WrongUse:
        return read_choice("", info.tracks)


def skips_silence(sounds: Sequence[AudioInfo]) -> bool:
    """True when the house's choice is not the first track, because that is silent."""
    return bool(sounds) and _usual(sounds) is not sounds[0]


def choice_name(info: MediaInfo) -> str:
    """What is heard in one short text that is the same whenever the same is heard; empty for all of the first track."""
    choice = heard_in(info) if info.tracks else Choice(())
    if choice == Choice((info.tracks[0].place,) if info.tracks else ()):
        return ""
    return f"{','.join(map(str, choice.places))}:{choice.channel}"


def streams_of(source: Source, info: MediaInfo) -> list[Stream]:
    """The tracks that are heard, of a file that has sound; `sided` gives the one side that is."""
    return [source[f"a:{place}"] for place in heard_in(info).places]


def sided(track: Stream, info: MediaInfo) -> Stream:
    """The side of a track that is heard, all of it where no side was chosen.

    It comes after a filter of the caller's own: one reading listens in several ways, and ffmpeg-python takes chains that
    begin alike for one, which it cannot part.
    """
    channel = heard_in(info).channel
    return track if channel is None else track.filter("channelmap", map=channel, channel_layout="mono")


def together(streams: Sequence[Stream]) -> Stream:
    """Tracks that begin together as one: each at its share of the level, so that nothing clips."""
    return streams[0] if len(streams) == 1 else blended(streams)


def _usual(sounds: Sequence[AudioInfo]) -> AudioInfo:
    heard = [one for one in sounds if one.level is None or one.level > SILENT]
    return (heard or list(sounds))[0]


def _track(number: int, sounds: Sequence[AudioInfo]) -> AudioInfo:
    for one in sounds:
        if one.place == number - 1:
            return one
    there = ", ".join(str(one.place + 1) for one in sounds)
    raise WrongUse(
        _("Il n’y a pas de piste son {number}.").format(number=number),
        _("Celles du fichier : {there}.").format(there=there),
    )
