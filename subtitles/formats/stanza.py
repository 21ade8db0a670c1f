# SPDX-License-Identifier: GPL-3.0-or-later
"""The skeleton that SRT, WebVTT and SBV share: timing lines, and the lines that hang below each of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from subtitles.formats.timing import Broken, Timing

Spot = Callable[[str, bool], Timing | Broken | None]
"""What a line is: a timing or not. The flag says that it stands where a timing would: below a blank line, or below one
line that stands there. Only then may an odd arrow pass for one; elsewhere it is what somebody said."""


class Line(NamedTuple):
    """A line that is not blank. `number` counts from 1; `gap` says that a blank line (or the file's start) precedes."""

    number: int
    text: str
    gap: bool


@dataclass(slots=True)
class Stanza:
    """A timing line (None: what stands before the first one) and all lines down to the next timing line."""

    line: int
    timing: Timing | Broken | None
    gap: bool = True
    body: list[Line] = field(default_factory=list)

    def first_part(self) -> list[Line]:
        """The lines directly below the timing, down to the first blank line."""
        for place, line in enumerate(self.body):
            if line.gap:
                return self.body[:place]
        return list(self.body)

    def later_parts(self) -> Iterator[list[Line]]:
        """What follows the first blank line, as groups without one."""
        part: list[Line] = []
        for line in self.body[len(self.first_part()) :]:
            if line.gap and part:
                yield part
                part = []
            part.append(line)
        if part:
            yield part


def stanzas(text: str, spot: Spot) -> list[Stanza]:
    """Cut `text` (lines end in `\\n`) at the lines that `spot` takes for timings; the first stanza has none."""
    result = [Stanza(0, None)]
    gap = True
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip(" \t"):
            gap = True
            continue
        above = result[-1].body[-1] if result[-1].body else None
        timing = spot(line, gap or (above is not None and above.gap))
        if timing is None:
            result[-1].body.append(Line(number, line, gap))
        else:
            result.append(Stanza(number, timing, gap))
        gap = False
    return result


def words(lines: list[Line], limit: int = 80) -> str:
    """The words of these lines on one line, shortened for a message."""
    text = " / ".join(line.text.strip() for line in lines)
    return text if len(text) <= limit else text[: limit - 1] + "…"
