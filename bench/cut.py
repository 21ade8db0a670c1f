# SPDX-License-Identifier: GPL-3.0-or-later
"""A long extract beside an exact re-encode, the PyPI package smartcut and a stream copy, in one run: `python bench/cut.py`.

59 s out of 10 minutes of 1080p25 H.264 with a keyframe every 10 s, each picture numbered; then short extracts. What
counts is the processor time (user and system) of each way with all its children, the best of the rounds. "The limit"
encodes only the pictures that must be encoded, with the same settings, and does nothing else: it reads no sound. "Limit,
told" encodes the sound as well, which no exact cut can copy; it is shown beside, the bar is held against the former.

`smartcut` is no requirement of Baro: `pip install smartcut` somewhere and give its command with `--smartcut PATH`; without
it that line is left out, and that is said. `--folder` keeps the footage for the next run, `--seconds` makes it shorter.

Bars: at most 0.25 of the exact re-encode, at most 1.3 of the limit, exact to the picture; a short extract no slower than
its re-encode. How far two series of the very same re-encode lie apart is measured too, and is the tolerance of that bar,
at least 2 %.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from media.command import Run, make, opened
from media.cut import cut_span
from media.encode import aac, h264, matroska, mp4
from media.errors import BaroError
from media.ffmpeg import Ffmpeg, find
from media.probe import probe
from media.span import Span
from media.take import pictures, sound, source_of, take_of
from media.verify import verify_clean
from tests.footage import number_of, numbered_picture

RATE, GROUP, LOOP = 25, 250, 60
LONG = Span(123_456, 182_456)
SHORT = (Span(124_000, 127_000), Span(124_000, 136_000), Span(128_000, 142_000))  # the last one has a whole group
BARS = {"exact": 0.25, "limit": 1.3}
NOISE = 0.02  # of two series of one and the same work, at least
STRIP = 64  # lines of the picture that carry its number


def source(folder: Path, ffmpeg: Ffmpeg, seconds: int) -> Path:
    """The footage: a minute of moving grain made once and told again, its pictures numbered within the minute."""
    minute, whole = folder / f"minute-{LOOP}.mp4", folder / f"whole-{seconds}.mp4"
    if not minute.exists():
        grain = np.random.default_rng(1).normal(128, 30, (1080 + 64, 1920 + 64)).clip(16, 235).astype(np.uint8)
        grain = grain[:, :-2] // 3 + grain[:, 1:-1] // 3 + grain[:, 2:] // 3  # as soft as a lens
        options = {"preset": "veryfast", "crf": "23", "g": str(GROUP), "keyint_min": str(GROUP), "sc_threshold": "0"}
        with av.open(str(minute), "w") as out:
            stream = out.add_stream("libx264", rate=RATE, options=options)
            stream.width, stream.height, stream.pix_fmt = 1920, 1080, "yuv420p"
            for number in range(LOOP * RATE):
                picture = grain[number // 8 % 60 : 1080 + number // 8 % 60, :1920].copy()
                picture[:STRIP] = numbered_picture(number, 1920, STRIP)
                out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="gray")))
            out.mux(stream.encode(None))
    if not whole.exists():
        loops = ["-stream_loop", str(seconds // LOOP - 1), "-i", str(minute)]
        sound = ["-f", "lavfi", "-i", f"sine=440:r=48000:d={seconds}"]
        how = ["-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "aac", "-shortest"]
        subprocess.run([str(ffmpeg.path), "-v", "error", "-y", *loops, *sound, *how, str(whole)], check=True)
    return whole


def cpu(work: Callable[[], object]) -> float:
    """Processor seconds of `work`, its children included."""
    before = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    work()
    after = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(b.ru_utime + b.ru_stime - a.ru_utime - a.ru_stime for a, b in zip(before, after, strict=True))


def edges(ffmpeg: Ffmpeg, path: Path, span: Span, to: Path) -> None:
    """Only what must be encoded: from the in-point to the next group, and from the last group to the out-point."""
    first, stop = span.start * RATE // 1000, -(-span.end * RATE // 1000)
    head, tail = range(first, -(-first // GROUP) * GROUP), range(stop // GROUP * GROUP, stop)
    for part in (head, tail):
        seek = Fraction(part.start, RATE) - (0 if part is head else Fraction(-1, 4))
        lead = Fraction(part.start, RATE) - seek
        stream = pictures(opened(ffmpeg, path, seek)["V:0"], lead, Fraction(RATE), len(part))
        make(ffmpeg, [stream], to, matroska() | h264(Fraction(RATE), crf=19, preset="fast"), Run())


def told(ffmpeg: Ffmpeg, path: Path, span: Span, to: Path) -> None:
    """The edges, and all the sound of the extract."""
    edges(ffmpeg, path, span, to)
    take = take_of(path, probe(path), span)
    make(ffmpeg, [sound(source_of(ffmpeg, take), take)], to.with_suffix(".m4a"), mp4() | aac(), Run())


def judged(path: Path, span: Span) -> str:
    """What is wrong with an extract, or `exact`."""
    expected = [number % (LOOP * RATE) for number in range(span.start * RATE // 1000, -(-span.end * RATE // 1000))]
    try:
        verify_clean(path, len(expected))
        hidden = ""
    except BaroError as error:
        hidden = "; " + error.message
    with av.open(str(path)) as container:
        found = [number_of(frame.to_ndarray(format="gray")[:STRIP]) for frame in container.decode(video=0)]
    if found == expected:
        return f"exact{hidden}"
    first = (found[0] - expected[0]) if found else 0
    return f"{len(found)} of {len(expected)} pictures, begins {first:+d}{hidden}"


def ways(ffmpeg: Ffmpeg, path: Path, span: Span, rival: str) -> dict[str, Callable[[Path], object]]:
    """Every way to cut the extract."""
    info, ends = probe(path), (f"{span.start / 1000}", f"{span.end / 1000}")
    copy = [str(ffmpeg.path), "-v", "error", "-y", "-ss", ends[0], "-to", ends[1], "-i", str(path), "-c", "copy"]
    found: dict[str, Callable[[Path], object]] = {
        "smart": lambda to: cut_span(ffmpeg, path, info, span, to, smart=True),
        "exact": lambda to: cut_span(ffmpeg, path, info, span, to),
        "limit": lambda to: edges(ffmpeg, path, span, to.with_suffix(".mkv")),
        "limit, told": lambda to: told(ffmpeg, path, span, to.with_suffix(".mkv")),
        "stream copy": lambda to: subprocess.run([*copy, str(to)], check=True),
    }
    if rival:
        command = [rival, str(path), "--keep", ",".join(ends)]
        found["smartcut"] = lambda to: subprocess.run(
            [*command[:2], str(to), *command[2:]], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    return found


def file_of(name: str) -> str:
    return "".join(letter for letter in name if letter.isalnum()) + ".mp4"


def table(found: dict[str, Callable[[Path], object]], span: Span, folder: Path, rounds: int) -> dict[str, float]:
    """The best time of every way, printed beside what is wrong with its result."""
    best: dict[str, float] = {}
    for _round in range(rounds):
        for name, cut in found.items():
            to = folder / file_of(name)
            took = cpu(lambda cut=cut, to=to: cut(to))  # type: ignore[misc]
            best[name] = min(took, best.get(name, took))
    print(f"\n{span.duration / 1000:.0f} s from {span.start / 1000:.3f} s")
    for name, took in best.items():
        to = folder / file_of(name)
        said = "" if name.startswith("limit") else judged(to, span)
        print(f"{name:<12}{took:>9.2f} s{took / best['exact']:>8.2f} of exact   {said}")
    return best


def main() -> int:
    """Print the tables; exit status 1 when a bar does not hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--smartcut", default="")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, ffmpeg = args.folder or Path(name), find()
        folder.mkdir(exist_ok=True)
        path = source(folder, ffmpeg, args.seconds)
        if not args.smartcut:
            print("smartcut: not given, left out (pip install smartcut, --smartcut PATH)")
        best = table(ways(ffmpeg, path, LONG, args.smartcut), LONG, folder, args.rounds)
        bars = [
            (f"at most {BARS['exact']} of the exact re-encode", best["smart"] / best["exact"], BARS["exact"]),
            (f"at most {BARS['limit']} of the limit", best["smart"] / best["limit"], BARS["limit"]),
        ]
        exact = judged(folder / "smart.mp4", LONG) == "exact"
        for span in SHORT:
            all_ways = ways(ffmpeg, path, span, "")
            only = {"exact": all_ways["exact"], "smart": all_ways["smart"], "exact, again": all_ways["exact"]}
            short = table(only, span, folder, args.rounds + 1)
            noise = max(NOISE, abs(short["exact, again"] / short["exact"] - 1))
            exact = exact and judged(folder / "smart.mp4", span) == "exact"
            sentence = f"{span.duration // 1000} s: no slower, give or take {noise:.2f}"
            bars.append((sentence, short["smart"] / short["exact"], 1 + noise))
    holds = exact and all(figure <= bar for _sentence, figure, bar in bars)
    print(f"\n{'holds' if exact else 'FAILS'}: exact to the picture, nothing hidden")
    for sentence, figure, bar in bars:
        print(f"{'holds' if figure <= bar else 'FAILS'}: {sentence} ({figure:.2f})")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
