# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of the index and what it answers, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.search import fields
from archive.search.fields import Field, Filter
from media.span import Span

Within = tuple[tuple[str, Span], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """A question with its filters. `use` is what the answer is for, as `archive.consent` names it.

    `outside` asks for counts as people outside the team may read them; `within` narrows to spans of recordings;
    `patient` False answers that the index is being built rather than wait for it.
    """

    query: str
    region: str | None = None
    group: str | None = None
    sex: str | None = None
    language: str | None = None
    broad: bool = False
    fuzzy: bool = False
    limit: int = 50
    use: str = "search"
    date: str | None = None
    tag: str | None = None
    person: str | None = None
    status: str | None = None
    outside: bool = False
    within: Within | None = None
    patient: bool = True

    def filters(self) -> tuple[Filter, ...]:
        """The filters that stand beside the question. Raises WrongUse for a value that cannot be."""
        return tuple(fields.only(name, value) for name in Field if (value := getattr(self, name.value)))


@dataclass(frozen=True, slots=True)
class Facet:
    """How many of the results have this value. A `withheld` count is not told: it is 0 here and means nothing.

    `few` says why: fewer than five people stand behind it.
    """

    value: str
    count: int
    few: bool = False
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """Words found. Times are milliseconds in the recording: of the first and last cue touched, and of the first word.

    `text` is what these cues say; `marks` are the `[start, end)` of the found words in it, in characters. `before` and
    `after` are the cues around, eight words at least where there are as many. `kind` is `words`, or `tag` or
    `description` when it is these that were found; `french` is what the French track says at the same moment, for a
    hit in another language.
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
    kind: str = "words"
    french: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """The answer. `total` counts occurrences for a quote, passages otherwise; `hits` holds the first of them.

    `also_searched` are the other forms that the question was widened to, then those of the same letters that were
    not searched (`offered`): jeûne for jeune. `did_you_mean` are forms one letter away, never searched by themselves.
    `facets` are counted when they are looked at. `described` are the tags and descriptions found, which `total` and
    `facets` do not count. `note` says that the index answered with an older state; it is empty when all was heard.
    """

    query: str
    total: int
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, tuple[Facet, ...]] = field(default_factory=dict)
    also_searched: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    did_you_mean: tuple[str, ...] = ()
    occurrences: bool = False
    described: tuple[Hit, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class IndexState:
    """Whether the index can answer, the catalogue's generation that it knows, and how many changes it has not heard."""

    ok: bool
    generation: int
    behind: int
    message: str
