# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a film a cut list cannot hold, in sentences: nothing is left out in silence."""

from collections.abc import Iterator

from archive.exchange.formats import CutFormat
from archive.exchange.timeline import Black, Timeline
from media.language import gettext as _

FADING = frozenset({CutFormat.MLT, CutFormat.OTIO, CutFormat.FCP7, CutFormat.FCPXML})
TITLING = frozenset({CutFormat.FCP7, CutFormat.FCPXML})
CAPTIONING = frozenset({CutFormat.FCPXML, CutFormat.MLT})
_NAMES = {
    CutFormat.OTIO: "OTIO",
    CutFormat.FCP7: "XML",
    CutFormat.FCPXML: "FCPXML",
    CutFormat.EDL: "EDL",
    CutFormat.MLT: "Kdenlive",
}


def limits_of(timeline: Timeline, formats: tuple[CutFormat, ...], unheard: tuple[int, ...] = ()) -> tuple[str, ...]:
    """What these formats do not show of this film, and where it is instead. `unheard`: places of voices that nothing follows."""
    return tuple(_limits(timeline, formats, unheard))


def _limits(timeline: Timeline, formats: tuple[CutFormat, ...], unheard: tuple[int, ...]) -> Iterator[str]:
    bare = any(isinstance(part, Black) and part.still is None and any(part.fades) for part in timeline.parts)
    fading = FADING - {CutFormat.OTIO} if bare else FADING  # a card of words is a hole there, which cannot fade
    without = {
        name: ", ".join(_NAMES[form] for form in formats if form not in able)
        for name, able in (("fades", fading), ("titles", TITLING), ("captions", CAPTIONING))
    }
    if timeline.cues and without["captions"]:
        yield _("{formats} : pas de piste de sous-titres ; importer {file}.").format(
            formats=without["captions"], file=timeline.subtitles
        )
    black = [part for part in timeline.parts if isinstance(part, Black) and part.text]
    cards = any(part.still is None or not part.still.worded for part in black)
    if timeline.bands and not cards and without["titles"]:
        yield _("{formats} : les mots des bandeaux sont des repères, et dans {file}.").format(
            formats=without["titles"], file=timeline.titles
        )
    elif cards and without["titles"]:
        yield _("{formats} : les mots des cartons et des bandeaux sont des repères, et dans {file}.").format(
            formats=without["titles"], file=timeline.titles
        )
    if any(any(part.fades) for part in timeline.parts) and without["fades"]:
        yield _("{formats} : les fondus ne sont que des repères.").format(formats=without["fades"])
    if timeline.voices:
        yield _("Voix hors champ : le son du film n’est pas baissé sous elles ; le régler au mixage.")
    for place in unheard:
        yield _("Ligne {place} : rien ne suit cette voix ; elle n’est dans aucune liste.").format(place=place)
