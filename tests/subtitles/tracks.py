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
