# SPDX-License-Identifier: GPL-3.0-or-later
"""Cuts out of nothing, for the laws of the formats: every usual rate, timecodes, cards, odd names and words."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from archive.exchange.timeline import Black, Shot, Source, Spoken, Still, Timeline
from media.smpte import DROPPING, Timecode

RATES = [Fraction(n) for n in ("24000/1001", "24", "25", "30000/1001", "30", "50", "60000/1001", "60")]
WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=40).map(str.strip)
STILLS = [
    Still("BCDF-0123456789abcdef.png", "BCDF-0123456789abcdef.png", "0123456789abcdef" * 4, (1920, 1080)),
    Still("image-00112233445566ff.png", "rushes/image-00112233445566ff.png", "00112233445566ff" * 4, (300, 400)),
]
FADES = [(0, 0), (0, 0), (12, 0), (5, 7)]


def in_timeline(frames: int, source: Fraction, rate: Fraction) -> int:
    """How many frames of the timeline so many of the source become."""
    return max(1, -(-frames * rate // source))


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
            text = draw(WORDS.filter(bool)) + draw(st.sampled_from(["", "\nEt plus bas", " \\n"]))
            still = draw(st.sampled_from([None, None, *STILLS]))
            parts.append(Black(draw(st.integers(12, 200)), text, still, draw(st.sampled_from(FADES))))
            continue
        source = draw(st.sampled_from(files))
        first = draw(st.integers(0, source.frames - 1))
        frames = range(first, first + draw(st.integers(1, min(source.frames - first, 2000))))
        count = in_timeline(len(frames), source.rate, rate)
        lower = draw(st.sampled_from([(), (), ("Femme, Gao",), ("Aminata", "Éleveuse")])) if source.size else ()
        said = (draw(st.sampled_from(["", "GAO-F-012"])), draw(WORDS), lower, draw(st.sampled_from(FADES)))
        parts.append(Shot(source, frames, count, *said))
    whole = Timeline(
        "confiance",
        rate,
        draw(st.sampled_from([(1280, 720), (1080, 1920)])),
        tuple(parts),
        (),
        rate in DROPPING and draw(st.booleans()),
    )
    spoken = Source("V0001.wav", "V0001", "V0001.wav", "f" * 64, rate if one_rate else Fraction(25), 3000)
    voices = []
    for at in whole.starts if draw(st.booleans()) else ():
        if draw(st.integers(0, 3)) == 0:
            frames = range(draw(st.integers(0, 99)), draw(st.integers(100, 1500)))
            voices.append(Spoken(at, Shot(spoken, frames, in_timeline(len(frames), spoken.rate, rate), "MOP-F-1")))
    return replace(whole, voices=tuple(voices))
