# SPDX-License-Identifier: GPL-3.0-or-later
"""Files made to harm whoever opens them, small on disk: `TRAPS` names them, with what the refusal says of each."""

import os
import random
import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from tests.footage import footage, truncated

MILLION = 1_000_000


def million_boxes(folder: Path) -> Path:
    """An MP4 that declares a million tracks more than its own two."""
    good = footage(folder, "million.mp4")
    data = bytearray(good.read_bytes())
    at = data.index(b"moov") - 4
    length = int.from_bytes(data[at : at + 4], "big")
    data[at + length : at + length] = struct.pack(">I4sI4s", 16, b"trak", 8, b"mdia") * MILLION
    data[at : at + 4] = (length + 16 * MILLION).to_bytes(4, "big")
    good.write_bytes(data)
    return good


def million_tracks(folder: Path) -> Path:
    """A Matroska file that declares a million sounds."""
    header = _element("1A45DFA3", _element("4282", b"matroska") + _element("4287", b"\4") + _element("4285", b"\2"))
    track = _element("AE", _element("D7", b"\1") + _element("83", b"\2") + _element("86", b"A_PCM/INT/LIT"))
    block = _element("1F43B675", _element("E7", b"\0") + _element("A3", b"\x81\0\0\x80" + bytes(1000)))
    path = folder / "million.mkv"
    path.write_bytes(header + _element("18538067", _element("1654AE6B", track * MILLION) + block))
    return path


def huge_jpeg(folder: Path) -> Path:
    """An AVI whose one picture claims to be 12000 pixels wide and high."""
    path = _one_picture(folder / "huge-jpeg.avi", "mjpeg", "yuvj420p")
    data = path.read_bytes()
    start = data.index(b"\xff\xc0") + 5
    data = data[:start] + struct.pack(">HH", 12_000, 12_000) + data[start + 4 :]
    path.write_bytes(_wide(data, 12_000))
    return path


def huge_raw(folder: Path) -> Path:
    """An AVI of uncompressed pictures that claim to be a million pixels wide."""
    path = _one_picture(folder / "huge-raw.avi", "rawvideo", "bgr24")
    path.write_bytes(_wide(path.read_bytes(), MILLION))
    return path


def many_days(folder: Path) -> Path:
    """An MP4 whose two hundred pictures claim to stand for hours each."""
    path = footage(folder, "days.mp4", seconds=8, sound=False)
    data = bytearray(path.read_bytes())
    for kind, at, value in ((b"mdhd", 16, 1), (b"stts", 16, 0x3_0000), (b"elst", 12, 0x7FFF_FFFF)):
        start = data.index(kind) + at
        data[start : start + 4] = value.to_bytes(4, "big")
    path.write_bytes(data)
    return path


def empty(folder: Path) -> Path:
    """Nothing at all."""
    (folder / "empty.mp4").touch()
    return folder / "empty.mp4"


def photo(folder: Path) -> Path:
    """A photograph under the name of a film."""
    (folder / "photo.mp4").write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(2000))
    return folder / "photo.mp4"


def script(folder: Path) -> Path:
    """A program of Windows under the name of a film."""
    (folder / "script.mp4").write_text("@echo off\r\ndel /s /q C:\\*\r\n")
    return folder / "script.mp4"


def concat(folder: Path) -> Path:
    """A list that names another file."""
    (folder / "list.mp4").write_text("ffconcat version 1.0\nfile '/etc/passwd'\n")
    return folder / "list.mp4"


def pulled_out(folder: Path) -> Path:
    """A film whose end is missing."""
    whole = footage(folder, "whole.mp4", seconds=1)
    cut = truncated(whole).rename(folder / "pulled.mp4")
    whole.unlink()
    return cut


TRAPS: dict[Callable[[Path], Path], str] = {
    million_boxes: "n’est pas un fichier vidéo",
    million_tracks: "pistes ou plus",
    huge_jpeg: "12000 × 12000",
    huge_raw: "aucune image",
    many_days: "jours",
    empty: "est vide",
    photo: "n’est pas un fichier vidéo",
    script: "n’est pas un fichier vidéo",
    concat: "liste de lecture",
    pulled_out: "tronqué",
}


def pipe(folder: Path) -> Path:
    """A pipe that nobody ever writes into."""
    os.mkfifo(folder / "pipe.mp4")
    return folder / "pipe.mp4"


def endless(folder: Path) -> Path:
    """Zeros without end."""
    (folder / "endless.mp4").symlink_to("/dev/zero")
    return folder / "endless.mp4"


def flipped(path: Path, seed: int) -> Path:
    """A copy of an MP4 with a few bits turned over: in its head, its index or its pictures, by turns."""
    data, chance = bytearray(path.read_bytes()), random.Random(seed)
    index = data.index(b"moov")
    first, last = ((0, 64), (index, len(data)), (64, index))[seed % 3]
    for _turn in range(12):
        data[chance.randrange(first, last)] ^= 1 << chance.randrange(8)
    copy = path.with_name(f"flipped-{seed}.mp4")
    copy.write_bytes(data)
    return copy


def _element(kind: str, body: bytes) -> bytes:
    size = struct.pack(">Q", len(body) | 1 << 56) if len(body) > 126 else bytes([len(body) | 0x80])
    return bytes.fromhex(kind) + size + body


def _one_picture(path: Path, codec: str, pixels: str) -> Path:
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 64, pixels
        stream.codec_context.time_base = Fraction(1, 25)
        out.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64), np.uint8), format="gray")))
        out.mux(stream.encode(None))
    return path


def _wide(data: bytes, pixels: int) -> bytes:
    """An AVI whose header claims pictures of so many pixels, both ways."""
    at = data.index(b"strf") + 12
    return data[:at] + struct.pack("<ii", pixels, pixels) + data[at + 8 :]
