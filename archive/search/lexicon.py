# SPDX-License-Identifier: GPL-3.0-or-later
"""A sorted table of words on disk: looked up by halves in mapped memory, never loaded whole."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]


class Lexicon:
    """Pairs of a word and a number, sorted by the word's UTF-8 bytes; a word may stand several times."""

    def __init__(self, folder: Path, name: str) -> None:
        """Map the table `name` that `write` left in `folder`. Raises OSError or ValueError when it is damaged."""
        self._letters: Bytes = np.load(folder / f"{name}-letters.npy", mmap_mode="r")
        self._ends: npt.NDArray[np.int64] = np.load(folder / f"{name}-ends.npy", mmap_mode="r")
        self._numbers: Ints = np.load(folder / f"{name}-numbers.npy", mmap_mode="r")

    def __len__(self) -> int:
        return len(self._numbers)

    def find(self, word: str) -> list[int]:
        """The numbers of `word`; empty when it is not there."""
        key = word.encode()
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

    def words(self) -> Iterator[str]:
        """All words in order, one for each pair."""
        letters, start = bytes(self._letters), 0
        for end in self._ends.tolist():
            yield letters[start:end].decode()
            start = end

    def word(self, place: int) -> str:
        """The word at `place` in the order."""
        return self._key(place).decode()

    def _key(self, place: int) -> bytes:
        start = int(self._ends[place - 1]) if place else 0
        return self._letters[start : int(self._ends[place])].tobytes()

    def _place(self, key: bytes) -> int:
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._key(middle) < key:
                low = middle + 1
            else:
                high = middle
        return low


def write(folder: Path, name: str, pairs: Iterable[tuple[str, int]]) -> None:
    """Write the table `name` into `folder`."""
    ordered = sorted((word.encode(), number) for word, number in pairs)
    letters = b"".join(word for word, _ in ordered)
    np.save(folder / f"{name}-letters.npy", np.frombuffer(letters, np.uint8))
    np.save(folder / f"{name}-ends.npy", np.cumsum([len(word) for word, _ in ordered], dtype=np.int64))
    np.save(folder / f"{name}-numbers.npy", np.array([number for _, number in ordered], np.int32))
