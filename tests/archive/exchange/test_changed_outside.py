# SPDX-License-Identifier: GPL-3.0-or-later
"""A cut changed outside: trimmed, reordered, mixed with strange shots; what cannot be taken is said with its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pytest

from archive.catalogue import films, filmversions, seals
from archive.exchange.conform import Conformed, conform
from archive.exchange.cut import Codes, Cut, Seconds, Taken
from archive.exchange.formats import read_cut
from archive.exchange.recognise import Why
from archive.exchange.words import subtitles_of
from archive.library import Library
from archive.model.film import Audience, Film, ItemKind
from archive.model.footage import Recording
from archive.model.people import Seal
from media.errors import NotFound, Refused
from media.span import Span
from tests.archive.exchange.test_conform import a_take
from tests.films import said
from tests.people import a_consent, a_witness, an_interview


@dataclass(frozen=True)
class Shelf:
    """One take of a minute at 25 that begins at 10:00:00:00, allowed, with words; a film of one passage and a note."""

    library: Library
    take: Recording
    film: Film

    def bring(self, *events: Taken, dry: bool = False) -> Conformed:
        """Conform a cut of these shots."""
        return conform(self.library, self.film.id, Cut("c", Fraction(25), tuple(events)), "c.edl", dry=dry)

    def lines(self) -> list[object]:
        """The paper edit: spans of clips, texts of the rest."""
        with self.library.reading() as session:
            items = films.edit_of(session, self.film.id).items
        return [(item.span.start, item.span.end) if item.span else item.text for item in items]


@pytest.fixture
def shelf(library: Library) -> Shelf:
    with library.writing() as session:
        interview = an_interview(session)
        a_consent(session, a_witness(session, interview, "GAO-F-1"), interview)
        take = a_take(session, interview, "C0001.MP4", "25", "10:00:00:00", 60, True)
        film = films.new(session, "confiance", Audience.SCREENING)
        films.add_clip(session, film.id, take.id, Span(1000, 3000))
        films.add_note(session, film.id, "chercher un plan de marché")
    said(library, take, (1000, 1900, "Bonjour."), (2000, 2900, "Bienvenue."), (10_000, 11_000, "Au revoir."))
    return Shelf(library, take, film)


def shot(start: float, length: float, at: float = 0, *, name: str = "C0001.MP4", **more: object) -> Taken:
    """A shot by seconds of its file."""
    taken = Seconds(Fraction(start), Fraction(length))
    return Taken(Fraction(at), Fraction(length), taken, name, **more)  # type: ignore[arg-type]


def why(done: Conformed) -> list[tuple[int, Why]]:
    return [(one.event, one.why) for one in done.odd]


def test_a_new_order_and_trim_become_the_film_and_the_old_one_is_kept(shelf: Shelf) -> None:
    done = shelf.bring(shot(10, 1), shot(1, 2, at=1), shot(2, 0.4, at=3))
    assert (done.clips, done.before, done.version, done.whole) == (3, 1, 2, True)
    assert shelf.lines() == [(10_000, 11_000), (1000, 3000), "chercher un plan de marché", (2000, 2400)]
    with shelf.library.writing() as session:
        filmversions.bring_back(session, shelf.film.id, 1, "Ina")
    assert shelf.lines() == [(1000, 3000), "chercher un plan de marché"]


def test_the_subtitles_follow_the_cut_that_was_made_outside(shelf: Shelf) -> None:
    done = shelf.bring(shot(10, 1, at=2), shot(1, 2, at=5))
    assert why(done) == [(1, Why.BLANK), (2, Why.BLANK)]
    with shelf.library.reading() as session:
        srt = subtitles_of(session, shelf.film.id, done.version or 0)
    assert srt.split("\n\n")[0] == "1\n00:00:02,000 --> 00:00:03,000\nAu revoir."
    assert "00:00:05,000 --> 00:00:05,900\nBonjour." in srt


def test_words_sealed_since_leave_the_subtitles(shelf: Shelf) -> None:
    version = shelf.bring(shot(1, 2), shot(10, 1, at=2)).version or 0
    with shelf.library.writing() as session:
        seals.add(session, Seal("", shelf.take.id, Span(2000, 2100), "menace"), "Ina")
        srt = subtitles_of(session, shelf.film.id, version)
    assert "Bienvenue" not in srt and "Bonjour" in srt
    with shelf.library.reading() as session, pytest.raises(NotFound):
        subtitles_of(session, shelf.film.id, 1)


def test_a_shot_from_elsewhere_leaves_a_note_in_its_place(shelf: Shelf) -> None:
    done = shelf.bring(shot(1, 1), shot(0, 4, at=1, name="musique.mov"), shot(50, 30, at=5))
    assert why(done) == [(2, Why.UNKNOWN), (3, Why.BEYOND)]
    assert shelf.lines()[:2] == [(1000, 2000), "chercher un plan de marché"]
    assert shelf.lines()[2:] == [
        "Plan non repris\u00a0: musique.mov, de 00:00:01:00 à 00:00:05:00 du montage.",
        "Plan non repris\u00a0: C0001.MP4, de 00:00:05:00 à 00:00:35:00 du montage.",
    ]
    assert not done.whole


def test_a_cut_of_strangers_changes_nothing(shelf: Shelf) -> None:
    done = shelf.bring(shot(0, 4, name="musique.mov"))
    assert (done.clips, done.version, why(done)) == (0, None, [(1, Why.UNKNOWN)])
    assert shelf.lines() == [(1000, 3000), "chercher un plan de marché"]
    with pytest.raises(Refused, match="vide"):
        shelf.bring()


def test_a_dry_run_changes_nothing(shelf: Shelf) -> None:
    assert shelf.bring(shot(10, 1), dry=True).clips == 1
    assert shelf.lines()[0] == (1000, 3000)


def test_a_refused_passage_is_taken_and_said(shelf: Shelf) -> None:
    with shelf.library.writing() as session:
        seals.add(session, Seal("", shelf.take.id, Span(10_200, 10_300), "menace"), "Ina")
    done = shelf.bring(shot(1, 1), shot(10, 1, at=1))
    assert [(one.clip, one.participant, one.reason) for one in done.refusals] == [(3, "GAO-F-1", "sealed-passage")]
    assert not done.whole


def test_slow_motion_and_fades_are_said_and_the_shot_is_taken_plain(shelf: Shelf) -> None:
    slow = Taken(Fraction(0), Fraction(4), Seconds(Fraction(1), Fraction(2)), "C0001.MP4")
    done = shelf.bring(slow, shot(10, 1, at=4, odd=("transition",)))
    assert why(done) == [(1, Why.SPEED), (2, Why.TRANSITION)]
    assert shelf.lines()[0] == (1000, 3000)


@pytest.mark.parametrize(
    "named",
    [
        {"name": "c0001.mp4"},
        {"name": "x", "reel": "C0001"},
        {"name": "x", "addresses": ("file:///d/Rushes%20Gao/C0001.mov",)},
        {"name": "x", "addresses": ("D:\\montage\\C0001.MP4",)},
    ],
)
def test_a_shot_is_known_by_name_reel_or_path(shelf: Shelf, named: dict[str, object]) -> None:
    assert shelf.bring(shot(1, 2, **named)).whole  # type: ignore[arg-type]
    assert shelf.lines()[0] == (1000, 3000)


def test_the_hash_counts_more_than_the_name(shelf: Shelf) -> None:
    path = f"/archive/originals/{shelf.take.sha256[:2]}/{shelf.take.sha256}"
    assert shelf.bring(shot(1, 2, name="autre.mp4", addresses=(path,))).whole
    assert shelf.bring(shot(1, 2, name="autre.mp4", sha256=shelf.take.sha256)).whole


def test_two_takes_of_one_name_are_told_apart_by_their_timecode(shelf: Shelf) -> None:
    with shelf.library.writing() as session:
        interview = an_interview(session, "SIK-01")
        a_consent(session, a_witness(session, interview, "SIK-F-1"), interview)
        other = a_take(session, interview, "C0001.MP4", "25", "11:00:00:00", 60, True)
    codes = [
        Codes("11:00:01:00", "11:00:03:00"),
        Codes("10:00:01:00", "10:00:03:00"),
        Codes("00:00:01:00", "00:00:03:00"),
    ]
    events = [Taken(Fraction(2 * n), Fraction(2), code, "C0001.MP4") for n, code in enumerate(codes)]
    done = shelf.bring(*events)
    assert why(done) == [(3, Why.AMBIGUOUS)]
    with shelf.library.reading() as session:
        items = films.edit_of(session, shelf.film.id).items
    assert [item.recording for item in items if item.kind is ItemKind.CLIP] == [other.id, shelf.take.id]


def edl(events: Sequence[str], head: str = "NON-DROP FRAME") -> bytes:
    return "\r\n".join(["TITLE: c", f"FCM: {head}", *events]).encode()


def test_an_edl_of_another_program_is_enough_by_reel_and_timecode(shelf: Shelf) -> None:
    cut = read_cut(
        edl(
            [
                "001  C0001    V     C        10:00:01:00 10:00:03:00 01:00:00:00 01:00:02:00",
                "002  C0001    AA/V  C        10:00:10:00 10:00:10:00 01:00:02:00 01:00:02:00",
                "002  C0001    AA/V  D    012 10:00:10:00 10:00:11:00 01:00:02:00 01:00:03:00",
            ]
        )
    )
    done = conform(shelf.library, shelf.film.id, cut, "c.edl")
    assert why(done) == [(2, Why.TRANSITION)]
    assert shelf.lines()[0] == (1000, 3000) and (10_000, 11_000) in shelf.lines()
