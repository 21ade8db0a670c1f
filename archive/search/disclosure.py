# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts for people outside the team: none that rests on fewer than five people, and none that gives one away.

Complementary suppression as statistics offices do it. The cells of one row of counts add up to a total that is
known. A cell of fewer than five people is withheld; when it is the only one, the cell with the fewest people of the
others goes with it, else it could be subtracted. When what is left hidden could still be only one thing, because
each cell has its least possible count, the row is not told at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A count as it is: `people` is how many persons may stand behind it."""

    value: str
    count: int
    people: int

    @property
    def small(self) -> bool:
        """True when it may not be told."""
        return self.people < FEWEST


@dataclass(frozen=True, slots=True)
class Told:
    """A cell as it is told: `count` None is withheld, `few` says that fewer than five people stand behind it."""

    value: str
    count: int | None
    few: bool = False


def told(cells: Sequence[Cell]) -> tuple[Told, ...] | None:
    """The cells as they may be told beside their total; None when nothing of the row may be."""
    hidden = {cell.value for cell in cells if cell.small}
    if len(hidden) == 1:
        others = [cell for cell in cells if not cell.small]
        if not others:
            return None
        hidden.add(min(others, key=lambda cell: (cell.people, cell.value)).value)
    if hidden and not _open(cells, hidden):
        return None
    return tuple(Told(cell.value, None if cell.value in hidden else cell.count, cell.small) for cell in cells)


def least(small: bool) -> int:
    """The least count that a cell can have: each person behind it was counted at least once."""
    return 1 if small else FEWEST


def _open(cells: Sequence[Cell], hidden: set[str]) -> bool:
    """True when the hidden counts could be shared out in more than one way."""
    covered = [cell for cell in cells if cell.value in hidden]
    return sum(cell.count for cell in covered) > sum(least(cell.small) for cell in covered)
