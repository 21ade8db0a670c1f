# SPDX-License-Identifier: GPL-3.0-or-later
"""What a TrueType or OpenType file says of itself: its family name, and the characters it can draw."""

import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FAMILY, _TYPOGRAPHIC_FAMILY = 1, 16
_WINDOWS, _UNICODE = 3, 0


@dataclass(frozen=True, slots=True)
class FontFile:
    """One font file. `characters`: the code points that it has a glyph for."""

    path: Path
    family: str
    characters: frozenset[int]


@cache
def read_font(path: Path) -> FontFile | None:
    """What the file says, or None when it is no font that can be read."""
    try:
        data = path.read_bytes()
        tables = _tables(data)
        return FontFile(path, _family(data, tables["name"]), frozenset(_characters(data, tables["cmap"])))
    except (OSError, KeyError, ValueError, IndexError, struct.error, UnicodeDecodeError):
        return None


def _tables(data: bytes) -> dict[str, int]:
    start = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
    count = struct.unpack_from(">H", data, start + 4)[0]
    records = (struct.unpack_from(">4sIII", data, start + 12 + 16 * index) for index in range(count))
    return {tag.decode("ascii"): offset for tag, _sum, offset, _length in records}


def _family(data: bytes, at: int) -> str:
    _version, count, strings = struct.unpack_from(">HHH", data, at)
    names: dict[int, str] = {}
    for index in range(count):
        platform, _encoding, _language, name, length, offset = struct.unpack_from(">6H", data, at + 6 + 12 * index)
        if platform in (_WINDOWS, _UNICODE) and name in (_FAMILY, _TYPOGRAPHIC_FAMILY):
            begin = at + strings + offset
            names.setdefault(name, data[begin : begin + length].decode("utf-16-be"))
    return names.get(_TYPOGRAPHIC_FAMILY) or names[_FAMILY]


def _characters(data: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">H", data, at + 2)[0]
    found: set[int] = set()
    for index in range(count):
        platform, _encoding, offset = struct.unpack_from(">HHI", data, at + 4 + 8 * index)
        if platform in (_WINDOWS, _UNICODE):
            found |= _subtable(data, at + offset)
    return found


def _subtable(data: bytes, at: int) -> set[int]:
    kind = struct.unpack_from(">H", data, at)[0]
    if kind == 4:
        return _segments(data, at)
    if kind == 12:
        groups = struct.unpack_from(">I", data, at + 12)[0]
        found: set[int] = set()
        for index in range(groups):
            first, last, _glyph = struct.unpack_from(">III", data, at + 16 + 12 * index)
            found.update(range(first, last + 1))
        return found
    return set()


def _segments(data: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    lasts = struct.unpack_from(f">{count}H", data, at + 14)
    firsts = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 4 * count)
    offsets_at = at + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", data, offsets_at)
    found: set[int] = set()
    for index, (first, last, delta, offset) in enumerate(zip(firsts, lasts, deltas, offsets, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                glyph = struct.unpack_from(">H", data, offsets_at + 2 * index + offset + 2 * (code - first))[0]
                if glyph == 0:
                    continue
            if (glyph + delta) & 0xFFFF:
                found.add(code)
    return found
