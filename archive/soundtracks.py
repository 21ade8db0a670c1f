# SPDX-License-Identifier: GPL-3.0-or-later
"""Which sound track of a recording is heard everywhere: looked at, chosen, and what was made with another made again."""

from sqlalchemy.orm import Session

from archive.catalogue import clips, recordings
from archive.derive import enqueue_derive
from archive.film.render import enqueue_clip
from archive.library import Library
from archive.model.footage import Recording
from archive.takes import rush
from media.errors import Refused
from media.language import gettext as _
from media.language import ngettext
from media.probe import AudioInfo, probe
from media.soundtrack import SILENT, read_choice, skips_silence


def looked_at(library: Library, recording: str) -> Recording:
    """The recording (its id) with its tracks known: one that was taken in before they were counted is looked at now.

    Raises NotFound, MediaRefused, CannotCheck when its original is gone.
    """
    with library.reading() as session:
        known = recordings.get(session, recording)
    if known.sounds or not known.has_sound:
        return known
    found = probe(rush(library, known)).tracks
    with library.writing() as session:
        recordings.describe_sounds(session, recording, found)
        return recordings.get(session, recording)


def choose(session: Session, recording: Recording, words: str, by: str) -> Recording:
    """Let `words` (`2`, `mix`, `2:left`; empty: the house's choice) be heard, and ask for its copies and clips anew.

    Raises Refused for a recording without sound, WrongUse for a track that it does not have.
    """
    if not recording.has_sound:
        raise Refused(_("{name} n’a pas de son.").format(name=recording.original_name))
    words = words.strip()
    read_choice(words, recording.sounds)
    if words != recording.sound:
        recordings.choose_sound(session, recording.id, words)
        enqueue_derive(session, recording.id, by)
        for clip in clips.listed(session, recording.id):
            enqueue_clip(session, clip.id, by)
    return recordings.get(session, recording.id)


def track_told(track: AudioInfo) -> str:
    """A track in words: its number, channels, and whether anything is on it."""
    channels = ngettext("{count} canal", "{count} canaux", track.channels).format(count=track.channels)
    said = _("piste {number} : {channels}, {codec}").format(
        number=track.place + 1, channels=channels, codec=track.codec
    )
    if track.level is None:
        return said
    return (
        said
        + ", "
        + (
            _("muette")
            if track.level <= SILENT
            else _("crêtes à {level} dB").format(level=str(track.level).replace("-", "−"))
        )
    )


def heard_told(recording: Recording) -> str:
    """What is heard, in words."""
    if recording.sound:
        return choice_told(recording.sound)
    place = read_choice("", recording.sounds).places[0] if recording.sounds else 0
    if skips_silence(recording.sounds):
        return _("piste {number}, la première étant muette").format(number=place + 1)
    return _("piste {number}").format(number=place + 1)


def choice_told(words: str) -> str:
    """A choice in words."""
    sides = {"left": _("côté gauche"), "right": _("côté droit")}
    if words == "mix":
        return _("toutes les pistes mélangées")
    number, _colon, side = words.partition(":")
    if number in sides:
        return sides[number]
    track = _("piste {number}").format(number=number)
    return f"{track}, {sides[side]}" if side else track


def choices_of(recording: Recording) -> list[str]:
    """What can be chosen, as it is typed."""
    found = []
    for track in recording.sounds:
        number = str(track.place + 1)
        found += [number, *([f"{number}:left", f"{number}:right"] if track.channels == 2 else [])]
    return found + (["mix"] if len(recording.sounds) > 1 else [])
