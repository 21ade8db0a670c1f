# SPDX-License-Identifier: GPL-3.0-or-later
"""The shapes in which a film leaves: a hall, a telephone, a page of a social network, sound alone."""

from dataclasses import replace
from fractions import Fraction

from archive.model.film import NOTHING_MASKED, Audience, Output
from media.segment import FilmFormat

LOUDNESS = {Audience.BROADCAST: -23.0}
# letters grow with the height of a lying picture and with the width of a standing one: on a telephone they are
# larger still, and a square has them half as large again as a hall for its width
SHAPES = {
    Output.HALL_720: FilmFormat(1280, 720),
    Output.HALL_1080: FilmFormat(1920, 1080),
    Output.PHONE: FilmFormat(640, 360, letters=Fraction(5, 4)),
    Output.SQUARE: FilmFormat(1080, 1080),
    Output.PORTRAIT: FilmFormat(1080, 1920, letters=Fraction(9, 8)),
    Output.AUDIO: FilmFormat(64, 36, pictures=False),
}


def format_for(audience: Audience, output: Output = Output.HALL_720) -> FilmFormat:
    """The picture and loudness of a film for that audience: -16 LUFS, -23 for broadcast, 25 pictures a second."""
    return replace(SHAPES[output], lufs=LOUDNESS.get(audience, -16.0))


def masked_by(output: Output) -> frozenset[str]:
    """What an output never gives away: who is only heard has no face."""
    return NOTHING_MASKED if SHAPES[output].pictures else frozenset({"face"})


def suffix_of(output: Output) -> str:
    """The ending of its file."""
    return ".mp4" if SHAPES[output].pictures else ".m4a"
