# SPDX-License-Identifier: GPL-3.0-or-later
"""Timecodes `HH:MM:SS:FF` as cameras, cut lists and editing programs write them: names of frames, not times.

A timecode counts as many frames a second as the rate rounded up (30 for 29.97). Drop frame (`HH:MM:SS;FF`) leaves out
the first numbers of each minute that is not a tenth one, two of them at 29.97 and four at 59.94 (SMPTE ST 12-1), so that
it keeps pace with the clock; no picture is left out.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from media.errors import WrongUse
from media.language import gettext as _
from media.timecode import ms_of_frame

_TIMECODE = re.compile(r"(\d{2}):(\d{2}):(\d{2})([:;.,])(\d{2,3})", re.ASCII)
DROPPING = {Fraction(30000, 1001): 2, Fraction(60000, 1001): 4}
HOURS = 24


@dataclass(frozen=True, slots=True)
class Timecode:
    """The number of a frame counted from 00:00:00:00, and whether the text that names it drops numbers."""

    frame: int
    drop: bool = False


def counted(rate: Fraction) -> int:
    """How many frames a timecode counts in a second.

    >>> counted(Fraction(30000, 1001)), counted(Fraction(25))
    (30, 25)
    """
    return -(-rate.numerator // rate.denominator)


def day_of(rate: Fraction, drop: bool = False) -> int:
    """How many frames a timecode names before it begins again.

    >>> day_of(Fraction(25)), day_of(Fraction(30000, 1001), drop=True)
    (2160000, 2589408)
    """
    hour = 3600 * counted(rate)
    return HOURS * (hour - 54 * DROPPING.get(rate, 0) if drop else hour)


def read_timecode(text: str, rate: Fraction) -> Timecode:
    """The frame that `text` names at `rate`; a `;` or `,` before the frames means drop frame, where the rate knows it.

    >>> read_timecode("00:01:00;02", Fraction(30000, 1001))
    Timecode(frame=1800, drop=True)

    Raises WrongUse for a text that is no timecode at that rate, a number that drop frame leaves out included.
    """
    found = _TIMECODE.fullmatch(text.strip())
    wide = counted(rate)
    if found is None or int(found[2]) > 59 or int(found[3]) > 59 or int(found[5]) >= wide:
        raise _unreadable(text)
    hours, minutes, seconds, frames = (int(found[n]) for n in (1, 2, 3, 5))
    drop = found[4] in ";," and rate in DROPPING
    frame = ((hours * 60 + minutes) * 60 + seconds) * wide + frames
    if not drop:
        return Timecode(frame)
    left_out = DROPPING[rate]
    if frames < left_out and seconds == 0 and minutes % 10:
        raise _unreadable(text)
    whole = hours * 60 + minutes
    return Timecode(frame - left_out * (whole - whole // 10), drop=True)


def write_timecode(code: Timecode, rate: Fraction) -> str:
    """The text of a frame; it begins again after 24 hours.

    >>> write_timecode(Timecode(1800, drop=True), Fraction(30000, 1001))
    '00:01:00;02'
    """
    wide, frame = counted(rate), code.frame
    left_out = DROPPING.get(rate, 0) if code.drop else 0
    if left_out:
        in_minute, in_ten = wide * 60 - left_out, wide * 600 - 9 * left_out
        frame %= in_ten * 6 * HOURS
        tens, rest = divmod(frame, in_ten)
        frame += 9 * left_out * tens
        if rest >= wide * 60:
            frame += left_out * (1 + (rest - wide * 60) // in_minute)
    seconds, frames = divmod(frame, wide)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    between = ";" if left_out else ":"
    return f"{hours % HOURS:02d}:{minutes:02d}:{seconds:02d}{between}{frames:0{max(2, len(str(wide - 1)))}d}"


def ms_of_timecode(text: str, rate: Fraction) -> int:
    """The milliseconds from 00:00:00:00 to the frame that `text` names.

    >>> ms_of_timecode("01:00:00;00", Fraction(30000, 1001)), ms_of_timecode("00:00:10:05", Fraction(25))
    (3599996, 10200)

    Raises WrongUse as `read_timecode`.
    """
    return ms_of_frame(read_timecode(text, rate).frame, rate)


def _unreadable(text: str) -> WrongUse:
    return WrongUse(
        _("Timecode illisible : « {text} ».").format(text=text[:40]),
        _("Écrire heures:minutes:secondes:images, avec « ; » avant les images en drop frame."),
    )
