# SPDX-License-Identifier: GPL-3.0-or-later
"""The engines of the bench of the search behind the same doors: build, answer, update. A measure is processor time."""

import pickle
import resource
import time
from collections.abc import Callable, Sequence

from bench import rivals, spoken
from bench.asked import Work, tell

SHOWN = ("region", "group", "sex")  # what the rivals count too


def spent() -> float:
    """Processor seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measured(act: Callable[[], object]) -> tuple[float, float]:
    """Processor seconds and seconds on the clock that `act` takes."""
    processor, clock = spent(), time.perf_counter()
    act()
    return spent() - processor, time.perf_counter() - clock


def peak_mib() -> float:
    """The most memory that this process ever held, pages mapped from files included."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Baro:
    """What is measured."""

    def __init__(self, work: Work) -> None:
        from archive import library as libraries

        self._library = libraries.open_library(work.archive)

    def build(self) -> None:
        from archive.search import rebuild

        rebuild(self._library)

    def update(self, number: int) -> tuple[float, float]:
        """What an interview says replaced by other words; afterwards it says again what the questions are made from."""
        self._retell(number, take=0)
        times = self._retell(number, take=1)
        self._retell(number, take=0)
        return times

    def _retell(self, number: int, take: int) -> tuple[float, float]:
        from archive.catalogue import interviews, recordings
        from archive.search import catch_up

        hour = spoken.hour(number, spoken.vocabulary(), 2018, take=take)
        with self._library.writing() as session:
            [interview] = [found for found in interviews.listed(session) if found.code == hour.code]
            [recording] = recordings.listed(session, interview=interview.id)
            tell(session, recording.id, hour)
        return measured(lambda: catch_up(self._library, wait=True))

    def answer(self, row: str, asked: Sequence[str]) -> int:
        from archive.search import Request, search

        text = " ".join(asked)
        if row in ("exact phrase", "across cues"):
            text = f'"{text}"'
        elif row == "prefix":
            text += "*"
        limit = {"facets": 0, "whole page": 50}.get(row, 10)
        found = search(self._library, Request(text, limit=limit))
        for name in {"facets": SHOWN, "whole page": tuple(found.facets)}.get(row, ()):
            found.facets.get(name)  # counted now
        return found.total

    def quotes(self, asked: Sequence[Sequence[str]]) -> list[str]:
        """The quotes that are not found at their cue, with the time of their first word inside it."""
        from archive.search import Request, search

        lost = []
        for code, place, text in asked:
            start = int(place) * (spoken.CUE_MS + spoken.GAP_MS)
            hits = search(self._library, Request(f'"{text}"', limit=10_000)).hits
            if not any(
                hit.interview == code and hit.start_ms == start <= hit.word_ms < start + spoken.CUE_MS for hit in hits
            ):
                lost.append(text)
        return lost


class Rival:
    """FTS5 or tantivy behind the same doors."""

    def __init__(self, work: Work, name: str) -> None:
        self._work = work
        self._engine = rivals.Fts5(work.folder) if name == "SQLite FTS5" else rivals.Tantivy(work.folder)

    def build(self) -> None:
        self._engine.build(self._found)

    def load(self) -> None:
        """Read the passages before the clock runs."""
        with self._work.passages.open("rb") as handle:
            self._found = pickle.load(handle)

    def settle(self) -> None:
        self._engine.settle()

    def update(self, number: int) -> tuple[float, float]:
        found = list(rivals.passages([spoken.hour(number, spoken.vocabulary(), 2018, take=1)]))
        return measured(lambda: self._engine.replace(found[0].hour, found))

    def answer(self, row: str, asked: Sequence[str]) -> int | None:
        if row in ("exact phrase", "across cues"):
            return self._engine.quote(*asked)
        if row == "prefix":
            return self._engine.prefix(*asked)
        if row == "facets":
            return self._engine.facets(*asked)
        if row == "ten + context":
            return self._engine.context(*asked)
        if row == "whole page":
            return None
        return self._engine.words(*asked)
