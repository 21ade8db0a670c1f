# SPDX-License-Identifier: GPL-3.0-or-later
"""Nobody outside the team can find out a count that rests on fewer than five people, by subtraction neither."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.catalogue import participants, tracks
from archive.library import Library
from archive.model.people import Group, Participant, ParticipantId, Sex
from archive.search.disclosure import FEWEST, Cell, Told, least, told
from media.errors import WrongUse
from media.span import Span
from subtitles.cue import Cue, Track
from tests.archive.search.telling import ask
from tests.people import a_consent, a_recording, an_interview


@st.composite
def rows(draw: st.DrawFn) -> list[Cell]:
    """Cells of which everybody was counted once at least."""
    people = draw(st.lists(st.integers(1, 8), min_size=1, max_size=5))
    return [Cell(f"v{n}", many + draw(st.integers(0, 3)), many) for n, many in enumerate(people)]


def could_be(shown: tuple[Told, ...], total: int) -> list[dict[str, int]]:
    """Every way of filling in what is withheld, for somebody who knows the total, the rule and the least counts."""
    hidden = [cell for cell in shown if cell.count is None]
    left = total - sum(cell.count or 0 for cell in shown)
    ranges = [range(least(cell.few), left + 1) for cell in hidden]
    return [
        {cell.value: count for cell, count in zip(hidden, counts, strict=True)}
        for counts in product(*ranges)
        if sum(counts) == left
    ]


@given(rows())
def test_a_small_cell_is_never_shown_nor_can_it_be_computed(cells: list[Cell]) -> None:
    shown = told(cells)
    if shown is None:
        assert any(cell.small for cell in cells)
        return
    assert {cell.value for cell in shown} == {cell.value for cell in cells}
    counts = {cell.value: cell.count for cell in cells}
    assert all(cell.count in (None, counts[cell.value]) for cell in shown)
    ways = could_be(shown, sum(counts.values()))
    for cell in cells:
        if cell.people < FEWEST:
            assert len({way[cell.value] for way in ways}) > 1


@given(rows())
def test_no_more_is_withheld_than_the_small_cells_and_one_other(cells: list[Cell]) -> None:
    shown = told(cells)
    small = {cell.value for cell in cells if cell.small}
    hidden = {cell.value for cell in shown or () if cell.count is None}
    assert shown is None or (small <= hidden and len(hidden - small) == (len(small) == 1))


def test_one_small_cell_takes_the_next_smallest_with_it() -> None:
    cells = [Cell("femmes", 40, 30), Cell("imams", 3, 2), Cell("jeunes", 20, 12)]
    assert told(cells) == (Told("femmes", 40), Told("imams", None, few=True), Told("jeunes", None))
    assert told([Cell("imams", 3, 2)]) is None
    assert told([Cell("imams", 1, 1), Cell("jeunes", 5, 5), Cell("femmes", 9, 9)]) is None  # 6 is 1 and 5
    assert told([Cell("femmes", 40, 30)]) == (Told("femmes", 40),)
    assert told([]) == ()


def consult(library: Library, groups: list[tuple[Group, int]]) -> None:
    with library.writing() as session:
        interview = an_interview(session, "GAO-01")
        cues = []
        for group, many in groups:
            for number in range(many):
                who = Participant(ParticipantId(""), f"GAO-{group.value}-{number}", Sex.FEMALE, group, "18-35", False)
                who = participants.add(session, who)
                participants.join(session, interview.id, who.id)
                a_consent(session, who, interview)
                at = len(cues) * 2000
                cues.append(Cue(len(cues) + 1, Span(at, at + 1800), "la paix et la paix", who.code))
        take = a_recording(session, interview, duration=60_000)
        tracks.store(session, take.id, Track(tuple(cues)), author="Ina")


def test_the_counts_of_a_search_outside_the_team(library: Library) -> None:
    consult(library, [(Group.WOMEN, 8), (Group.YOUTH, 6), (Group.RELIGIOUS, 2)])
    inside = ask(library, '"la paix"').facets["group"]
    assert [(facet.value, facet.count) for facet in inside] == [("women", 16), ("youth", 12), ("religious", 4)]
    results = ask(library, '"la paix"', outside=True)
    shown = [(facet.value, facet.count, facet.few, facet.withheld) for facet in results.facets["group"]]
    assert shown == [("women", 16, False, False), ("religious", 0, True, True), ("youth", 0, False, True)]
    assert results.facets["sex"][0].count == 32 and results.facets.keys() == {"region", "group", "sex"}
    for question in ("paix groupe:religious", "-sexe:f paix", "personne:GAO-women-1"):
        with pytest.raises(WrongUse):
            ask(library, question, outside=True)
