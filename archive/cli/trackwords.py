# SPDX-License-Identifier: GPL-3.0-or-later
"""What the subcommands about tracks share: their arguments, and a track or a cue as a line or as JSON."""

import argparse
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from archive.cuenumbers import id_of
from archive.model.footage import StoredTrack
from media.errors import NotFound
from media.language import gettext as _
from media.timecode import text_of_ms
from subtitles.cue import Cue
from subtitles.doubts import stretches
from subtitles.formats.json import entry_of as entry_of

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = object


def add_track(parser: argparse.ArgumentParser) -> None:
    """The argument `TRACK`."""
    parser.add_argument("track", metavar=_("PISTE"), help=_("identifiant de la piste, donné par « list »"))


def add_cue(parser: argparse.ArgumentParser) -> None:
    """The argument `CUE`: the number that `show` gives, with or without `#`."""
    parser.add_argument("cue", metavar=_("SOUS-TITRE"), help=_("son numéro, donné par « show » : #12"))


def number_of(cues: Sequence[Cue], words: str) -> Cue:
    """The cue that is meant by `12` or `#12`. Raises WrongUse for what is no number, NotFound without such a cue."""
    wanted = id_of(words)
    for cue in cues:
        if cue.id == wanted:
            return cue
    raise NotFound(
        _("Cette piste n’a pas de sous-titre {cue}.").format(cue=wanted),
        _("« baro subtitles show PISTE » donne le numéro de chacun."),
    )


def cue_line(cue: Cue) -> str:
    """A cue for people: number, times, who, what, with doubtful words between `[? ?]`."""
    said = "".join(f"[?{one.text}?]" if one.doubt else one.text for one in stretches(cue)).replace("\n", " ⏎ ")
    parts = [f"#{cue.id}", f"{text_of_ms(cue.span.start)} → {text_of_ms(cue.span.end)}"]
    if cue.speaker:
        parts.append(f"<{cue.speaker}>")
    parts.append(said)
    parts += care(cue)
    return "  ".join(part for part in parts if part)


def care(cue: Cue) -> Iterable[str]:
    """Who translated and how sure they are, where it is known."""
    if cue.translator:
        yield _("(trad. {name})").format(name=cue.translator)
    if cue.confidence is not None:
        yield _("({n} % sûr)").format(n=cue.confidence)


def data_of(stored: StoredTrack) -> dict[str, object]:
    """A track as JSON: what it is and how far, and the number of its cues."""
    return {
        "track": stored.id,
        "recording": stored.recording,
        "language": stored.language,
        "kind": stored.kind.value,
        "status": stored.status.value,
        "version": stored.version.number,
        "cues": len(stored.track.cues),
    }
