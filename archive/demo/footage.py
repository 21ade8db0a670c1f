# SPDX-License-Identifier: GPL-3.0-or-later
"""One file of the card: a drawn picture with its caption and frame counter, the synthetic voice, as a camera would write it."""

import shutil
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from archive.demo.picture import SCENES, dress, scenery, silhouette, write_pixels
from archive.demo.scenario import Shot, Story
from archive.demo.speech import SAMPLE_RATE, Samples
from archive.demo.timing import Spoken, turns
from media.ffmpeg import Ffmpeg
from media.fonts import font_for
from media.process import Limits, run

RECORDER_RATE = 48_000
_CAPTION = "ENTRETIEN INVENTÉ · {code} · {region}"
_COUNTER = "image %{frame_num}   %{pts\\:hms}"


@dataclass(frozen=True, slots=True)
class Studio:
    """Where footage is made: ffmpeg, and a folder of its own in which every file has a plain name."""

    ffmpeg: Ffmpeg
    folder: Path


def film(studio: Studio, story: Story, shot: Shot, spoken: Spoken, to: Path) -> None:
    """Write the file of `shot` to `to`: the same bytes for the same story on the same machine."""
    if not shot.width:
        write_sound(_at_recorder_rate(spoken.samples), RECORDER_RATE, to)
        return
    _lay_out(studio, story, shot, spoken)
    (studio.folder / "caption.txt").write_text(
        _CAPTION.format(code=story.code, region=story.region.upper()), encoding="utf-8"
    )
    frames = spoken.duration * shot.rate.numerator // (1000 * shot.rate.denominator)
    filmed = studio.folder / f"filmed{to.suffix.lower()}"
    run(
        _filming(studio, shot, frames, _appearances(story, spoken), filmed),
        limits=_limits(studio),
        folder=studio.folder,
    )
    if shot.rotation:
        upright, filmed = filmed, studio.folder / f"turned{to.suffix.lower()}"
        run(_turning(studio, shot, upright, filmed), limits=_limits(studio), folder=studio.folder)
    shutil.copyfile(filmed, to)


def write_sound(samples: Samples, rate: int, to: Path) -> None:
    """Write mono 16-bit samples as a WAV file."""
    with wave.open(str(to), "wb") as writing:
        writing.setparams((1, 2, rate, len(samples), "NONE", ""))
        writing.writeframes(samples.tobytes())


def _at_recorder_rate(samples: Samples) -> Samples:
    count = len(samples) * RECORDER_RATE // SAMPLE_RATE
    at = np.arange(count, dtype=np.float64) * SAMPLE_RATE / RECORDER_RATE
    return np.interp(at, np.arange(len(samples)), samples).astype(np.int16)


def _appearances(story: Story, spoken: Spoken) -> list[str]:
    """For each participant the ffmpeg expression that is true while the camera looks at them."""
    looks: dict[str, list[str]] = {witness.code: [] for witness in story.witnesses}
    for speaker, span in turns(spoken.cues, spoken.duration):
        looks[speaker].append(f"gte(t,{span.start}/1000)*lt(t,{span.end}/1000)")
    return ["+".join(parts) for parts in looks.values()]


def _lay_out(studio: Studio, story: Story, shot: Shot, spoken: Spoken) -> None:
    """The ingredients under plain names: place, people, font, voice."""
    scene = SCENES[shot.scene]
    write_pixels(scenery(scene, shot.width, shot.height, shot.aspect), studio.folder / "scene.pam")
    for number, witness in enumerate(story.witnesses):
        write_pixels(silhouette(witness.figure, dress(scene.cloth, number)), studio.folder / f"figure{number}.pam")
    font = next(path for path in sorted(font_for(_CAPTION).folder.glob("*.ttf")) if "Italic" not in path.name)
    shutil.copyfile(font, studio.folder / "font.ttf")
    write_sound(spoken.samples, SAMPLE_RATE, studio.folder / "voice.wav")


def _filming(studio: Studio, shot: Shot, frames: int, looks: Sequence[str], to: Path) -> list[str]:
    rate = f"{shot.rate.numerator}/{shot.rate.denominator}"
    people = [word for n in range(len(looks)) for word in ("-framerate", rate, "-i", f"figure{n}.pam")]
    sound = ["-i", "voice.wav"] if shot.sound else []
    heard = ["-map", f"{len(looks) + 1}:a", "-c:a", "aac", "-b:a", "96k", "-ar", "48000", "-ac", "2"]
    timecode = ["-timecode", shot.timecode] if shot.timecode else []
    return [
        str(studio.ffmpeg.path), "-hide_banner", "-nostdin", "-y", "-loglevel", "error",
        "-framerate", rate, "-i", "scene.pam", *people, *sound, "-filter_complex", _graph(shot, looks),
        "-map", "[seen]", *(heard if shot.sound else []), "-frames:v", str(frames),
        "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-qp", "26", "-g", "120", "-threads", "1",
        "-pix_fmt", "yuv420p", *timecode, "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact",
        to.name,
    ]  # fmt: skip


def _graph(shot: Shot, looks: Sequence[str]) -> str:
    """The place and the people are decoded once and held; only breathing, the one who speaks and the counter change."""
    short = min(shot.width, shot.height)
    side, letter = short * 9 // 10 // 2 * 2, short // 22
    wide = round(side / shot.aspect / 2) * 2
    left, top = (shot.width - wide) // 2, shot.height - side + side // 40
    ink = "fontfile=font.ttf:fontcolor=white:borderw=2:bordercolor=black@0.6"
    hold = f"loop=loop=-1:size=1:start=0,setpts=N/({shot.rate.numerator}/{shot.rate.denominator}*TB)"
    chain = [
        f"[0:v]format=yuv420p,drawtext={ink}:textfile=caption.txt:fontsize={letter}:x={letter}:y={letter},{hold}[v0]"
    ]
    for n, look in enumerate(looks):
        chain.append(f"[{n + 1}:v]scale={wide}:{side}:flags=bilinear,format=yuva420p,{hold}[p{n}]")
        breath = f"x={left}:y='{top}+{side // 90}*sin(t*1.4)':eval=frame:format=yuv420:enable='{look}'"
        chain.append(f"[v{n}][p{n}]overlay={breath}[v{n + 1}]")
    counter = f"drawtext={ink}:text='{_COUNTER}':fontsize={letter * 3 // 4}:x={letter}:y={letter * 5 // 2}"
    turned = {90: ",transpose=2", 270: ",transpose=1"}.get(shot.rotation, "")
    square = f"setsar={shot.aspect.numerator}/{shot.aspect.denominator}"
    chain.append(f"[v{len(looks)}]{counter},{square}{turned}[seen]")
    return ";".join(chain)


def _turning(studio: Studio, shot: Shot, source: Path, to: Path) -> list[str]:
    """A phone writes its picture lying on the side, with the angle beside it."""
    return [
        str(studio.ffmpeg.path), "-hide_banner", "-nostdin", "-y", "-loglevel", "error",
        "-display_rotation:v:0", str(-shot.rotation), "-i", source.name, "-map", "0", "-c", "copy",
        "-fflags", "+bitexact", to.name,
    ]  # fmt: skip


def _limits(studio: Studio) -> Limits:
    return Limits(memory_bytes=studio.ffmpeg.memory_bytes, stall_seconds=120)
