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
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import spoken
from bench.asked import QUOTES, Work, make
from bench.engines import Baro, Rival, measured, peak_mib

HOURS, SMALL_HOURS, ROUNDS = 1_000, 100, 2
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
# the most that Baro's p95 may be, in that of FTS5
BARS = {"exact phrase": 0.5, "across cues": 0.5, "facets": 1.0, "common word": 1.0, "two words": 3.0}
BUILD_BAR, UPDATE_SECONDS, COLD_SECONDS = 15.0, 1.0, 1.0
ENGINES = ("Baro", "SQLite FTS5", "tantivy")


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
