# SPDX-License-Identifier: GPL-3.0-or-later
"""Builders and strategies for cues and tracks."""

from hypothesis import strategies as st

from media.span import Span
from subtitles.cue import Cue, Track


def cue(start: int, end: int, text: str = "Bonjour.", **more: object) -> Cue:
    return Cue(1, Span(start, end), text, **more)  # type: ignore[arg-type]


def track(*cues: Cue, language: str = "fr") -> Track:
    return Track(
        tuple(Cue(n, c.span, c.text, c.speaker, c.name, c.settings, c.wording) for n, c in enumerate(cues, 1)),
        language,
    )


NEVER = {"\r", "\n", "\u2028", "\u2029", "\0", "\ufeff"}
letters = st.one_of(
    st.sampled_from(
        list("abc éœɛŋ’«»\u202f\u00a0{}\\N<>&;-:.,!?0123456789/\t")
        + ["<i>", "</i>", "<b>", "<s>", "&amp;", "{\\an8", "->", "→", "00:00:01,000", "1", "NOTE", "WEBVTT", "<v Ali>"]
    ),
    st.characters(exclude_categories=["Cs"], exclude_characters=NEVER),
)
line = st.lists(letters, min_size=1, max_size=12).map("".join).filter(lambda text: text.strip(" \t"))


def _normal(text: str) -> bool:
    return "-->" not in text and text == text.strip(" \t\n")


texts = st.lists(line, max_size=3).map("\n".join).filter(_normal)
spans = st.tuples(st.integers(0, 400_000_000), st.integers(0, 20_000)).map(
    lambda pair: Span(pair[0], pair[0] + pair[1])
)
