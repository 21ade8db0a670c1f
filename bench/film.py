# SPDX-License-Identifier: GPL-3.0-or-later
"""A film beside one hand-written ffmpeg graph that does the same, in one run: `python bench/film.py`.

5 minutes, 30 clips out of 10 unlike sources (sizes, rates, codecs, one upright, one variable, one without sound), each
picture numbered; French subtitles burned, loudness measured and set. Baro renders it in parts and joins them; the rival
is one graph of trims, scales and subtitles, concatenated, run twice because loudness has to be known first: once to
measure the sound, once for the film. Then one clip is changed and the film rendered again.

Bars: at most 1.15 of the graph's wall time; no process over 250 MB; a change at most 0.12 of a full render; video as long
as sound; constant steps; the counter right at every join; subtitles right to the picture at the last clip.

`--clips` and `--seconds` make it smaller, `--folder` keeps the footage for the next run.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from archive import library as libraries
from archive.catalogue import films
from archive.film.render import render_film
from archive.library import Library
from archive.model.film import SubtitleMode
from media.ffmpeg import Ffmpeg, find
from media.fonts import font_for
from media.span import Span
from subtitles.burn import ass_for
from subtitles.cue import Cue
from subtitles.reading import read
from tests.films import a_film, agreed, said, taken_in
from tests.footage import number_of, numbered_picture

BARS = {"wall": 1.15, "memory": 250.0, "change": 0.12}
SOURCES = {
    "a.mp4": ("1920x1080", "25", "-c:v libx264 -preset ultrafast -c:a aac"),
    "b.mp4": ("1920x1080", "30000/1001", "-c:v libx264 -preset ultrafast -bf 2 -c:a aac"),
    "c.mov": ("1280x720", "50", "-c:v libx264 -preset ultrafast -c:a pcm_s16le"),
    "d.mp4": (
        "1920x1080",
        "25",
        "-c:v libx265 -preset ultrafast -pix_fmt yuv420p10le -x265-params log-level=none -c:a aac",
    ),
    "e.mov": ("1280x720", "25", "-c:v prores_ks -profile:v 0 -c:a pcm_s24le"),
    "f.MXF": ("1280x720", "25", "-c:v mpeg2video -q:v 4 -c:a pcm_s16le"),
    "g.mp4": ("1080x1920", "30", "-c:v libx264 -preset ultrafast -c:a aac"),
    "h.webm": ("1280x720", "25", "-c:v libvpx -b:v 4M -deadline realtime -cpu-used 8 -c:a libopus"),
    "i.avi": ("1280x720", "25", "-c:v mjpeg -q:v 5 -c:a pcm_s16le"),
    "j.mp4": ("1280x720", "24", "-c:v libx264 -preset ultrafast -an"),
}
UPRIGHT = ("g.mp4",)  # its number does not fill the picture
STRIP = 4  # the number stands in the upper fourth of the picture, away from the words
FIRST = 1040  # milliseconds: where the first clip of a source begins


def footage(folder: Path, ffmpeg: Ffmpeg, seconds: int) -> Path:
    """The sources, made once: moving grain with the number of each picture above it."""
    card = folder / f"card-{seconds}"
    card.mkdir(exist_ok=True)
    for name, (size, rate, how) in SOURCES.items():
        if (card / name).exists():
            continue
        width, height = map(int, size.split("x"))
        read = ["-f", "rawvideo", "-pix_fmt", "gray", "-s", size, "-r", rate, "-i", "-"]
        sound = ["-f", "lavfi", "-i", f"sine=440:r=48000:d={seconds}"]
        pixels = [] if "-pix_fmt" in how else ["-pix_fmt", "yuv422p10le" if "prores" in how else "yuv420p"]
        command = [str(ffmpeg.path), "-v", "error", "-y", *read, *sound, *how.split(), *pixels, str(card / name)]
        grain = np.random.default_rng(1).normal(128, 30, (height + 64, width)).clip(16, 235).astype(np.uint8)
        with subprocess.Popen(command, stdin=subprocess.PIPE) as child:
            assert child.stdin is not None
            for number in range(round(seconds * Fraction(rate))):
                picture = grain[number // 4 % 60 :][:height].copy()
                picture[: height // STRIP] = numbered_picture(number, width, height // STRIP)
                child.stdin.write(picture.tobytes())
    return card


def clips_of(count: int, length: int) -> list[tuple[str, Span]]:
    """The clips: every source in turn, each time a little later."""
    names = list(SOURCES)
    found = []
    for number in range(count):
        start = FIRST + number // len(names) * (length + 500)
        found.append((names[number % len(names)], Span(start, start + length)))
    return found


def a_library(folder: Path, card: Path, clips: list[tuple[str, Span]]) -> tuple[Library, str]:
    """An archive with the sources, everybody's consent, a subtitle for each half of a clip, and the film."""
    library = libraries.create(folder / "archive")
    found = taken_in(library, card)
    for number, (name, recording) in enumerate(sorted(found.items())):
        agreed(library, recording, f"GAO-{number}")
        said(library, recording, *((cue.span.start, cue.span.end, cue.text) for cue in words(name, clips)))
    film = a_film(library, [(found[name], span.start, span.end) for name, span in clips])
    return library, film.id


def words(name: str, clips: list[tuple[str, Span]]) -> Iterator[Cue]:
    """Two cues a clip of that source: from its first picture to its middle, and the last second."""
    number = 1
    for source, span in clips:
        if source == name:
            middle = (span.start + span.end) // 2 // 40 * 40
            for part in (Span(span.start, middle), Span(span.end - 1000, span.end)):
                yield Cue(number, part, f"Ce jour-là, au bord du fleuve, nous étions {number}.")
                number += 1


class Watch:
    """The most memory (resident, MB) that any single child used while it ran."""

    def __init__(self) -> None:
        self.peak, self._over = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        ours = {str(child) for child in _children()}
        while not self._over.wait(0.1):
            for child in set(_children()) - ours:
                try:
                    status = Path(f"/proc/{child}/status").read_text()
                except OSError:
                    continue
                if found := re.search(r"VmHWM:\s+(\d+)", status):
                    self.peak = max(self.peak, int(found[1]) / 1024)


def _children() -> list[str]:
    """The processes that descend from this one."""
    parents: dict[str, str] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[path.parent.name] = path.read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
    found, left = [], [str(Path("/proc/self").resolve().name)]
    while left:
        parent = left.pop()
        below = [child for child, above in parents.items() if above == parent]
        found += below
        left += below
    return found


def graph(ffmpeg: Ffmpeg, card: Path, clips: list[tuple[str, Span]], folder: Path, to: Path) -> None:
    """The rival: one graph for all, as a careful person writes it."""
    inputs, chains, pads = [], [], ""
    heard = []
    font = font_for("é")
    for number, (name, span) in enumerate(clips):
        inputs += [
            "-ss",
            f"{span.start / 1000 - 1:.3f}",
            "-t",
            f"{span.duration / 1000 + 1.5:.3f}",
            "-i",
            str(card / name),
        ]
        cues = [Cue(1, cue.span.shifted(-span.start), cue.text) for cue in words(name, clips) if span.covers(cue.span)]
        (folder / f"{number}.ass").write_text(ass_for(cues, 1280, 720, font.family), encoding="utf-8")
        cut = f"trim=start=1:duration={span.duration / 1000},setpts=PTS-STARTPTS"
        shape = "scale=1280:720:force_original_aspect_ratio=decrease,pad=1280:720:-1:-1,setsar=1,format=yuv420p"
        burn = f"ass=filename={folder / f'{number}.ass'}:fontsdir={font.folder}"
        chains.append(f"[{number}:v]{cut},fps=25,{shape},{burn}[v{number}]")
        sound = f"[{number}:a]a{cut.replace('setpts', 'asetpts')},aresample=48000,aformat=channel_layouts=stereo"
        if "-an" in SOURCES[name][2]:
            sound = f"anullsrc=r=48000:cl=stereo,atrim=duration={span.duration / 1000}"
        heard.append(f"{sound}[a{number}]")
        pads += f"[v{number}][a{number}]"
    voices = "".join(f"[a{number}]" for number in range(len(clips)))
    base = [str(ffmpeg.path), "-hide_banner", "-nostdin", "-y", *inputs, "-filter_complex"]
    measure = ";".join([*heard, f"{voices}concat=n={len(clips)}:v=0:a=1,ebur128=framelog=quiet[a]"])
    said_so = subprocess.run(
        [*base, measure, "-map", "[a]", "-f", "null", "-"], capture_output=True, text=True, check=True
    )
    loud = float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said_so.stderr)[-1])
    level = f"volume={-16 - loud:.2f}dB,alimiter=limit=0.84:level=0"
    whole = ";".join([*chains, *heard, f"{pads}concat=n={len(clips)}:v=1:a=1[v][s];[s]{level}[a]"])
    how = ["-map", "[v]", "-map", "[a]", "-c:v", "libx264", "-preset", "fast", "-crf", "19", "-g", "50"]
    subprocess.run([*base, whole, *how, "-c:a", "aac", "-b:a", "192k", str(to)], check=True, capture_output=True)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall seconds and the peak memory of any child."""
    with Watch() as watch:
        before = time.monotonic()
        work()
        took = time.monotonic() - before
    return took, watch.peak


def faults(library: Library, film: str, clips: list[tuple[str, Span]]) -> Iterator[str]:
    """What is wrong with the newest render of a film."""
    with library.reading() as session:
        render = films.renders(session, film)[0]
    path = library.films / render.file
    with av.open(str(path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        lengths = [float((stream.duration or 0) * (stream.time_base or 0)) for stream in (video, audio)]
        if abs(lengths[0] - lengths[1]) > 0.001:
            yield f"video {lengths[0]:.3f} s, sound {lengths[1]:.3f} s"
        numbers, light, times = [], [], []
        for frame in container.decode(video):
            grey = frame.to_ndarray(format="gray")
            numbers.append(number_of(grey[: grey.shape[0] // STRIP]))
            light.append(bool((grey[-220:] > 245).mean() > 0.002))
            times.append(frame.pts)
    if len({after - before for before, after in pairwise(times)}) != 1:
        yield "steps between pictures differ"
    parts = [part for part in render.facts["parts"] if isinstance(part, dict)]  # type: ignore[attr-defined]
    for place, (part, (name, span)) in enumerate(zip(parts, clips, strict=True), start=1):
        rate, first, last = Fraction(SOURCES[name][1]), part["first_frame"], part["first_frame"] + part["frames"] - 1
        for at, ms in ((first, span.start), (last, span.end - 40)):
            expected = ms * rate / 1000
            if name not in UPRIGHT and abs(numbers[at] - expected) > 1 + rate / 50:
                yield f"clip {place}, picture {at}: number {numbers[at]} instead of {float(expected):.1f}"
    cues = read(path.with_suffix(".srt").read_bytes()).track.cues
    shown = {n for cue in cues for n in range(-(-cue.span.start // 40), -(-cue.span.end // 40))}
    wrong = [number for number, lit in enumerate(light) if lit != (number in shown)]
    if wrong:
        yield f"words on other pictures than the SRT says: {len(wrong)}, the first {wrong[0]}"
    end = (parts[-1]["first_frame"] + parts[-1]["frames"]) * 40
    if len(cues) != 2 * len(clips) or not 0 <= end - cues[-1].span.end <= 80 or end - cues[-1].span.start > 1080:
        yield f"{len(cues)} cues, the last {cues[-1].span}, the film ends at {end}"


def main() -> int:
    """Print the table; exit status 1 when a bar does not hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--clips", type=int, default=30)
    parser.add_argument("--seconds", type=int, default=10)
    args = parser.parse_args()
    clips = clips_of(args.clips, args.seconds * 1000)
    with tempfile.TemporaryDirectory() as name:
        folder, ffmpeg = Path(name), find()
        kept = args.folder or folder
        kept.mkdir(exist_ok=True)
        card = footage(kept, ffmpeg, args.seconds * (args.clips // len(SOURCES) + 1) + 4)
        library, film = a_library(folder, card, clips)
        whole = timed(lambda: graph(ffmpeg, card, clips, folder, kept / "graph.mp4"))
        ours = timed(lambda: render_film(library, film, subtitles=SubtitleMode.BURN))
        done = library.films / "confiance-1.mp4"
        wrong = list(faults(library, film, clips))
        with library.writing() as session:
            films.change_item(session, film, args.clips // 2, span=clips[args.clips // 2 - 1][1].shifted(80))
        change = timed(lambda: render_film(library, film, subtitles=SubtitleMode.BURN))
        (kept / "film.mp4").write_bytes(done.read_bytes())
        library.catalogue.close()
    print(f"{'':<14}{'wall':>10}{'of graph':>10}{'peak of a process':>20}")
    for label, (took, peak) in (("one graph", whole), ("Baro", ours), ("one change", change)):
        print(f"{label:<14}{took:>8.1f} s{took / whole[0]:>10.2f}{peak:>17.0f} MB")
    bars = [
        (f"at most {BARS['wall']} of the graph", ours[0] / whole[0], BARS["wall"]),
        (f"no process over {BARS['memory']:.0f} MB", max(ours[1], change[1]), BARS["memory"]),
        (f"one change at most {BARS['change']} of a render", change[0] / ours[0], BARS["change"]),
    ]
    for sentence, figure, bar in bars:
        print(f"{'holds' if figure <= bar else 'FAILS'}: {sentence} ({figure:.2f})")
    print("\n".join(wrong) if wrong else "holds: lengths, steps, counters at every join, words to the picture")
    return 0 if not wrong and all(figure <= bar for _sentence, figure, bar in bars) else 1


if __name__ == "__main__":
    sys.exit(main())
