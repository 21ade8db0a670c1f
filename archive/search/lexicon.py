# SPDX-License-Identifier: GPL-3.0-or-later
"""A sorted table of words on disk: looked up by halves in mapped memory, never loaded whole."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
MOST_KNOWN = 20_000  # answers kept in memory


class Lexicon:
    """Pairs of a word and a number, sorted by the word's UTF-8 bytes; a word may stand several times."""

    def __init__(self, folder: Path, name: str) -> None:
        """Map the table `name` that `write` left in `folder`. Raises OSError or ValueError when it is damaged."""
        self._letters = mapped(folder / f"{name}-letters.npy").data
        self._ends = mapped(folder / f"{name}-ends.npy").data
        self._numbers = mapped(folder / f"{name}-numbers.npy")
        self._known: dict[str, list[int]] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def find(self, word: str) -> list[int]:
        """The numbers of `word`; empty when it is not there."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            found = self._known[word] = self._look_up(word.encode())
        return found

    def pairs(self) -> list[tuple[bytes, int]]:
        """All pairs in their order, words as UTF-8."""
        letters, ends = self._letters.tobytes(), self._ends.tolist()
        starts = [0, *ends][:-1]
        return [
            (letters[start:end], number)
            for start, end, number in zip(starts, ends, self._numbers.tolist(), strict=True)
        ]

    def _look_up(self, key: bytes) -> list[int]:
        first = self._place(key)
        result = []
        while first < len(self) and self._key(first) == key:
            result.append(int(self._numbers[first]))
            first += 1
        return result

    def starting(self, start: str) -> Ints:
        """The numbers of all words that start so."""
        key = start.encode()
        return self._numbers[self._place(key) : self._place(key + b"\xff")]

    def words_from(self, start: bytes) -> Iterator[bytes]:
        """The words from `start` on, as UTF-8."""
        return (self._key(place) for place in range(self._place(start), len(self)))

    def word(self, place: int) -> str:
        """The word at `place` in the order."""
        return self._key(place).decode()

    def _key(self, place: int) -> bytes:
        start = self._ends[place - 1] if place else 0
        return self._letters[start : self._ends[place]].tobytes()

    def _place(self, key: bytes) -> int:
        low, high = 0, len(self)
        letters, ends = self._letters, self._ends
        while low < high:
            middle = (low + high) // 2
            if letters[ends[middle - 1] if middle else 0 : ends[middle]].tobytes() < key:
                low = middle + 1
            else:
                high = middle
        return low


def mapped(path: Path) -> npt.NDArray[Any]:
    """The array in a .npy file, read from the disk only where it is looked at. Raises OSError or ValueError."""
    # a plain array over the same memory: each look at a numpy.memmap costs several times as much
    return np.asarray(np.load(path, mmap_mode="r"))


def write(folder: Path, name: str, pairs: Iterable[tuple[bytes, int]]) -> None:
    """Write the table `name` into `folder`; words as UTF-8."""
    ordered = sorted(pairs)
    np.save(folder / f"{name}-letters.npy", np.frombuffer(b"".join(word for word, _ in ordered), np.uint8))
    np.save(folder / f"{name}-ends.npy", np.cumsum([len(word) for word, _ in ordered], dtype=np.int64))
    np.save(folder / f"{name}-numbers.npy", np.array([number for _, number in ordered], np.int32))
