# SPDX-License-Identifier: GPL-3.0-or-later
"""All that is made of an original beside separate commands and beside the 480p copy alone, in one run: `python bench/ingest.py`.

3 minutes of 1080p25 H.264 at 24 Mbit/s with AAC, as a camera writes it: moving texture under the noise of a sensor, a cut
every 8 s, a keyframe a second. Separate commands each read the original: poster, copy at 480p, copy at 240p, sheet of
stills, shots, shape of the sound, loudness, at the same sizes, presets and qualities. The floor is the 480p copy alone, by
hand: one decoding, one scaling, one encoding. What counts is processor time (user and system) with all children, the best
of the rounds.

`--folder` keeps the footage for the next run, `--minutes` makes it shorter, `--size 3840x2160` larger.

Bars: at most 0.45 of the separate commands, at most 1.2 of the copy alone; every file whole.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path

import av
import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.cut import cpu
from media.ffmpeg import Ffmpeg, find
from media.light import Lighter, make_lighter
from media.poster import make_poster
from media.probe import MediaInfo, probe
from media.proxy import Wanted, read_original
from media.sheet import sheet_of
from media.span import Span
from media.take import size_of
from media.timecode import frames_of

BARS = {"separate": 0.45, "floor": 1.2}
RATE, SHOT, MINUTE = 25, 8, 60  # pictures a second; seconds of a shot, and of what is made and then told again
COLOURS = (
    "-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv"  # as cameras of that size write them
)
CODING = (
    f"-c:v libx264 -preset superfast -b:v 24M -maxrate 28M -bufsize 28M -g 25 -bf 2 -pix_fmt yuv420p {COLOURS} -c:a aac"
)
X264 = "-c:v libx264 -preset veryfast -profile:v high -pix_fmt yuv420p -g 50 -sc_threshold 0 -movflags +faststart"


def texture(number: int, width: int, height: int) -> "np.ndarray[tuple[int, int], np.dtype[np.int16]]":
    """What one shot shows: large areas of light with fine detail in them, larger than the picture so that it can move."""
    random = np.random.default_rng(number)
    light = random.normal(128, 40, (height // 24 + 8, width // 24 + 8)).clip(30, 220)
    detail = random.normal(0, 28, (height + 128, width + 128))
    detail = (detail[:, :-2] + detail[:, 1:-1] + detail[:, 2:]) / 3
    detail = (detail[:-2] + detail[1:-1] + detail[2:]) / 3
    tall, wide = detail.shape
    return (np.kron(light, np.ones((24, 24)))[:tall, :wide] + detail).clip(16, 235).astype(np.int16)


def pictures(seconds: int, width: int, height: int) -> Iterator[bytes]:
    """The pictures in grey, each with noise of its own."""
    random = np.random.default_rng(1)
    noise = random.normal(0, 3.5, (height + 256, width + 256)).astype(np.int16)
    for number in range(seconds * RATE):
        shot, step = divmod(number, SHOT * RATE)
        if not step:
            shown = texture(shot, width, height)
        down, right = random.integers(0, 256, 2)
        moved = shown[step // 8 :, step // 4 :][:height, :width]
        yield (moved + noise[down:, right:][:height, :width]).clip(16, 235).astype(np.uint8).tobytes()


def source(folder: Path, ffmpeg: Ffmpeg, minutes: int, size: str) -> Path:
    """The footage: a minute, encoded once and told again."""
    whole, minute = folder / f"camera-{size}-{minutes}.mp4", folder / f"camera-{size}.mp4"
    begin = [str(ffmpeg.path), "-v", "error", "-y"]
    if not minute.exists() and not whole.exists():
        read = ["-f", "rawvideo", "-pix_fmt", "gray", "-s", size, "-r", str(RATE), "-i", "-"]
        voice = ["-f", "lavfi", "-i", f"sine=220:r=48000:d={MINUTE},tremolo=f=2:d=0.9"]
        command = [*begin, *read, *voice, *CODING.split(), str(minute)]
        with subprocess.Popen(command, stdin=subprocess.PIPE) as child:
            assert child.stdin is not None
            for picture in pictures(MINUTE, *map(int, size.split("x"))):
                child.stdin.write(picture)
    if not whole.exists():
        loops = ["-stream_loop", str(minutes - 1), "-i", str(minute), "-c", "copy"]
        subprocess.run([*begin, *loops, str(whole)], check=True)
    return whole


def separate(ffmpeg: Ffmpeg, path: Path, info: MediaInfo, to: Path) -> dict[str, Callable[[], object]]:
    """Each file by a command of its own that reads the original, as somebody writes it."""
    read = [str(ffmpeg.path), "-v", "error", "-nostdin", "-y", "-threads", str(ffmpeg.threads), "-i", str(path)]
    width, height = size_of(info, 480)
    small, sheet = size_of(info, 240), sheet_of(info.duration, Fraction(RATE), size_of(info))
    tiles = f"fps={RATE}/{sheet.every},scale={sheet.width}:{sheet.height},tile={sheet.columns}x{sheet.rows}"
    late = [*read[:-2], "-ss", str(info.duration // 3000), *read[-2:]]
    commands = {
        "poster": [*late, "-frames:v", "1", "-vf", "thumbnail=25,scale=640:360", "poster.jpg"],
        "480p": [*read, "-vf", f"scale={width}:{height}", *X264.split(), "-crf", "27", "-b:a", "96k", "480.mp4"],
        "240p": [*read, "-vf", f"scale={small[0]}:{small[1]}", *X264.split(), "-crf", "30", "-b:a", "48k", "240.mp4"],
        "sheet": [*read, "-vf", tiles, "-frames:v", "1", "-an", "sheet.jpg"],
        "shots": [*read, "-vf", "scale=160:-2:flags=area,scdet", "-an", "-f", "null", "-"],
        "peaks": [*read, "-vn", "-ac", "1", "-ar", "8000", "-f", "s16le", "sound.raw"],
        "loudness": [*read, "-vn", "-af", "ebur128=framelog=quiet", "-f", "null", "-"],
    }
    return {name: partial(subprocess.run, command, check=True, cwd=to) for name, command in commands.items()}


def ours(ffmpeg: Ffmpeg, path: Path, info: MediaInfo, to: Path) -> dict[str, Callable[[], object]]:
    """The three passes of the archive."""
    stills = sheet_of(info.duration, Fraction(RATE), size_of(info))
    copy, lighter = to / "proxy.mp4", Lighter(to / "small.mp4", to / "sheet.jpg", to / "shots.json", stills)
    return {
        "poster": lambda: make_poster(ffmpeg, path, info, to / "poster.jpg"),
        "the original": lambda: read_original(ffmpeg, path, info, Wanted(copy, to / "peaks.json")),
        "the copy": lambda: make_lighter(ffmpeg, copy, info, lighter),
    }


def measured(ways: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The best processor time of each."""
    return {name: min(cpu(work) for _round in range(rounds)) for name, work in ways.items()}


def printed(title: str, found: dict[str, float], floor: float) -> float:
    """A table; gives the sum."""
    print(f"\n{title}")
    total = sum(found.values())
    for name, took in (*found.items(), ("together", total)):
        print(f"  {name:<14}{took:>9.2f} s{took / floor:>8.2f} of the 480p copy alone")
    return total


def faults(info: MediaInfo, to: Path) -> Iterator[str]:
    """What is wrong with our files."""
    minutes = info.duration // 1000 // MINUTE
    frames = len(frames_of(Span(0, info.duration), Fraction(RATE)))  # the sound of a camera outlasts its pictures
    for name in ("proxy.mp4", "small.mp4"):
        with av.open(str(to / name)) as container:
            found = sum(1 for packet in container.demux(video=0) if packet.pts is not None)
        if abs(found - frames) > 1:
            yield f"{name}: {found} pictures of {frames}"
    cuts = (to / "shots.json").read_text().count(",") + 1
    expected = minutes * -(-MINUTE // SHOT) - 1
    if cuts != expected:
        yield f"shots.json: {cuts} cuts of {expected}"
    for name in ("poster.jpg", "sheet.jpg", "peaks.json"):
        if (to / name).stat().st_size < 1000:
            yield f"{name}: nearly nothing"


def main() -> int:
    """Print the tables; exit status 1 when a bar does not hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--minutes", type=int, default=3)
    parser.add_argument("--size", default="1920x1080")
    parser.add_argument("--rounds", type=int, default=2)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, ffmpeg, to = args.folder or Path(name), find(), Path(name)
        folder.mkdir(exist_ok=True)
        path = source(folder, ffmpeg, args.minutes, args.size)
        info = probe(path)
        print(f"{args.size}, {info.duration / 1000:.0f} s, {info.size * 8 / info.duration / 1000:.1f} Mbit/s")
        apart = measured(separate(ffmpeg, path, info, to), args.rounds)
        together = measured(ours(ffmpeg, path, info, to), args.rounds)
        wrong = list(faults(info, to))
        for file in sorted(to.glob("*.*")):
            print(f"  {file.name:<14}{file.stat().st_size / 1000:>9.0f} kB")
    floor = apart["480p"]
    sums = printed("separate commands", apart, floor), printed("Baro", together, floor)
    bars = [
        (f"at most {BARS['separate']} of separate commands", sums[1] / sums[0], BARS["separate"]),
        (f"at most {BARS['floor']} of the 480p copy alone", sums[1] / floor, BARS["floor"]),
    ]
    print()
    for sentence, figure, bar in bars:
        print(f"{'holds' if figure <= bar else 'FAILS'}: {sentence} ({figure:.2f})")
    print("\n".join(f"FAILS: {one}" for one in wrong) if wrong else "holds: every file whole, every cut found")
    return 0 if not wrong and all(figure <= bar for _sentence, figure, bar in bars) else 1


if __name__ == "__main__":
    sys.exit(main())
