# SPDX-License-Identifier: GPL-3.0-or-later
"""Translation pairs: proposed by time, edited by people, to be checked again when the source changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.catalogue import seals, tracks
from archive.correct import correct
from archive.library import Library
from archive.model.footage import StoredTrack
from archive.model.people import Seal
from archive.model.track import Origin
from archive.pairing import State
from archive.person import Person, Role
from archive.translations import confirm, edit, make, propose, remove, translation
from media.errors import NotFound, Refused, WrongUse
from media.span import Span
from subtitles.cue import Cue, Kind, Track
from subtitles.pairing import by_time
from tests.people import a_consent, a_recording, a_witness, an_interview

BAMBARA = (Cue(1, Span(0, 1000), "Kelen"), Cue(2, Span(1000, 2000), "Fila"), Cue(3, Span(5000, 8000), "Saba"))
FRENCH = (
    Cue(1, Span(0, 2000), "Un et deux"),
    Cue(2, Span(5000, 6400), "Trois"),
    Cue(3, Span(6400, 8000), "encore trois"),
    Cue(4, Span(9000, 9500), "Fin"),
)
cues = st.lists(
    st.tuples(st.integers(0, 20_000), st.integers(0, 4_000)).map(lambda pair: Span(pair[0], pair[0] + pair[1])),
    max_size=8,
).map(lambda found: tuple(Cue(number, span, "") for number, span in enumerate(found, 1)))


@dataclass(frozen=True, slots=True)
class Both:
    """A recording with a track in Bambara and one in French."""

    library: Library
    source: StoredTrack
    target: StoredTrack

    def edited(self, stored: StoredTrack, cues: Sequence[Cue]) -> None:
        with self.library.reading() as session:
            newest = tracks.newest_number(session, stored.id)
        correct(self.library, stored.id, newest, cues)

    def states(self) -> list[State]:
        return [one.state for one in translation(self.library, self.target.id).pairs]


@pytest.fixture
def both(library: Library) -> Both:
    with library.writing() as session:
        interview = an_interview(session)
        recording = a_recording(session, interview)
        a_consent(session, a_witness(session, interview, "GAO-F-001"), interview)
        source = tracks.store(session, recording.id, Track(BAMBARA, "bm", Kind.TRANSCRIPT), author="Ina")
        target = tracks.store(session, recording.id, Track(FRENCH), author="Ina")
    return Both(library, source, target)


def ids(both: Both) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(one.pair.source_cues, one.pair.target_cues) for one in translation(both.library, both.target.id).pairs]


def test_pairs_are_proposed_by_time_n_to_m(both: Both) -> None:
    found, made = propose(both.library, both.target.id)
    assert made == 2 and ids(both) == [((1, 2), (1,)), ((3,), (2, 3))]
    assert (found.source.id, found.target.id) == (both.source.id, both.target.id)
    assert [cue.text for cue in found.unpaired_target] == ["Fin"] and found.unpaired_source == ()
    assert {one.pair.origin for one in found.pairs} == {Origin.PROPOSED}
    again, more = propose(both.library, both.source.id)
    assert more == 0 and again.pairs == found.pairs


def test_an_edited_source_marks_its_translation_until_somebody_confirms(both: Both) -> None:
    propose(both.library, both.target.id)
    both.edited(both.source, (replace(BAMBARA[0], span=Span(0, 900)), *BAMBARA[1:]))
    assert both.states() == [State.FINE, State.FINE], "times are no words"
    both.edited(both.source, (replace(BAMBARA[0], text="Kelen dɔrɔn"), *BAMBARA[1:]))
    assert both.states() == [State.RECHECK, State.FINE]
    [first, _second] = translation(both.library, both.target.id).pairs
    before = confirm(both.library.as_person(Person("Awa", Role.EDITOR)), first.pair.id)
    assert before.state is State.RECHECK
    done = translation(both.library, both.target.id).pairs[0]
    assert (done.state, done.pair.origin, done.pair.by) == (State.FINE, Origin.CONFIRMED, "Awa")
    assert both.states() == [State.FINE, State.FINE]


def test_an_edited_translation_has_been_seen_against_its_source(both: Both) -> None:
    propose(both.library, both.target.id)
    both.edited(both.source, (replace(BAMBARA[0], text="Kelen dɔrɔn"), *BAMBARA[1:]))
    both.edited(both.target, (replace(FRENCH[0], text="Un seul, et deux"), *FRENCH[1:]))
    assert both.states() == [State.FINE, State.FINE]
    both.edited(both.source, (replace(BAMBARA[0], text="Kelen tɛ"), *BAMBARA[1:]))
    assert both.states() == [State.RECHECK, State.FINE], "an edit after the translation was edited counts again"


def test_a_side_without_cues_is_said_and_not_confirmed(both: Both) -> None:
    propose(both.library, both.target.id)
    both.edited(both.target, FRENCH[1:])
    found = translation(both.library, both.target.id)
    assert [one.state for one in found.pairs] == [State.BROKEN, State.FINE] and found.recheck == 1
    with pytest.raises(Refused, match="n’a plus de sous-titre"):
        confirm(both.library, found.pairs[0].pair.id)


def test_a_new_cue_joins_the_pair_that_shares_its_time(both: Both) -> None:
    propose(both.library, both.target.id)
    half = (replace(FRENCH[0], span=Span(0, 1000)), Cue(-1, Span(1000, 2000), "et deux"), *FRENCH[1:])
    both.edited(both.source, (replace(BAMBARA[0], text="Kelen dɔrɔn"), *BAMBARA[1:]))
    both.edited(both.target, half)
    assert propose(both.library, both.target.id)[1] == 1
    assert ids(both)[0] == ((1, 2), (1, 5)) and both.states()[0] is State.RECHECK, "joining is not confirming"


def test_pairs_are_edited_made_and_taken_apart_by_hand(both: Both) -> None:
    propose(both.library, both.target.id)
    [first, second] = translation(both.library, both.target.id).pairs
    with pytest.raises(Refused, match="déjà dans la paire"):
        edit(both.library, first.pair.id, [1, 2, 3], [1])
    with pytest.raises(WrongUse, match="n’a pas de sous-titre 9"):
        edit(both.library, first.pair.id, [1], [9])
    with pytest.raises(WrongUse):
        edit(both.library, first.pair.id, [1], [])
    assert edit(both.library, first.pair.id, [1], [1]).pair.origin is Origin.EDITED
    assert make(both.library, (both.target.id, None), [2], [4]).pair.source_cues == (2,)
    assert remove(both.library, second.pair.id) == second.pair
    assert ids(both) == [((1,), (1,)), ((2,), (4,))]
    with pytest.raises(NotFound):
        confirm(both.library, second.pair.id)
    propose(both.library, both.target.id)
    assert ids(both) == [((1,), (1,)), ((2,), (4,)), ((3,), (2, 3))], "what people said is not said again otherwise"


def test_a_pair_with_a_sealed_cue_is_not_shown(both: Both) -> None:
    propose(both.library, both.target.id)
    hidden = translation(both.library, both.target.id).pairs[1]
    with both.library.writing() as session:
        seals.add(session, Seal("", both.source.recording, Span(7000, 8000)), "Ina")
    found = translation(both.library, both.target.id)
    assert ids(both) == [((1, 2), (1,))] and found.unpaired_source == ()
    assert [cue.text for cue in found.unpaired_target] == ["Fin"]
    with pytest.raises(NotFound):
        confirm(both.library, hidden.pair.id)


def test_which_track_is_meant_is_asked_when_several_are_there(both: Both) -> None:
    with both.library.writing() as session:
        other = tracks.store(session, both.source.recording, Track(BAMBARA, "ses"), author="Ina")
    with pytest.raises(WrongUse, match=r"\(bm\).*\(ses\)") as refusal:
        translation(both.library, both.target.id)
    assert "--with" in refusal.value.hint
    assert translation(both.library, both.target.id, other.id).source.id == other.id
    assert translation(both.library, other.id).target.id == both.target.id
    with pytest.raises(WrongUse):
        translation(both.library, other.id, other.id)


def test_viewers_know_nothing_of_pairs(both: Both) -> None:
    with pytest.raises(NotFound):
        translation(both.library.as_person(Person("Awa", Role.VIEWER)), both.target.id)


@given(cues, cues)
def test_every_cue_is_in_one_group_at_most_and_shares_its_time_there(
    source: tuple[Cue, ...], target: tuple[Cue, ...]
) -> None:
    groups = by_time(source, target)
    for side, track in enumerate((source, target)):
        grouped = [cue for group in groups for cue in group[side]]
        assert len(grouped) == len(set(grouped)) and set(grouped) <= {cue.id for cue in track}
    for group in groups:
        assert group.source and group.target
        spans = [[cue.span for cue in track if cue.id in group[side]] for side, track in enumerate((source, target))]
        assert all(any(one.overlaps(other) for other in spans[1]) for one in spans[0])
    together = {
        (one.id, other.id)
        for one in source
        for other in target
        if (both := one.span & other.span) and 2 * both.duration > min(one.span.duration, other.span.duration)
    }
    assert all(any(one in g.source and other in g.target for g in groups) for one, other in together)


@given(cues)
def test_a_track_beside_itself_pairs_each_cue_with_itself(track: tuple[Cue, ...]) -> None:
    found = by_time(track, track)
    assert all(group.source == group.target for group in found)
    assert {cue for group in found for cue in group.source} == {cue.id for cue in track if cue.span.duration}
