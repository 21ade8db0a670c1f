# SPDX-License-Identifier: GPL-3.0-or-later
"""Does a file end where it says it ends? Read from the container's own signs, without decoding."""

from pathlib import Path
from typing import BinaryIO

_UNKNOWN = (0, 0xFFFFFFFF)
_PLAYLIST_HEADS = (b"#EXTM3U", b"ffconcat", b"v=0", b"[playlist]", b"<?xml", b"<MPD", b"<smil", b"http:", b"https:")
_EBML, _SEGMENT = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"
_TOP_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"moof", b"pnot", b"styp"})


def names_other_files(path: Path) -> bool:
    """True for a playlist or script: a text that points to other files or addresses."""
    with path.open("rb") as handle:
        head = handle.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(_PLAYLIST_HEADS)


def ends_early(path: Path) -> bool:
    """True when an MP4, MOV, MKV, WAV or AVI declares more bytes than there are, or an MP4 has no index.

    Other containers do not say it at their head and answer False.
    """
    size = path.stat().st_size
    with path.open("rb") as handle:
        head = handle.read(12)
        if head[:4] in (b"RIFF", b"RF64"):
            return head[:4] == b"RIFF" and _riff_ends_early(handle, size)
        if head[4:8] in _TOP_BOXES:
            return _boxes_end_early(handle, size)
        if head[:4] == _EBML:
            return _segment_ends_early(handle, size)
    return False


def _riff_ends_early(handle: BinaryIO, size: int) -> bool:
    at = 0
    while at + 8 <= size:  # a large AVI is several RIFF parts in a row
        handle.seek(at)
        head = handle.read(8)
        length = int.from_bytes(head[4:8], "little")
        if head[:4] != b"RIFF" or length in _UNKNOWN:
            return False
        at += 8 + length
    return at > size + 1  # some recorders leave out the last padding byte


def _boxes_end_early(handle: BinaryIO, size: int) -> bool:
    at, index = 0, False
    while at + 8 <= size:
        handle.seek(at)
        head = handle.read(16)
        length, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        index = index or kind == b"moov"
        if length == 0:  # to the end of the file
            return not index
        if length < 8:
            return not index  # padding bytes after the last box
        at += length
    return at > size or not index


def _segment_ends_early(handle: BinaryIO, size: int) -> bool:
    handle.seek(4)
    header = _vint(handle)
    if header is None:
        return True
    handle.seek(header, 1)
    if handle.read(4) != _SEGMENT:
        return False
    length = _vint(handle)  # None: a recorder that could not come back to write it
    return length is not None and handle.tell() + length > size


def _vint(handle: BinaryIO) -> int | None:
    """Matroska's length: the first byte's leading zeros say how many bytes follow; all ones mean unknown."""
    first = handle.read(1)
    if not first or not first[0]:
        return None
    more = 8 - first[0].bit_length()
    bits = 7 * (more + 1)
    value = int.from_bytes(first + handle.read(more), "big") & ((1 << bits) - 1)
    return None if value == (1 << bits) - 1 else value
