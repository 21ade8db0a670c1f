# SPDX-License-Identifier: GPL-3.0-or-later
"""The skeleton that SRT, WebVTT and SBV share: timing lines, and the lines that hang below each of them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from subtitles.formats.timing import Broken, Timing

Spot = Callable[[str, bool], Timing | Broken | None]
"""What a line is: a timing or not. The flag says that it stands where a timing would: below a blank line, or below one
line that stands there. Only then may an odd arrow pass for one; elsewhere it is what somebody said."""

_PORTION = 1 << 16
"""Characters that are taken apart at a time."""


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

    def parts(self) -> list[list[Line]]:
        """The lines directly below the timing (maybe none), then what follows each blank line."""
        parts: list[list[Line]] = [[]]
        for line in self.body:
            if line.gap:
                parts.append([line])
            else:
                parts[-1].append(line)
        return parts


def stanzas(text: str, spot: Spot, first: int = 1) -> Iterator[Stanza]:
    """Cut `text` (lines end in `\\n`) at the lines that `spot` takes for timings; the first stanza has none.

    `first` is the number of its first line.
    One after another: a stanza may be changed until the next but one is asked for.
    """
    current = Stanza(0, None)
    body, gap = current.body, True
    for number, line in enumerate(_lines(text), first):
        if not line or (line.isspace() and not line.strip(" \t")):
            gap = True
            continue
        # no timing does without a colon or an arrow
        timing = spot(line, gap or (bool(body) and body[-1].gap)) if ":" in line or "-->" in line else None
        if timing is None:
            body.append(Line(number, line, gap))
        else:
            yield current
            current = Stanza(number, timing, gap)
            body = current.body
        gap = False
    yield current


def neighbours(parts: Iterable[Stanza]) -> Iterator[tuple[Stanza, Stanza | None]]:
    """Each stanza with the one that follows it; the last one with None."""
    before: Stanza | None = None
    for stanza in parts:
        if before is not None:
            yield before, stanza
        before = stanza
    if before is not None:
        yield before, None


def _lines(text: str) -> Iterator[str]:
    """The lines of `text` as `text.split("\\n")` has them, of a long text never all at once."""
    at = 0
    while (end := text.find("\n", at + _PORTION)) >= 0:
        yield from text[at:end].split("\n")
        at = end + 1
    yield from text[at:].split("\n")


def joined(lines: list[Line]) -> str:
    """The text of these lines."""
    return lines[0].text if len(lines) == 1 else "\n".join([line.text for line in lines])


def words(lines: list[Line], limit: int = 80) -> str:
    """The words of these lines on one line, shortened for a message."""
    text = " / ".join(line.text.strip() for line in lines)
    return text if len(text) <= limit else text[: limit - 1] + "…"
