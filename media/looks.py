# SPDX-License-Identifier: GPL-3.0-or-later
"""How a part of a film looks and sounds beyond what the camera took: fades, a hidden face, a silenced voice."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from media.command import SAMPLE_RATE, Stream
from media.take import on_every_screen

# a face that fills a quarter of the picture is five grey blocks wide: nobody can be told from another
FIGURE_BLOCKS = 20
FIGURE, GROUND, BETWEEN = 22, 96, 105  # luma of the figure, of what is around it, and the light that parts them
STEADY = 25  # pictures over which the light of the place is taken, so that a figure is seen at night too


class Hiding(StrEnum):
    """What stands in the place of a picture whose face may not be seen."""

    BLACK = "black"
    SILHOUETTE = "silhouette"


@dataclass(frozen=True, slots=True)
class Looks:
    """Fades from and to black and silence, in milliseconds; `hidden`: what the picture becomes; `silent`: no voice is left."""

    fade_in: int = 0
    fade_out: int = 0
    hidden: Hiding | None = None
    silent: bool = False


PLAIN = Looks()


def seen(stream: Stream, looks: Looks, box: tuple[int, int], rate: Fraction, count: int) -> Stream:
    """`count` pictures with these looks."""
    if looks.hidden is Hiding.BLACK:
        stream = stream.filter("drawbox", x=0, y=0, w="iw", h="ih", color="black", t="fill")
    elif looks.hidden is Hiding.SILHOUETTE:
        stream = _figure(stream, box)
    first, last = (min(count, round(fade * rate / 1000)) for fade in (looks.fade_in, looks.fade_out))
    if first:
        stream = stream.filter("fade", type="in", start_frame=0, nb_frames=first)
    return stream.filter("fade", type="out", start_frame=count - last, nb_frames=last) if last else stream


def heard(stream: Stream, looks: Looks, samples: int) -> Stream:
    """`samples` of sound with these looks."""
    if looks.silent:
        stream = stream.filter("volume", 0)
    first, last = (min(samples, fade * SAMPLE_RATE // 1000) for fade in (looks.fade_in, looks.fade_out))
    if first:
        stream = stream.filter("afade", type="in", start_sample=0, nb_samples=first)
    return stream.filter("afade", type="out", start_sample=samples - last, nb_samples=last) if last else stream


def _figure(stream: Stream, box: tuple[int, int]) -> Stream:
    """Two shades of grey in so few blocks that what is thrown away cannot be brought back."""
    blocks = max(2, round(FIGURE_BLOCKS * box[1] / box[0] / 2) * 2)
    shades = f"if(gt(val,{BETWEEN}),{GROUND},{FIGURE})"
    return on_every_screen(
        stream.filter("scale", w=FIGURE_BLOCKS, h=blocks, flags="area")
        .filter("format", "gray")
        .filter("format", "gbrp")
        .filter("normalize", smoothing=STEADY, independence=0)
        .filter("format", "yuv420p")
        .filter("lutyuv", y=shades, u=128, v=128)
        .filter("scale", w=box[0], h=box[1], flags="bicubic")
        .filter("setsar", 1)
        .filter("format", "yuv420p")
    )
