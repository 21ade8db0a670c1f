# SPDX-License-Identifier: GPL-3.0-or-later
"""Corrections by two people: merged cue by cue, never overwritten; what is closed stays and is not shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import library as libraries
from archive.catalogue import outbox, seals, tracks
from archive.catalogue.schema import new_id
from archive.correct import Correction, correct, opened
from archive.library import Library
from archive.model.footage import Interview, StoredTrack
from archive.model.people import Seal
from archive.person import Person, Role
from archive.tracks import import_file
from archive.versions import restore
from media.errors import NotFound, Refused
from media.span import Span
from subtitles.cue import Cue, Track
from tests.people import a_consent, a_recording, a_witness, an_interview

AWA, MODIBO = Person("Awa", Role.EDITOR), Person("Modibo", Role.EDITOR)
BASE = (Cue(1, Span(0, 1000), "Un"), Cue(2, Span(1000, 2000), "Deux"), Cue(3, Span(2000, 3000), "Trois"))
VTT = """WEBVTT

STYLE
::cue { color: white }

00:00:01.000 --> 00:00:02.000 line:0
<c.jaune>Nous</c> étions là.

NOTE entre les deux

00:00:03.000 --> 00:00:04.000
Puis ils sont partis.
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """An archive with an open interview, on which tracks are put."""

    library: Library
    interview: Interview

    def track(self, cues: Sequence[Cue] = BASE) -> StoredTrack:
        """A new recording with these cues as version 1."""
        with self.library.writing() as session:
            recording = a_recording(session, self.interview, f"{new_id()}.mp4")
            return tracks.store(session, recording.id, Track(tuple(cues)), author="Ina")

    def correct(self, who: Person, stored: StoredTrack, base: int, cues: Sequence[Cue]) -> Correction:
        """Somebody sends cues made out of version `base`."""
        return correct(self.library.as_person(who), stored.id, base, cues)

    def cues(self, stored: StoredTrack) -> tuple[Cue, ...]:
        """All cues of the newest version, closed ones too."""
        with self.library.reading() as session:
            return tracks.get(session, stored.id).track.cues

    def seal(self, recording: str, start: int, end: int) -> None:
        """Close a passage."""
        with self.library.writing() as session:
            seals.add(session, Seal("", recording, Span(start, end)), "Ina")  # type: ignore[arg-type]


def a_desk(library: Library) -> Desk:
    with library.writing() as session:
        interview = an_interview(session)
        a_consent(session, a_witness(session, interview, "GAO-F-001"), interview)
    return Desk(library, interview)


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One archive for all examples of a law: each puts its own recording there."""
    library = libraries.create(tmp_path_factory.mktemp("desk") / "archive")
    yield a_desk(library)
    library.catalogue.close()


def edited(cues: Sequence[Cue], cue: int, **fields: object) -> tuple[Cue, ...]:
    """`cues` with another content for one of them."""
    return tuple(replace(one, **fields) if one.id == cue else one for one in cues)  # type: ignore[arg-type]


def texts(cues: Sequence[Cue]) -> list[str]:
    return [cue.text for cue in cues]


def test_a_correction_is_a_new_version_with_one_announcement(desk: Desk) -> None:
    stored = desk.track()
    with desk.library.reading() as session:
        before = outbox.generation(session)
    done = correct(desk.library.as_person(AWA), stored.id, 1, edited(BASE, 2, text="Deux !"), message="ton")
    assert (done.version.number, done.version.author, done.version.message) == (2, "Awa", "ton")
    assert done.new and not done.merged and done.ids == (1, 2, 3)
    assert texts(done.cues) == texts(desk.cues(stored)) == ["Un", "Deux !", "Trois"]
    with desk.library.reading() as session:
        assert outbox.generation(session) == before + 1


def test_the_same_content_is_no_new_version_so_a_lost_answer_may_be_asked_again(desk: Desk) -> None:
    stored = desk.track()
    assert not desk.correct(AWA, stored, 1, BASE).new
    sent = (*edited(BASE, 1, text="Un et un"), Cue(-1, Span(4000, 5000), "Quatre"))
    first, again = desk.correct(AWA, stored, 1, sent), desk.correct(AWA, stored, 1, sent)
    assert first.new and not again.new and not again.conflicts and not again.merged
    assert (again.version, again.ids, again.cues) == (first.version, first.ids, first.cues)
    assert first.ids == (1, 2, 3, 4)


def test_two_people_on_two_cues_are_put_together(desk: Desk) -> None:
    stored = desk.track()
    desk.correct(AWA, stored, 1, edited(BASE, 1, text="Un, dit Awa"))
    done = desk.correct(MODIBO, stored, 1, (*edited(BASE, 3, speaker="W1"), Cue(0, Span(3000, 3500), "Fin")))
    assert done.new and done.merged and done.version.number == 3
    assert texts(done.cues) == ["Un, dit Awa", "Deux", "Trois", "Fin"]
    assert desk.cues(stored) == done.cues and done.cues[2].speaker == "W1"


def test_a_conflict_stores_nothing_and_is_settled_by_a_second_call(desk: Desk) -> None:
    stored = desk.track()
    desk.correct(AWA, stored, 1, edited(BASE, 2, text="Deux, dit Awa"))
    clash = desk.correct(MODIBO, stored, 1, edited(edited(BASE, 2, text="Deux, dit Modibo"), 1, text="Premier"))
    [one] = clash.conflicts
    assert one.mine is not None and one.theirs is not None
    assert (one.base.text, one.mine.text, one.theirs.text) == ("Deux", "Deux, dit Modibo", "Deux, dit Awa")
    assert not clash.new and clash.version.number == 2
    assert texts(desk.cues(stored)) == ["Un", "Deux, dit Awa", "Trois"]
    settled = desk.correct(MODIBO, stored, clash.version.number, edited(clash.cues, 2, text="Deux, disent-ils"))
    assert settled.new and texts(settled.cues) == ["Premier", "Deux, disent-ils", "Trois"]


def test_new_cues_of_two_people_both_get_their_own_id(desk: Desk) -> None:
    stored = desk.track()
    mine = desk.correct(AWA, stored, 1, (*BASE, Cue(4, Span(4000, 5000), "Mien")))
    other = desk.correct(MODIBO, stored, 1, (*BASE, Cue(4, Span(5000, 6000), "Sien"), Cue(4, Span(6000, 7000), "Tien")))
    assert mine.ids[-1] == 4 and other.ids[-2:] == (5, 6)
    assert [cue.id for cue in desk.cues(stored)] == [1, 2, 3, 4, 5, 6]


def test_blocks_and_the_wording_of_untouched_cues_are_kept(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    path.write_text(VTT, "utf-8")
    with desk.library.writing() as session:
        recording = a_recording(session, desk.interview)
    stored = import_file(desk.library, recording.id, path).stored
    bare = tuple(replace(cue, wording=None) for cue in stored.track.cues)
    new = Cue(-1, Span(2000, 2500), "Oui.")
    done = desk.correct(AWA, stored, 1, (bare[0], new, replace(bare[1], text="Puis ils sont repartis.")))
    with desk.library.reading() as session:
        track = tracks.get(session, stored.id).track
    assert track.cues[0] == stored.track.cues[0] and track.cues[0].wording is not None
    assert track.blocks == stored.track.blocks and done.ids == (1, 3, 2)


def test_a_sealed_cue_is_neither_shown_nor_lost_nor_changed(desk: Desk) -> None:
    stored = desk.track()
    desk.seal(stored.recording, 1000, 2000)
    seen = opened(desk.library, stored.id).cues
    assert texts(seen) == ["Un", "Trois"]
    done = desk.correct(AWA, stored, 1, (replace(seen[0], text="Un !"), Cue(2, Span(3000, 3100), "Neuf"), seen[1]))
    assert done.ids == (1, 4, 3) and texts(done.cues) == ["Un !", "Neuf", "Trois"]
    assert texts(desk.cues(stored)) == ["Un !", "Deux", "Neuf", "Trois"]


def test_what_was_sealed_while_somebody_corrected_it_stays_as_it_was(desk: Desk) -> None:
    stored = desk.track()
    desk.seal(stored.recording, 1000, 2000)
    done = desk.correct(AWA, stored, 1, edited(edited(BASE, 2, text="Deux, changé"), 1, text="Un !"))
    assert done.closed == (2,) and texts(done.cues) == ["Un !", "Trois"]
    assert texts(desk.cues(stored)) == ["Un !", "Deux", "Trois"]


def test_a_cue_may_not_walk_into_a_closed_passage(desk: Desk) -> None:
    stored = desk.track()
    desk.seal(stored.recording, 5000, 6000)
    with pytest.raises(Refused, match="entre dans un passage fermé") as refusal:
        desk.correct(AWA, stored, 1, edited(BASE, 3, span=Span(2000, 5500)))
    assert "scellé" in refusal.value.hint
    assert len(desk.cues(stored)) == 3 and opened(desk.library, stored.id).stored.version.number == 1


def test_a_cue_that_somebody_else_moved_out_of_sight_is_not_shown_in_a_conflict(desk: Desk) -> None:
    stored = desk.track()
    with desk.library.writing() as session:
        away = Track(edited(BASE, 2, span=Span(8000, 9000), text="Deux, au secret"))
        tracks.add_version(session, stored.id, away, author="Ina")
    desk.seal(stored.recording, 8000, 9000)
    done = desk.correct(AWA, stored, 1, edited(edited(BASE, 2, text="Deux, dit Awa"), 1, text="Un !"))
    assert done.conflicts == () and done.closed == (2,) and texts(done.cues) == ["Un !", "Trois"]
    assert "Deux, au secret" in texts(desk.cues(stored))


def test_nobody_corrects_what_they_may_not_see(desk: Desk) -> None:
    stored = desk.track()
    with pytest.raises(NotFound):
        desk.correct(Person("Awa", Role.VIEWER), stored, 1, BASE)
    with pytest.raises(NotFound):
        opened(desk.library.as_person(Person("Awa", Role.VIEWER)), stored.id)
    with pytest.raises(NotFound):
        desk.correct(AWA, stored, 7, BASE)
    desk.seal(stored.recording, 0, 60_000)
    with pytest.raises(Refused, match="ne peut être corrigé"):
        desk.correct(AWA, stored, 1, ())
    assert desk.cues(stored) == BASE


def test_everything_may_be_removed_and_is_still_in_the_version_before(desk: Desk) -> None:
    stored = desk.track()
    assert desk.correct(AWA, stored, 1, ()).cues == ()
    with desk.library.reading() as session:
        assert tracks.at_version(session, stored.id, 1).track.cues == BASE


works = st.lists(
    st.tuples(
        st.integers(1, 5),
        st.sampled_from([Span(0, 900), Span(1000, 2000), Span(6000, 7000)]),
        st.sampled_from(["Un", "Deux", "Autre"]),
    ),
    max_size=4,
    unique_by=lambda cue: cue[0],
).map(lambda found: tuple(Cue(*one) for one in found))


@settings(max_examples=40)
@given(mine=works, theirs=works)
def test_no_cue_of_either_person_is_lost(shared_desk: Desk, mine: tuple[Cue, ...], theirs: tuple[Cue, ...]) -> None:
    stored = shared_desk.track()
    first = shared_desk.correct(AWA, stored, 1, theirs)
    done = shared_desk.correct(MODIBO, stored, 1, mine)
    clashing = {one.cue for one in done.conflicts}
    now = {cue.id: cue for cue in done.cues}
    for sent, ids in ((theirs, first.ids), (mine, done.ids)):
        for cue, stored_as in zip(sent, ids, strict=True):
            was = next((one for one in BASE if one.id == stored_as), None)
            if was is None:
                assert now[stored_as] == replace(cue, id=stored_as)
            else:
                kept = now.get(stored_as)
                changed = [part for part in ("span", "text") if getattr(cue, part) != getattr(was, part)]
                assert stored_as in clashing or all(getattr(kept, p) == getattr(cue, p) for p in changed)
    if done.conflicts:
        assert not done.new and shared_desk.cues(stored) == first.cues
    else:
        assert shared_desk.cues(stored) == done.cues
    if mine == theirs:
        assert not done.new and done.ids == first.ids


@settings(max_examples=40)
@given(mine=works, theirs=works)
def test_it_does_not_matter_who_comes_first(shared_desk: Desk, mine: tuple[Cue, ...], theirs: tuple[Cue, ...]) -> None:
    outcomes = []
    for first, second in ((mine, theirs), (theirs, mine)):
        stored = shared_desk.track()
        shared_desk.correct(AWA, stored, 1, first)
        done = shared_desk.correct(MODIBO, stored, 1, second)
        clashes = {(one.cue, one.layer) for one in done.conflicts}
        content = set() if clashes else {replace(cue, id=min(cue.id, 4)) for cue in done.cues}
        outcomes.append((clashes, content))
    assert outcomes[0] == outcomes[1]


@settings(max_examples=25)
@given(first=works, second=works)
def test_a_version_taken_up_again_is_exactly_what_it_was(
    shared_desk: Desk, first: tuple[Cue, ...], second: tuple[Cue, ...]
) -> None:
    stored = shared_desk.track()
    shared_desk.correct(AWA, stored, 1, first)
    with shared_desk.library.reading() as session:
        numbers = [one.number for one in tracks.versions(session, stored.id)]
        wanted = {number: tracks.at_version(session, stored.id, number) for number in numbers}
    shared_desk.correct(MODIBO, stored, numbers[-1], second)
    for number, old in wanted.items():
        back = restore(shared_desk.library, stored.id, number)
        assert back.track == old.track and back.version.sha256 == old.version.sha256
