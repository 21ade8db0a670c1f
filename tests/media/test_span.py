# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws of spans."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.errors import WrongUse
from media.span import Span, merged, outside

instants = st.integers(0, 10_000)
spans = st.builds(lambda a, b: Span(min(a, b), max(a, b)), instants, instants)


def milliseconds(*given_spans: Span) -> set[int]:
    return {ms for span in given_spans for ms in range(span.start, span.end)}


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 4)])
def test_a_span_that_cannot_be_is_refused(start: int, end: int) -> None:
    with pytest.raises(WrongUse):
        Span(start, end)


def test_spans_that_touch_do_not_overlap() -> None:
    assert not Span(0, 1000).overlaps(Span(1000, 2000))


def test_handles_stay_inside_the_recording() -> None:
    assert Span(400, 900).widened(1000, 1000, limit=1500) == Span(0, 1500)


@given(spans, spans)
def test_overlap_means_a_common_millisecond(a: Span, b: Span) -> None:
    common = milliseconds(a) & milliseconds(b)
    assert a.overlaps(b) == b.overlaps(a) == bool(common)
    assert (milliseconds(both) if (both := a & b) else set()) == common


@given(st.lists(spans, max_size=6))
def test_merging_keeps_every_millisecond_and_leaves_gaps_between(given_spans: list[Span]) -> None:
    result = merged(given_spans)
    assert milliseconds(*result) == milliseconds(*given_spans)
    assert all(before.end < after.start for before, after in pairwise(result))


@given(spans, st.lists(spans, max_size=6))
def test_what_is_outside_the_holes_is_the_rest(whole: Span, holes: list[Span]) -> None:
    assert milliseconds(*outside(whole, holes)) == milliseconds(whole) - milliseconds(*holes)


@given(spans, st.integers(0, 10_000))
def test_shifting_there_and_back_changes_nothing(span: Span, by: int) -> None:
    assert span.shifted(by).shifted(-by) == span
