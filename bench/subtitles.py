# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading and checking subtitles beside four other libraries, in one run: `python bench/subtitles.py`.

Every measure is the processor time (user and system) of a child of its own, after a first tiny file; the children take
turns, and the best of the rounds counts. The rivals are no requirements of Baro: pysrt and pysubs2 are there anyway,
for the others `pip install srt webvtt-py`; one that is missing is left out of the table, and that is said.

`odd` is a file whose every time has a point for the comma, every fourth cue no number and every tenth a blank line in
its text: what the careful reader is for. How it stands beside pysrt is told without a bar: a diagnostic is made for each
of those oddities, and every word behind a blank line is kept, where pysrt says nothing and drops the words.

`check` runs over invented cues with few faults, and over cues with about five findings each (`faulty`).

Bars: 100,000 cues, and 1,000 small files, read at least 1.5 times as fast as by pysrt and 3 times as fast as by pysubs2,
in at most 60 MiB over the text, WebVTT too; 100,000 cues checked with every rule, the rate of the picture and the fonts
known, in at most 10 s, faulty ones too.
"""

import importlib.util
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

CUES, FILES, CUES_OF_A_FILE, ROUNDS = 100_000, 1_000, 30, 5
BARS = {"pysrt": 1.5, "pysubs2": 3.0}
MEMORY_MIB, CHECK_SECONDS = 60, 10
RIVALS = {"pysrt": "pysrt", "pysubs2": "pysubs2", "srt": "srt", "webvtt-py": "webvtt"}
SPOKEN = (
    "Je n’ai pas eu peur ce jour-là.",
    "On nous a dit de partir avant la nuit,\net nous avons marché jusqu’au fleuve.",
    "— Qui était avec vous ?\n— Ma sœur, et les enfants du voisin.",
    "<i>Là-bas, personne ne nous attendait.</i>",
    "Il restait trois sacs de mil.",
)

UNTIDY = (
    "Je n'ai pas eu peur ce jour-là, parce que les voisins étaient restés avec nous.",
    "On nous a dit de partir avant la nuit et nous avons marché jusqu'au grand fleuve sans dormir ni boire, avec les enfants",
    "C'est ma soeur qui m'a dit : il faut prendre la route de",
    "Là-bas, personne ne nous attendait...",
    "Il restait trois sacs de mil.",
)


def clock(ms: int, mark: str) -> str:
    """`HH:MM:SS,mmm` with the decimal mark `mark`."""
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{mark}{rest:03d}"


def subtitles(count: int, name: str) -> str:
    """A file of `count` invented cues, as `srt` or `vtt`."""
    mark = "," if name == "srt" else "."
    cues = (
        f"{number}\n{clock(number * 3000, mark)} --> {clock(number * 3000 + 2600, mark)}\n"
        f"{SPOKEN[number % len(SPOKEN)]}\n\n"
        for number in range(1, count + 1)
    )
    return ("WEBVTT\n\n" if name == "vtt" else "") + "".join(cues)


def faulty(count: int) -> str:
    """A SubRip file of `count` cues, hurried and untidy: about five findings each."""
    cues = (
        f"{number}\n{clock(number * 3000 + 7, ',')} --> {clock(number * 3000 + 2607, ',')}\n"
        f"{UNTIDY[number % len(UNTIDY)]}\n\n"
        for number in range(1, count + 1)
    )
    return "".join(cues)


def odd(count: int) -> str:
    """A SubRip file of `count` cues with oddities all over."""
    text = subtitles(count, "srt")
    cues = text.replace(",600", ".600").replace(",000", ".000").split("\n\n")
    for place in range(0, len(cues), 4):
        cues[place] = cues[place].partition("\n")[2]
    for place in range(5, len(cues), 10):
        cues[place] += "\n\nEt la suite."
    return "\n\n".join(cues)


def reader(name: str, kind: str) -> Callable[[bytes], object]:
    """What reads the bytes of a file of that kind into the values of a library."""
    if name == "Baro":
        from subtitles.reading import read

        return read
    library = importlib.import_module(RIVALS[name])
    if name == "pysrt":
        return lambda data: library.from_string(data.decode())
    if name == "pysubs2":
        return lambda data: library.SSAFile.from_string(data.decode(), kind)
    if name == "srt":
        return lambda data: list(library.parse(data.decode()))
    return lambda data: library.from_string(data.decode())


def measure(name: str, kind: str, what: str) -> float:
    """Processor seconds, or MiB over the text when `what` is `memory`."""
    if what in ("check", "faulty"):
        return measure_check((faulty(CUES) if what == "faulty" else subtitles(CUES, "srt")).encode())
    read = reader(name, kind)
    read(subtitles(2, kind).encode())
    if what == "files":
        small = subtitles(CUES_OF_A_FILE, kind).encode()
        return cpu(lambda: [read(small) for _ in range(FILES)])
    data = (odd(CUES) if what == "odd" else subtitles(CUES, kind)).encode()
    return memory(read, data) if what == "memory" else cpu(lambda: read(data))


def memory(read: Callable[[bytes], object], data: bytes) -> float:
    """MiB that reading takes at its height, the decoded text (which every reader needs) not counted."""
    text = sys.getsizeof(data.decode())
    tracemalloc.start()
    kept = read(data)
    peak = tracemalloc.get_traced_memory()[1]
    del kept
    return (peak - text) / (1 << 20)


def measure_check(data: bytes) -> float:
    """Processor seconds of all rules over all cues, the rate and the fonts known."""
    from media.fonts import drawable
    from subtitles.checks import check, load_profile
    from subtitles.checks.rule import OFF
    from subtitles.reading import read

    profile = load_profile("ong-fr")
    asked = {
        name: replace(setting, severity="info") if setting.severity == OFF else setting
        for name, setting in profile.settings.items()
    }
    track = read(data).track
    glyphs = drawable()
    return cpu(lambda: check(track, replace(profile, settings=asked), Fraction(25), glyphs))


def cpu(work: Callable[[], object]) -> float:
    """Processor seconds of `work`."""
    before = time.process_time()
    kept = work()
    took = time.process_time() - before
    del kept
    return took


def child(name: str, kind: str, what: str) -> float:
    """One measure in a process of its own."""
    command = [sys.executable, __file__, name, kind, what]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return float(done.stdout)


def table() -> dict[tuple[str, str, str], float]:
    """The best of the rounds of every measure."""
    there = [name for name, module in RIVALS.items() if importlib.util.find_spec(module) is not None]
    for name in sorted(set(RIVALS) - set(there)):
        print(f"{name}: not installed, left out (pip install {name})")
    runs = [(name, "vtt" if name == "webvtt-py" else "srt") for name in there]
    runs = [("Baro", "srt"), *runs, *([("Baro", "vtt")] if ("webvtt-py", "vtt") in runs else [])]
    best: dict[tuple[str, str, str], float] = {}
    for _round in range(ROUNDS):
        for name, kind in runs:
            for what in ("cues", "files", *(["odd"] if name in ("Baro", "pysrt") and kind == "srt" else [])):
                took = child(name, kind, what)
                best[name, kind, what] = min(took, best.get((name, kind, what), took))
    for name, kind in runs:
        best[name, kind, "memory"] = child(name, kind, "memory")
    for what in ("check", "faulty"):
        best["Baro", "srt", what] = child("Baro", "srt", what)
    return best


def _bars(best: dict[tuple[str, str, str], float]) -> list[tuple[str, float, bool]]:
    """Each bar as a sentence, its figure and whether it holds."""
    bars = []
    for name, bar in BARS.items():
        for what, said in (("cues", "100,000 cues"), ("files", "1,000 files")):
            if (name, "srt", what) in best:
                ratio = best[name, "srt", what] / best["Baro", "srt", what]
                bars.append((f"{said} {bar} times as fast as {name}", ratio, ratio >= bar))
    for kind in ("srt", "vtt"):
        if ("Baro", kind, "memory") in best:
            taken = best["Baro", kind, "memory"]
            bars.append((f"at most {MEMORY_MIB} MiB over the text ({kind})", taken, taken <= MEMORY_MIB))
    for what, said in (("check", "100,000 cues"), ("faulty", "100,000 faulty cues")):
        asked = best["Baro", "srt", what]
        bars.append((f"every rule on {said} in {CHECK_SECONDS} s", asked, asked <= CHECK_SECONDS))
    return bars


def main() -> int:
    """Print the table; exit status 1 when a bar does not hold."""
    if len(sys.argv) == 4:
        print(measure(*sys.argv[1:]))
        return 0
    best = table()
    print(f"{'reader':<12}{'format':<8}{'100,000 cues':>14}{'ratio':>8}{'1,000 files':>14}{'ratio':>8}{'memory':>12}")
    for name, kind in [(name, kind) for name, kind, what in best if what == "memory"]:
        row = f"{name:<12}{kind:<8}"
        for what in ("cues", "files"):
            took = best[name, kind, what]
            row += f"{took:>12.2f} s{took / best['Baro', kind, what]:>8.2f}"
        print(row + f"{best[name, kind, 'memory']:>8.0f} MiB")
    bars = _bars(best)
    for sentence, figure, holds in bars:
        print(f"{'holds' if holds else 'FAILS'}: {sentence} ({figure:.2f})")
    if ("pysrt", "srt", "odd") in best:
        print(f"told:  odd files beside pysrt ({best['pysrt', 'srt', 'odd'] / best['Baro', 'srt', 'odd']:.2f})")
    return 0 if all(holds for _sentence, _figure, holds in bars) else 1


if __name__ == "__main__":
    sys.exit(main())
