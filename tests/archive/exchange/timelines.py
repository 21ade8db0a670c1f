# SPDX-License-Identifier: GPL-3.0-or-later
"""Cuts out of nothing, for the laws of the formats: every usual rate, timecodes, cards, odd names and words."""

from fractions import Fraction

from hypothesis import strategies as st

from archive.exchange.timeline import Black, Shot, Source, Timeline
from media.smpte import DROPPING, Timecode

RATES = [Fraction(n) for n in ("24000/1001", "24", "25", "30000/1001", "30", "50", "60000/1001", "60")]
WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=40).map(str.strip)


def in_timeline(frames: int, source: Fraction, rate: Fraction) -> int:
    """How many frames of the timeline so many of the source become."""
    return frames if source == rate else max(1, round(frames / source * rate))


@st.composite
def sources(draw: st.DrawFn, number: int, same: Fraction | None = None) -> Source:
    """A file of any rate, with or without a start timecode, with or without picture."""
    picture = draw(st.booleans()) or draw(st.booleans())
    rate = same or (draw(st.sampled_from(RATES)) if picture else Fraction(25))
    hour = draw(st.integers(0, 3600 * 20))
    start = Timecode(int(hour * rate), rate in DROPPING and draw(st.booleans()))
    name = f"{draw(st.sampled_from(['C0001', 'l’entretien (2) Gao', 'MVI_0012', '[x] & <y>']))}-{number}.MP4"
    size = draw(st.sampled_from([(1280, 720), (1080, 1920), (640, 480)])) if picture else None
    sounds = draw(st.booleans()) if picture else True
    return Source(
        name,
        f"R{number:03d}",
        f"media/{name}",
        f"{number:064x}",
        rate,
        draw(st.integers(60, 90_000)),
        start,
        size,
        sounds,
    )


@st.composite
def timelines(draw: st.DrawFn, one_rate: bool = False) -> Timeline:
    """A cut of shots and cards."""
    rate = draw(st.sampled_from(RATES))
    files = [draw(sources(number, rate if one_rate else None)) for number in range(draw(st.integers(1, 4)))]
    parts: list[Shot | Black] = []
    for _number in range(draw(st.integers(1, 8))):
        if draw(st.integers(0, 4)) == 0:
            text = draw(WORDS.filter(bool))
            parts.append(Black(draw(st.integers(12, 200)), text + draw(st.sampled_from(["", "\nEt plus bas", " \\n"]))))
            continue
        source = draw(st.sampled_from(files))
        first = draw(st.integers(0, source.frames - 1))
        frames = range(first, first + draw(st.integers(1, min(source.frames - first, 2000))))
        count = in_timeline(len(frames), source.rate, rate)
        parts.append(Shot(source, frames, count, draw(st.sampled_from(["", "GAO-F-012"])), draw(WORDS)))
    return Timeline(
        "confiance",
        rate,
        draw(st.sampled_from([(1280, 720), (1080, 1920)])),
        tuple(parts),
        (),
        rate in DROPPING and draw(st.booleans()),
    )
