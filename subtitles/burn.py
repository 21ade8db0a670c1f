# SPDX-License-Identifier: GPL-3.0-or-later
"""Cues as ASS for the picture itself: sized for that picture, readable from the back of a hall.

What somebody said never becomes a code: `{`, `}` and backslashes are shown as they are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from media.span import Span
from media.timecode import ms_of_frame
from subtitles.cue import Cue
from subtitles.formats.markup import TAG, alignment

_BREAKS = re.compile(r"\r\n|[\r\n\u2028\u2029\x0b\x0c\x85]")
_HEADER = """\
[Script Info]
ScriptType: v4.00+
WrapStyle: 0
ScaledBorderAndShadow: yes
YCbCr Matrix: None
PlayResX: {width}
PlayResY: {height}

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
{styles}
[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
_STYLE = """\
Style: {style},{family},{size},&H00FFFFFF,&H00FFFFFF,&H00000000,&H60000000,0,0,0,0,100,100,0,0,{border},{outline},{shadow},\
{place},{side},{side},{foot},1
"""


def on_pictures(cues: Sequence[Cue], rate: Fraction) -> tuple[Cue, ...]:
    """The cues from the first picture that begins within each to the first that begins after it, `rate` a second.

    Burned like this, words stand on the very pictures for which a player shows them, though ASS counts in hundredths
    and rounds down (up to 100 pictures a second).
    """
    return tuple(replace(cue, span=Span(_next(cue.span.start, rate), _next(cue.span.end, rate))) for cue in cues)


def _next(ms: int, rate: Fraction) -> int:
    return ms_of_frame(-(-ms * rate.numerator // (1000 * rate.denominator)), rate)


@dataclass(frozen=True, slots=True)
class LowerThird:
    """Who is speaking, on a band at the left above the subtitles, for `span` of the picture. The first line is the larger."""

    lines: tuple[str, ...]
    span: Span


def ass_for(
    cues: Sequence[Cue],
    width: int,
    height: int,
    family: str,
    *,
    box: bool = False,
    letters: Fraction = Fraction(1),
    lower: LowerThird | None = None,
) -> str:
    """ASS text of `cues` for a picture of `width` x `height` pixels, in the font `family`.

    `box` puts a dark band behind the words instead of an outline; `letters` times the usual size. Times are rounded
    down to the hundredth.
    """
    size = _size(width, height, letters)
    events = [ass_event(cue) for cue in cues if cue.plain.strip()]
    more = "" if lower is None else _lower_style(width, height, family, size)
    shown = [] if lower is None else [_lower_event(lower, size)]
    return _header(width, height, [family], size, _looks(size, box), more) + "".join([*shown, *events])


def ass_head(width: int, height: int, families: Sequence[str], *, box: bool = False) -> str:
    """ASS text up to the first event: the style `Default` in the first of `families`, and for each other one a style of
    its name."""
    size = _size(width, height)
    return _header(width, height, families, size, _looks(size, box))


def _looks(size: int, box: bool) -> dict[str, int]:
    if box:  # 4: one band, padded by the shadow
        return {"border": 4, "outline": max(1, size // 30), "shadow": max(2, size // 6), "place": 2}
    return {"border": 1, "outline": max(1, size // 16), "shadow": max(1, size // 40), "place": 2}


def _lower_style(width: int, height: int, family: str, size: int) -> str:
    # above two lines of subtitles, whatever these are
    side, foot, small = max(1, width // 20), height // 16 + size * 3, max(10, size * 7 // 10)
    looks = f"0,0,0,0,100,100,0,0,4,{max(1, small // 30)},{max(2, small // 3)},1,{side},{side},{foot},1"
    return f"Style: Lower,{_clean(family)},{small},&H00FFFFFF,&H00FFFFFF,&H00000000,&H30000000,{looks}\n"


def _lower_event(lower: LowerThird, size: int) -> str:
    first, *others = map(_shown, lower.lines)
    small = "".join(f"\\N{{\\fs{max(9, size * 55 // 100)}}}{line}" for line in others)
    times = f"{_clock(lower.span.start)},{_clock(lower.span.end)}"
    return f"Dialogue: 1,{times},Lower,,0,0,0,,{{\\fad(200,200)}}{first}{small}\n"


def ass_card(
    text: str,
    duration: int,
    width: int,
    height: int,
    family: str,
    *,
    letters: Fraction = Fraction(1),
    bare: bool = True,
    cues: Sequence[Cue] = (),
) -> str:
    """ASS text of a title card: `text` centred in white for `duration` milliseconds, `cues` below it at their times.

    `bare`: on black; over a photograph the letters have an edge.
    """
    size = _size(width, height, letters)
    large = round(size * Fraction(5, 4))
    edge = 0 if bare else max(1, large // 16)
    looks = {"border": 1, "outline": edge, "shadow": edge // 2, "place": 5}
    events = [f"Dialogue: 0,{_clock(0)},{_clock(duration)},Default,,0,0,0,,{_shown(text)}\n"]
    events += [ass_event(cue, family="Cues") for cue in cues]
    below = _style("Cues", family, (width, height), size, _looks(size, False)) if cues else ""
    return _header(width, height, [family], large, looks, below) + "".join(events)


def _size(width: int, height: int, letters: Fraction = Fraction(1)) -> int:
    """The line height, which ASS calls font size: letters of an eighteenth of a lying picture, larger on a standing one."""
    return max(12, int((height // 14 if width >= height else width // 13) * letters))


def _header(width: int, height: int, families: Sequence[str], size: int, looks: dict[str, int], more: str = "") -> str:
    names = ["Default", *map(_clean, families[1:])]
    styles = [_style(name, family, (width, height), size, looks) for name, family in zip(names, families, strict=True)]
    return _HEADER.format(width=width, height=height, styles="".join([*styles, more]))


def _style(name: str, family: str, box: tuple[int, int], size: int, looks: dict[str, int]) -> str:
    sizes = {"size": size, "side": max(1, box[0] // 20), "foot": max(1, box[1] // 16)}
    return _STYLE.format(style=name, family=_clean(family), **sizes, **looks)


def _clean(family: str) -> str:
    return family.replace(",", " ").replace("\n", " ")


def ass_event(cue: Cue, written: str | None = None, family: str = "") -> str:
    """One `Dialogue:` line; `written` is its text where ASS has its own wording for it.

    `family`: the font whose style of `ass_head` it takes, when that is not the first one.
    """
    name = " ".join((cue.speaker or "").replace(",", " ").split())
    times = f"{_clock(cue.span.start)},{_clock(cue.span.end)}"
    said = f"{alignment(cue.settings)}{_shown(cue.text)}" if written is None else written
    return f"Dialogue: 0,{times},{_clean(family) or 'Default'},{name},0,0,0,,{said}\n"


def _shown(text: str) -> str:
    """`text` with our three tags as override codes and everything else made harmless."""
    pieces, at = [], 0
    for tag in TAG.finditer(text):
        pieces += [_harmless(text[at : tag.start()]), f"{{\\{tag[0][-2]}{0 if tag[0][1] == '/' else 1}}}"]
        at = tag.end()
    return "".join([*pieces, _harmless(text[at:])])


def _harmless(text: str) -> str:
    """Text that ASS shows letter by letter: a backslash is parted from what follows, braces are escaped."""
    parted = text.replace("\0", "").replace("\\", "\\\u2060").replace("{", "\\{").replace("}", "\\}")
    return _BREAKS.sub(r"\\N", parted)


def _clock(ms: int) -> str:
    hundredths = ms // 10
    seconds, hundredths = divmod(hundredths, 100)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}.{hundredths:02d}"
