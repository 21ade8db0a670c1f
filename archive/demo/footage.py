# SPDX-License-Identifier: GPL-3.0-or-later
"""One file of the card: a drawn picture with its caption and frame counter, the synthetic voice, as a camera would write it."""

import shutil
import wave
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from archive.demo.picture import FIGURE, SCENES, scenery, silhouette, write_pixels
from archive.demo.scenario import Shot, Story
from archive.demo.speech import SAMPLE_RATE, Samples
from archive.demo.timing import Spoken
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
    _lay_out(studio, shot, spoken)
    (studio.folder / "caption.txt").write_text(
        _CAPTION.format(code=story.code, region=story.region.upper()), encoding="utf-8"
    )
    frames = spoken.duration * shot.rate.numerator // (1000 * shot.rate.denominator)
    filmed = studio.folder / f"filmed{to.suffix.lower()}"
    run(_filming(studio, shot, frames, filmed), limits=_limits(studio), folder=studio.folder)
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


def _lay_out(studio: Studio, shot: Shot, spoken: Spoken) -> None:
    """The ingredients under plain names: place, person, font, voice."""
    scene = SCENES[shot.scene]
    write_pixels(scenery(scene, shot.width, shot.height), studio.folder / "scene.pam")
    write_pixels(silhouette(shot.figure, scene), studio.folder / "figure.pam")
    font = next(path for path in sorted(font_for(_CAPTION).folder.glob("*.ttf")) if "Italic" not in path.name)
    shutil.copyfile(font, studio.folder / "font.ttf")
    write_sound(spoken.samples, SAMPLE_RATE, studio.folder / "voice.wav")


def _filming(studio: Studio, shot: Shot, frames: int, to: Path) -> list[str]:
    rate = f"{shot.rate.numerator}/{shot.rate.denominator}"
    sound = ["-i", "voice.wav"] if shot.sound else []
    heard = ["-map", "1:a", "-c:a", "aac", "-b:a", "96k", "-ar", "48000", "-ac", "2"] if shot.sound else []
    timecode = ["-timecode", shot.timecode] if shot.timecode else []
    return [
        str(studio.ffmpeg.path), "-hide_banner", "-nostdin", "-y", "-loglevel", "error",
        "-framerate", rate, "-i", "scene.pam", *sound, "-framerate", rate, "-i", "figure.pam",
        "-filter_complex", _graph(shot, 2 if shot.sound else 1),
        "-map", "[seen]", *heard, "-frames:v", str(frames),
        "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-qp", "26", "-g", "120", "-threads", "1",
        "-pix_fmt", "yuv420p", *timecode, "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact",
        to.name,
    ]  # fmt: skip


def _graph(shot: Shot, figure_input: int) -> str:
    """The place and the person are decoded once and held; only the person's breathing and the counter change."""
    side = min(shot.width, shot.height) * 9 // 10 // 2 * 2
    wide = side / shot.aspect
    left, top = (shot.width - round(wide)) // 2, shot.height - side + side // 40
    letter = min(shot.width, shot.height) // 22
    ink = "fontfile=font.ttf:fontcolor=white:borderw=2:bordercolor=black@0.6"
    hold = f"loop=loop=-1:size=1:start=0,setpts=N/({shot.rate.numerator}/{shot.rate.denominator}*TB)"
    turned = {90: ",transpose=2", 270: ",transpose=1"}.get(shot.rotation, "")
    return ";".join(
        (
            f"[0:v]format=yuv420p,drawtext={ink}:textfile=caption.txt:fontsize={letter}:x={letter}:y={letter},{hold}[place]",
            f"[{figure_input}:v]scale={round(wide / 2) * 2}:{side}:flags=bilinear,format=yuva420p,{hold}[person]",
            f"[place][person]overlay=x={left}:y='{top}+{side // 90}*sin(t*1.4)':eval=frame:format=yuv420,"
            f"drawtext={ink}:text='{_COUNTER}':fontsize={letter * 3 // 4}:x={letter}:y={letter * 5 // 2},"
            f"setsar={shot.aspect.numerator}/{shot.aspect.denominator}{turned}[seen]",
        )
    )


def _turning(studio: Studio, shot: Shot, source: Path, to: Path) -> list[str]:
    """A phone writes its picture lying on the side, with the angle beside it."""
    return [
        str(studio.ffmpeg.path), "-hide_banner", "-nostdin", "-y", "-loglevel", "error",
        "-display_rotation:v:0", str(-shot.rotation), "-i", source.name, "-map", "0", "-c", "copy",
        "-fflags", "+bitexact", to.name,
    ]  # fmt: skip


def _limits(studio: Studio) -> Limits:
    return Limits(memory_bytes=studio.ffmpeg.memory_bytes, stall_seconds=120)
