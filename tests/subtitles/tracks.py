# SPDX-License-Identifier: GPL-3.0-or-later
"""Builders and strategies for cues and tracks."""

from hypothesis import strategies as st

from media.span import Span
from subtitles.cue import Cue, Track


def track(*cues: tuple[int, int, str], language: str = "fr") -> Track:
    """A track of (start, end, text)."""
    return Track(tuple(Cue(n, Span(start, end), text) for n, (start, end, text) in enumerate(cues, 1)), language)


NEVER = {"\r", "\n", "\u2028", "\u2029", "\0", "\ufeff"}
SIGNS = "abc éœɛŋ’«»\u202f\u00a0{}\\N<>&;-:.,!?0123456789/\t'"
WORDS = ("<i>", "</i>", "<b>", "<s>", "&amp;", "{\\an8", "->", "→", "00:00:01,000", "1", "NOTE", "WEBVTT", "<v Ali>")
letters = st.one_of(
    st.sampled_from([*SIGNS, *WORDS]),
    st.characters(exclude_categories=["Cs"], exclude_characters=NEVER),
)
line = st.lists(letters, min_size=1, max_size=12).map("".join).filter(lambda text: text.strip(" \t"))


def _normal(text: str) -> bool:
    return "-->" not in text and text == text.strip(" \t\n")


texts = st.lists(line, max_size=3).map("\n".join).filter(_normal)
spans = st.tuples(st.integers(0, 400_000_000), st.integers(0, 20_000)).map(
    lambda pair: Span(pair[0], pair[0] + pair[1])
)


def stl_file(*blocks: tuple[tuple[int, ...], tuple[int, ...], bytes], start: bytes = b"00000000") -> bytes:
    """An EBU STL file at 25 frames: blocks of start and end (hours, minutes, seconds, frames) and text field."""
    header = b"850STL25.01" + b"0" + b"00" + b"0F" + b" " * 192 + b" " * 16 + b" " * 14
    header += b"%05d%05d001" % (len(blocks), len(blocks)) + b"4023" + b"1" + start + b"00000000" + b"11FRA"
    data = header.ljust(1024, b" ")
    for number, (begin, end, text) in enumerate(blocks):
        place = bytes([0, number & 255, number >> 8, 255, 0, *begin, *end, 20, 2, 0])
        data += place + text.ljust(112, b"\x8f")
    return data
