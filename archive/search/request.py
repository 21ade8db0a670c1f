# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of the index and what it answers, as values."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Request:
    """A question with its filters. `use` is what the answer is for, as `archive.consent` names it."""

    query: str
    region: str | None = None
    group: str | None = None
    sex: str | None = None
    language: str | None = None
    broad: bool = False
    fuzzy: bool = False
    limit: int = 50
    use: str = "search"


@dataclass(frozen=True, slots=True)
class Facet:
    """How many of the results have this value."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Hit:
    """Words found. Times are milliseconds in the recording: of the first and last cue touched, and of the first word.

    `text` is what these cues say; `marks` are the `[start, end)` of the found words in it, in characters. `before` and
    `after` are the cues around, eight words at least where there are as many.
    """

    interview: str
    interview_id: str
    recording: str
    recording_name: str
    track: str
    language: str
    start_ms: int
    end_ms: int
    word_ms: int
    text: str
    before: str
    after: str
    region: str
    group: str
    sex: str
    speaker: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """The answer. `total` counts occurrences for a quote, passages otherwise; `hits` holds the first of them.

    `also_searched` are the other forms that the question was widened to, then those of the same letters that were
    not searched (`offered`): jeûne for jeune. `did_you_mean` are forms one letter away, never searched by themselves.
    """

    query: str
    total: int
    hits: tuple[Hit, ...] = ()
    facets: dict[str, tuple[Facet, ...]] = field(default_factory=dict)
    also_searched: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    did_you_mean: tuple[str, ...] = ()
    occurrences: bool = False


@dataclass(frozen=True, slots=True)
class IndexState:
    """Whether the index can answer, the catalogue's generation that it knows, and how many changes it has not heard."""

    ok: bool
    generation: int
    behind: int
    message: str
