# SPDX-License-Identifier: GPL-3.0-or-later
"""Search beside SQLite FTS5 and tantivy, in one run: `python bench/search.py [--small] [--work FOLDER]`.

700,000 cues, about 8 million words, are spoken by `bench.spoken` and kept in an archive with consents for everybody.
Each engine builds and answers in a process of its own; a measure is processor time (user and system), since no machine
is idle. Baro answers through `archive.search.search`, consents asked in every row.

Each row asks all engines the same: how many results there are and the first ten, best first (of a quote in the order of
the archive); `facets` the counts by region, group and sex and no result; `ten + context` what is said in the ten and
around them. Baro's ten carry their text, marks and context in every row. `whole page` is Baro alone: fifty results and
all eight facets, the voices by name among them. tantivy gives no total and no facets. It is no requirement of Baro:
without `pip install tantivy` it is left out, and that is said.
"""

import argparse
import importlib.util
import json
import pickle
import random
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import rivals, spoken

HOURS, SMALL_HOURS, QUERIES, QUOTES, ROUNDS = 1_000, 100, 100, 1_000, 2
ROWS = (
    "rare word",
    "common word",
    "two words",
    "exact phrase",
    "across cues",
    "prefix",
    "facets",
    "ten + context",
    "whole page",
)
SHOWN = ("region", "group", "sex")  # what the rivals count too
# the most that Baro's p95 may be, in that of FTS5
BARS = {"exact phrase": 0.5, "across cues": 0.5, "facets": 1.0, "common word": 1.0, "two words": 3.0}
BUILD_BAR, UPDATE_SECONDS, COLD_SECONDS = 15.0, 1.0, 1.0
ENGINES = ("Baro", "SQLite FTS5", "tantivy")


@dataclass(frozen=True, slots=True)
class Work:
    """Where everything lies."""

    folder: Path

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    @property
    def empty(self) -> Path:
        return self.folder / "empty"

    @property
    def questions(self) -> Path:
        return self.folder / "questions.json"

    @property
    def passages(self) -> Path:
        return self.folder / "passages.pickle"


def speak(work: Work, count: int) -> None:
    """Make the archive, the passages for the rivals, and the questions."""
    from archive import library as libraries

    libraries.create(work.empty).catalogue.close()
    words = spoken.vocabulary()
    hours = [spoken.hour(number, words, 2018) for number in range(count)]
    library = libraries.create(work.archive)
    for hour in hours:
        with library.writing() as session:
            keep(session, hour)
    library.catalogue.close()
    with work.passages.open("wb") as handle:
        pickle.dump(list(rivals.passages(hours)), handle)
    ask(work, hours)


def ask(work: Work, hours: Sequence[spoken.Hour]) -> None:
    """Write down the questions."""
    work.questions.write_text(json.dumps(questions(hours), ensure_ascii=False))


def keep(session: Any, hour: spoken.Hour) -> None:
    """One interview into the catalogue, everybody consenting."""
    from archive.catalogue import consents, interviews, participants, recordings
    from archive.catalogue.schema import new_id
    from archive.model.footage import Interview, InterviewId, InterviewKind, Picture, Recording, RecordingId
    from archive.model.people import Consent, ConsentId, ConsentStatus, Group, Participant, ParticipantId, Sex

    interview = interviews.add(session, Interview(InterviewId(""), hour.code, InterviewKind.FOCUS_GROUP, hour.region))
    for number, (group, sex) in enumerate(hour.speakers):
        code = speaker_code(hour, number)
        who = participants.add(session, Participant(ParticipantId(""), code, Sex(sex), Group(group), "18-35", False))
        consents.record(
            session,
            Consent(
                id=ConsentId(""), participant=who.id, interview=interview.id, status=ConsentStatus.ACTIVE,
                given_on=date(2018, 1, 2), films=frozenset({"any"}), audiences=frozenset({"screening"}),
                shows=frozenset({"face", "voice"}),
            ),
            "bench",
        )  # fmt: skip
    recording = RecordingId(new_id())
    picture = Picture(1280, 720, Fraction(25), "h264")
    recordings.add(
        session,
        Recording(
            recording,
            new_id() * 2,
            f"{hour.code}.MP4",
            1000,
            hour.cues[-1].end,
            "mp4",
            interview=interview.id,
            picture=picture,
        ),
    )
    tell(session, recording, hour)


def tell(session: Any, recording: str, hour: spoken.Hour) -> None:
    """What is said in a recording, as a new version of its track."""
    from archive.catalogue import tracks
    from media.span import Span
    from subtitles.cue import Cue, Track

    cues = tuple(
        Cue(number, Span(cue.start, cue.end), cue.text, speaker_code(hour, cue.speaker))
        for number, cue in enumerate(hour.cues, 1)
    )
    tracks.store(session, recording, Track(cues, "fr"), author="bench")


def speaker_code(hour: spoken.Hour, number: int) -> str:
    """The pseudonym of a speaker of an interview."""
    return f"{hour.code}-{number + 1}"


def questions(hours: Sequence[spoken.Hour]) -> dict[str, list[list[str]]]:
    """What is asked in each row, and the quotes to be found again with hour, cue and words."""
    from archive.search.analysis import forms

    chance = random.Random(2018)
    words = spoken.vocabulary()
    rare = [[words[chance.randrange(len(words) // 2, len(words))]] for _ in range(QUERIES)]
    common = [[words[place]] for place in range(QUERIES)]
    two = [[words[chance.randrange(50)], words[chance.randrange(3, 300)]] for _ in range(QUERIES)]
    inside, across, quotes = [], [], []
    while len(quotes) < QUOTES:
        hour = hours[chance.randrange(len(hours))]
        place = chance.randrange(len(hour.cues) - 1)
        one, other = forms(hour.cues[place].text), forms(hour.cues[place + 1].text)
        if not one or not other:
            continue  # nothing but a sign: no word of a quote could be there
        length = chance.randrange(3, 7)
        start = chance.randrange(max(1, len(one) - length))
        inside.append(list(one[start : start + length]))
        if hour.cues[place].speaker == hour.cues[place + 1].speaker:
            across.append([*one[-(length // 2) :], *other[: length - length // 2]])
        quotes.append([hour.code, str(place), " ".join(one[start:] + other)])
    starts = [[words[chance.randrange(2000)][: chance.choice((3, 4, 5))]] for _ in range(QUERIES)]
    return {
        "rare word": rare, "common word": common, "two words": two, "exact phrase": inside[:QUERIES],
        "across cues": across[:QUERIES], "prefix": starts, "facets": common, "ten + context": common,
        "whole page": common, "quotes": quotes,
    }  # fmt: skip


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


def child(task: str, name: str, work: Work) -> dict[str, Any]:
    """One task of one engine, in this process."""
    engine: Any = Baro(work) if name == "Baro" else Rival(work, name)
    if task == "build":
        if name != "Baro":
            engine.load()
        held = peak_mib()
        processor, clock = measured(engine.build)
        if name != "Baro":
            engine.settle()
        return {"cpu": processor, "wall": clock, "mib": peak_mib() - (held if name != "Baro" else 0)}
    if task == "update":
        times = [engine.update(number) for number in (3, 5, 7, 11, 13)]
        return {"cpu": statistics.median(row[0] for row in times), "wall": statistics.median(row[1] for row in times)}
    asked = json.loads(work.questions.read_text())
    if task == "quotes":
        return {"lost": engine.quotes(asked["quotes"])}
    engine.answer("rare word", ["barrage"])
    return {"times": {row: list(answers(engine, row, asked[row])) for row in ROWS}, "mib": peak_mib()}


def answers(engine: Any, row: str, asked: Sequence[Sequence[str]]) -> Iterator[tuple[float, int]]:
    """For each question the least processor time of its rounds, in ms, and what came out."""
    engine.answer(row, asked[0])
    best: list[tuple[float, int]] = []
    for turn in range(ROUNDS):
        for place, question in enumerate(asked):
            start = time.process_time()
            if (found := engine.answer(row, question)) is None:
                return
            took = (time.process_time() - start) * 1000
            if turn == 0:
                best.append((took, found))
            else:
                best[place] = min(best[place], (took, found))
    yield from best


def run(task: str, name: str, work: Work) -> dict[str, Any]:
    """`child` in a process of its own."""
    command = [sys.executable, __file__, "--work", str(work.folder), "--child", task, name]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    found: dict[str, Any] = json.loads(printed)
    return found


def cold(work: Work) -> tuple[float, float]:
    """Seconds on the clock of `baro search` in an empty archive and in this one: medians of five."""

    def once(folder: Path) -> float:
        baro = str(Path(sys.executable).parent / "baro")
        word = spoken.vocabulary()[40]
        start = time.perf_counter()
        subprocess.run([baro, "--archive", str(folder), "search", word], check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - start

    figures = [(once(work.empty), once(work.archive)) for _ in range(6)][1:]
    return statistics.median(row[0] for row in figures), statistics.median(row[1] for row in figures)


def percentile(times: Sequence[float], share: float) -> float:
    """The time that this share of the questions takes at most."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def table(work: Work, names: Sequence[str], only: str) -> bool:
    """Print everything; False when a bar does not hold."""
    good = True
    if only in ("", "build"):
        builds = {name: run("build", name, work) for name in names}
        for name, found in builds.items():
            print(
                f"build   {name:<12} {found['cpu']:8.1f} s processor {found['wall']:8.1f} s clock {found['mib']:7.0f} MiB"
            )
        good &= bar("build", builds["Baro"]["cpu"] / builds["SQLite FTS5"]["cpu"], BUILD_BAR)
    if only in ("", "ask"):
        good &= asked_table({name: run("ask", name, work) for name in names})
    if only in ("", "quotes"):
        lost = run("quotes", "Baro", work)["lost"]
        print(f"quotes found at their cue: {QUOTES - len(lost)} of {QUOTES}", *lost[:5], sep="\n  ")
        good &= not lost
    if only in ("", "cold"):
        empty, full = cold(work)
        print(f"cold start of baro search: empty {empty:.2f} s, this archive {full:.2f} s")
        good &= bar("cold start beyond an empty archive, seconds", full - empty, COLD_SECONDS)
    if only in ("", "update"):
        for name in names:
            found = run("update", name, work)
            print(f"update  {name:<12} {found['cpu'] * 1000:8.0f} ms processor {found['wall'] * 1000:6.0f} ms clock")
            if name == "Baro":
                good &= bar("one interview replaced, seconds", found["wall"], UPDATE_SECONDS)
    return good


def asked_table(found: dict[str, dict[str, Any]]) -> bool:
    """The times of all rows, and the bars; False when one does not hold."""
    good = True
    print(f"{'ms of processor: p50 / p95':<26}" + "".join(f"{name:>20}" for name in found))
    for row in ROWS:
        cells, tails = [], {}
        for name, told in found.items():
            times = [took for took, _count in told["times"][row]]
            tails[name] = percentile(times, 0.95) if times else 0.0
            cells.append(f"{percentile(times, 0.5):8.2f} / {tails[name]:8.2f}" if times else "—")
        print(f"{row:<26}" + "".join(f"{cell:>20}" for cell in cells))
        if row in BARS:
            good &= bar(row, tails["Baro"] / tails["SQLite FTS5"], BARS[row])
    print(f"{'most memory, MiB':<26}" + "".join(f"{told['mib']:>20.0f}" for told in found.values()))
    return good


def bar(what: str, figure: float, most: float) -> bool:
    """Print how a bar stands."""
    print(f"    {what}: {figure:.2f} (bar {most:g}) {'holds' if figure <= most else 'DOES NOT HOLD'}")
    return figure <= most


def make(work: Work, count: int) -> None:
    """The archive with its questions; the questions alone where the archive is there."""
    if work.passages.exists():
        words = spoken.vocabulary()
        ask(work, [spoken.hour(number, words, 2018) for number in range(count)])
        return
    shutil.rmtree(work.folder, ignore_errors=True)
    work.folder.mkdir(parents=True)
    speak(work, count)


def main() -> int:
    """Exit status 1 when a bar does not hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--small", action="store_true", help="a tenth of the words, for a quick try")
    parser.add_argument("--work", type=Path, default=Path("bench-search"), help="where the archives are made and kept")
    parser.add_argument("--only", default="", choices=["", "build", "update", "ask", "quotes", "cold"])
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    args = parser.parse_args()
    work = Work(args.work)
    if args.child:
        print(json.dumps(child(args.child[0], args.child[1], work)))
        return 0
    if not work.questions.exists():
        make(work, SMALL_HOURS if args.small else HOURS)
    names = [name for name in ENGINES if name != "tantivy" or importlib.util.find_spec("tantivy")]
    if "tantivy" not in names:
        print("tantivy is left out: pip install tantivy")
    if args.only in ("", "build"):
        (work.folder / "fts5.sqlite").unlink(missing_ok=True)
        shutil.rmtree(work.folder / "tantivy", ignore_errors=True)
    return 0 if table(work, names, args.only) else 1


if __name__ == "__main__":
    sys.exit(main())
