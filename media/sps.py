# SPDX-License-Identifier: GPL-3.0-or-later
"""What an H.264 stream says of itself in its parameter sets, as far as a copy must match it (ITU-T H.264, 7.3.2)."""

from collections.abc import Iterator
from dataclasses import dataclass

_WITH_CHROMA = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128})
IDR, SPS, PPS = 5, 7, 8
_PICTURE = frozenset({1, IDR, SPS, PPS, 9})  # slices, parameter sets, and where a picture begins


@dataclass(frozen=True, slots=True)
class Sps:
    """A sequence parameter set. `refs`: the pictures that it keeps; `plain`: progressive, 8 bits, 4:2:0, nothing unusual."""

    id: int
    profile: int
    level: int
    refs: int
    plain: bool


@dataclass(frozen=True, slots=True)
class Avcc:
    """The configuration box of H.264 in MP4 and Matroska: its head, its parameter sets, and what follows them."""

    head: bytes
    sps: tuple[bytes, ...]
    pps: tuple[bytes, ...]
    rest: bytes

    @property
    def length_size(self) -> int:
        """The bytes before each unit that say how long it is."""
        return (self.head[4] & 3) + 1

    @property
    def ids(self) -> frozenset[int]:
        """Every number that a parameter set goes by."""
        return frozenset({read_sps(one).id for one in self.sps} | {_Bits(one[1:]).number() for one in self.pps})

    def joined(self, other: "Avcc") -> bytes:
        """This box with the parameter sets of `other` too."""
        sps, pps = (*self.sps, *other.sps), (*self.pps, *other.pps)
        return self.head + bytes([0xE0 | len(sps)]) + _packed(sps) + bytes([len(pps)]) + _packed(pps) + self.rest


def read_avcc(data: bytes) -> Avcc | None:
    """The box read; None when it is no such box (a stream of start codes) or is cut short."""
    if len(data) < 7 or data[0] != 1:
        return None
    try:
        sps, at = _sets(data, 6, data[5] & 31)
        pps, end = _sets(data, at + 1, data[at])
    except (IndexError, ValueError):
        return None
    return Avcc(data[:5], sps, pps, data[end:]) if sps and pps else None


def read_sps(unit: bytes) -> Sps:
    """A sequence parameter set without start code. What cannot be read to its end is not plain."""
    profile, level, bits = unit[1], unit[3], _Bits(unit[4:])
    number = bits.number()
    try:
        return Sps(number, profile, level, *_shape(profile, bits))
    except IndexError:
        return Sps(number, profile, level, 0, False)


def units(packet: bytes, length_size: int) -> list[int]:
    """The types of the units in a packet."""
    return [kind for kind, _unit in _units(packet, length_size)]


def without_messages(packet: bytes, length_size: int) -> bytes:
    """The packet with nothing but its picture: no messages (SEI), no filling, nothing of a maker's own."""
    return b"".join(unit for kind, unit in _units(packet, length_size) if kind in _PICTURE)


def _units(packet: bytes, length_size: int) -> Iterator[tuple[int, bytes]]:
    """The units of a packet, each with its type and its length before it."""
    at = 0
    while at + length_size < len(packet):
        end = at + length_size + int.from_bytes(packet[at : at + length_size], "big")
        yield packet[at + length_size] & 31, packet[at:end]
        at = end


def _shape(profile: int, bits: "_Bits") -> tuple[int, bool]:
    """The pictures kept, and whether all is plain."""
    plain = True
    if profile in _WITH_CHROMA:
        plain = bits.number() == 1  # 4:2:0
        plain = (bits.number(), bits.number()) == (0, 0) and plain  # 8 bits
        plain = (bits.bit(), bits.bit()) == (0, 0) and plain  # neither lossless nor scaling lists
        if not plain:
            return 0, False
    bits.number()
    order = bits.number()
    if order == 1:
        return 0, False
    if order == 0:
        bits.number()
    refs = bits.number()
    bits.bit()
    bits.number(), bits.number()
    return refs, bool(bits.bit())  # frame_mbs_only_flag: no fields


def _sets(data: bytes, at: int, count: int) -> tuple[tuple[bytes, ...], int]:
    found = []
    for _number in range(count):
        length = int.from_bytes(data[at : at + 2], "big")
        if length < 2 or at + 2 + length > len(data):
            raise ValueError
        found.append(data[at + 2 : at + 2 + length])
        at += 2 + length
    return tuple(found), at


def _packed(sets: tuple[bytes, ...]) -> bytes:
    return b"".join(len(one).to_bytes(2, "big") + one for one in sets)


class _Bits:
    """Bits read one after the other, the bytes that only guard against start codes left out."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data.replace(b"\0\0\3", b"\0\0"), 0

    def bit(self) -> int:
        """The next bit."""
        byte = self._data[self._at >> 3]
        self._at += 1
        return byte >> (7 - ((self._at - 1) & 7)) & 1

    def number(self) -> int:
        """The next number in Exp-Golomb code."""
        zeros = 0
        while not self.bit():
            zeros += 1
        value = 1
        for _bit in range(zeros):
            value = value << 1 | self.bit()
        return value - 1
