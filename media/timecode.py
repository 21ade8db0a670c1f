# SPDX-License-Identifier: GPL-3.0-or-later
"""Milliseconds, frames and the texts that people type for them.

Inside the house time is whole milliseconds. Frames appear only where a file is read or written, with the
rate as an exact `Fraction`. Frame `n` starts at `floor(n / rate)` milliseconds: rounded once, downwards.
"""

import math
import re
from fractions import Fraction

from media.errors import WrongUse
from media.language import gettext as _
from media.span import Span

_CLOCK = re.compile(r"(?:(?P<h>\d{1,3}):)?(?P<m>[0-5]?\d):(?P<s>[0-5]?\d)(?:[.,](?P<f>\d{1,3}))?", re.ASCII)


def ms_of_text(text: str) -> int:
    """Milliseconds of `HH:MM:SS.mmm`, `MM:SS` or `MM:SS,5` (a short fraction is a decimal fraction).

    >>> ms_of_text("00:01:04.5")
    64500

    Raises WrongUse for anything else.
    """
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        raise WrongUse(
            _("Temps illisible : « {text} ».").format(text=text),
            _("Écrire heures:minutes:secondes.millièmes, par exemple 00:01:04.500."),
        )
    hours, minutes, seconds = int(found["h"] or 0), int(found["m"]), int(found["s"])
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((found["f"] or "0").ljust(3, "0"))


def text_of_ms(ms: int, separator: str = ".") -> str:
    """`HH:MM:SS.mmm`; SRT asks for `,` as the separator.

    >>> text_of_ms(64_500)
    '00:01:04.500'
    """
    seconds, millis = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{separator}{millis:03d}"


def ms_of_signed_text(text: str) -> int:
    """Milliseconds of a time with or without a sign before it.

    >>> ms_of_signed_text("-00:01:04.5"), ms_of_signed_text("+1:00")
    (-64500, 60000)

    Raises WrongUse for anything else.
    """
    bare = text.strip().lstrip("+-−")
    return -ms_of_text(bare) if text.strip().startswith(("-", "−")) else ms_of_text(bare)


def signed_text_of_ms(ms: int) -> str:
    """`+HH:MM:SS.mmm`, with a minus sign before zero.

    >>> signed_text_of_ms(-64_500)
    '−00:01:04.500'
    """
    return ("−" if ms < 0 else "+") + text_of_ms(abs(ms))


def short_text_of_ms(ms: int) -> str:
    """`M:SS` or `H:MM:SS`, for people: whole seconds, rounded down.

    >>> short_text_of_ms(64_500)
    '1:04'
    """
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def ms_of_frame(frame: int, rate: Fraction) -> int:
    """When frame number `frame` (from 0) begins, in milliseconds, rounded down."""
    pictures, seconds = rate.as_integer_ratio()
    return frame * 1000 * seconds // pictures


def frame_at(ms: int, rate: Fraction) -> int:
    """The frame on screen at millisecond `ms`: the inverse of `ms_of_frame`.

    >>> frame_at(ms_of_frame(7, Fraction(30000, 1001)), Fraction(30000, 1001))
    7
    """
    pictures, seconds = rate.as_integer_ratio()
    return -(-(ms + 1) * pictures // (1000 * seconds)) - 1


def frames_of(span: Span, rate: Fraction) -> range:
    """The frames that show any part of `span`: both ends whole."""
    if not span.duration:
        return range(frame_at(span.start, rate), frame_at(span.start, rate))
    return range(frame_at(span.start, rate), frame_at(span.end - 1, rate) + 1)


def frames_lasting(duration: int, rate: Fraction) -> int:
    """The fewest frames that last at least `duration` milliseconds; at least one.

    >>> frames_lasting(1001, Fraction(25)), frames_lasting(0, Fraction(25))
    (26, 1)
    """
    return max(1, -(-duration * rate.numerator // (1000 * rate.denominator)))


def frames_becoming(span: Span, source: Fraction, rate: Fraction) -> int:
    """How many frames at `rate` the frames of `span` become when they are played at `rate` instead of `source`.

    They begin with the first source frame that shows any part of the span, and as many follow as show any part of what is
    left of it: nothing of the span is lost, and less than one frame is added. At the same rate they are the frames of the
    span; there is always one. Every film and every cut list counts with this.

    >>> frames_becoming(Span(0, 1000), Fraction(30000, 1001), Fraction(30))
    30
    """
    begins = frames_of(span, source).start / source
    return max(1, math.ceil((Fraction(span.end, 1000) - begins) * rate))


def span_of_frames(frames: range, rate: Fraction) -> Span:
    """The milliseconds that `frames` are on screen."""
    return Span(ms_of_frame(frames.start, rate), ms_of_frame(frames.stop, rate))
