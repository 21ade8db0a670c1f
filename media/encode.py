# SPDX-License-Identifier: GPL-3.0-or-later
"""How pictures and sound are compressed: one place, so that all that leaves plays everywhere."""

from fractions import Fraction

Options = dict[str, object]
SOFT = "subs.srt"  # in the private folder of a run
SOFT_OPTIONS: Options = {"c:s": "mov_text", "metadata:s:s:0": "language=fra"}


def h264(rate: Fraction, crf: int, preset: str) -> Options:
    """H.264 that every player knows, a keyframe each 2 s, without hidden messages of the camera or the encoder."""
    return {
        "c:v": "libx264",
        "preset": preset,
        "crf": crf,
        "profile:v": "high",
        "pix_fmt": "yuv420p",
        "g": max(1, round(2 * rate)),
        "sc_threshold": 0,
        "a53cc": 0,  # captions of the camera would travel along
        "bsf:v": "filter_units=remove_types=6",
        "fps_mode": "passthrough",
    }


def aac(bitrate: str = "160k") -> Options:
    """AAC, stereo at 48 kHz."""
    return {"c:a": "aac", "b:a": bitrate}


def pcm() -> Options:
    """Uncompressed sound: exact in length, encoded once only when the film is joined."""
    return {"c:a": "pcm_s16le"}


def mp4() -> Options:
    """MP4 that starts to play before it is all there, without a timecode track."""
    return {"f": "mp4", "movflags": "+faststart", "write_tmcd": 0}


def matroska() -> Options:
    """Matroska, for segments that nobody but the join reads."""
    return {"f": "matroska"}


def jpeg(quality: int) -> Options:
    """One JPEG; `quality` from 2, the best, to 31."""
    how: Options = {"c:v": "mjpeg", "pix_fmt": "yuvj420p", "q:v": quality, "frames:v": 1, "f": "mjpeg"}
    return how | {"fps_mode": "passthrough"}
