# SPDX-License-Identifier: GPL-3.0-or-later
"""EDLs as Avid, Premiere, Resolve and old machines write them: never a wrong passage in silence."""

import unicodedata
from dataclasses import replace
from fractions import Fraction

import pytest

from archive.exchange.conform import conform
from archive.exchange.cut import Cut, Taken
from archive.exchange.formats import read_cut
from archive.exchange.recognise import Why
from archive.model.footage import Recording
from tests.archive.exchange.test_changed_outside import Shelf, edl, shelf, shot, why
from tests.archive.exchange.test_conform import a_take
from tests.archive.exchange.test_strange import kinds
from tests.people import a_consent, a_witness, an_interview

__all__ = ["shelf"]
P25 = Fraction(25)


def another_take(shelf: Shelf, name: str, rate: str = "25", start: str = "11:00:00:00") -> Recording:
    with shelf.library.writing() as session:
        interview = an_interview(session, "SIK-01")
        a_consent(session, a_witness(session, interview, "SIK-F-1"), interview)
        return a_take(session, interview, name, rate, start, 60, True)


def bring(shelf: Shelf, *lines: str, rate: Fraction | None = P25) -> tuple[Cut, list[tuple[int, Why]]]:
    cut = read_cut(edl(lines), rate)
    return cut, why(conform(shelf.library, shelf.film.id, cut, "c.edl"))


FIRST = "001  AX       V     C        10:00:01:00 10:00:03:00 01:00:00:00 01:00:02:00"
OUT = "002  AX       V     C        10:00:03:00 10:00:03:00 01:00:02:00 01:00:02:00"
IN = "002  AX       V     D    012 10:00:20:00 10:00:22:00 01:00:02:00 01:00:04:00"


def test_from_names_what_goes_out_of_a_dissolve_and_to_what_comes_in(shelf: Shelf) -> None:
    other = another_take(shelf, "C0002.MP4", start="10:00:00:00")
    lines = (FIRST, "* FROM CLIP NAME: C0001.MP4", OUT, IN, "* FROM CLIP NAME: C0001.MP4", "* TO CLIP NAME: C0002.MP4")
    cut, odd = bring(shelf, *lines)
    assert odd == [(2, Why.TRANSITION)]
    assert kinds(shelf) == [("clip", (1000, 3240)), ("clip", (20_240, 22_000))]
    assert [getattr(event, "name", "") for event in cut.events] == ["C0001.MP4", "C0002.MP4"]
    assert cut.events[1].at == Fraction(56, 25) and other.id


def test_a_dissolve_that_names_only_what_goes_out_takes_nothing_by_that_name(shelf: Shelf) -> None:
    lines = (FIRST, "* FROM CLIP NAME: C0001.MP4", OUT, IN, "* FROM CLIP NAME: C0001.MP4", "* SOURCE FILE: C0001.MP4")
    _cut, odd = bring(shelf, *lines)
    assert odd == [(2, Why.UNKNOWN)]


def test_the_second_file_of_a_dissolve_is_what_comes_in(shelf: Shelf) -> None:
    another_take(shelf, "C0002.MP4", start="10:00:00:00")
    files = ("* SOURCE FILE: D:\\rushes\\C0001.MP4", "* SOURCE FILE: D:\\rushes\\C0002.MP4")
    cut, odd = bring(shelf, FIRST, "* FROM CLIP NAME: C0001.MP4", OUT, IN, *files)
    assert odd == [(2, Why.TRANSITION)] and isinstance(cut.events[1], Taken)
    assert cut.events[1].addresses == ("D:\\rushes\\C0002.MP4",)


def test_a_dissolve_from_or_to_black_is_a_fade(shelf: Shelf) -> None:
    cut, odd = bring(
        shelf,
        "001  BL       V     C        00:00:00:00 00:00:00:00 01:00:00:00 01:00:00:00",
        "001  C0001    V     D    010 10:00:01:00 10:00:02:15 01:00:00:00 01:00:01:15",
        "002  C0001    V     C        10:00:02:15 10:00:02:15 01:00:01:15 01:00:01:15",
        "002  BL       V     D    010 00:00:00:00 00:00:00:10 01:00:01:15 01:00:02:00",
    )
    assert odd == [] and kinds(shelf) == [("clip", (1000, 3000))]
    assert [event.fades for event in cut.events if isinstance(event, Taken)] == [(Fraction(2, 5), Fraction(2, 5))]


def test_what_lies_on_a_second_track_or_was_recorded_over_is_seen_instead(shelf: Shelf) -> None:
    over = "002  C0001    V2    C        10:00:20:00 10:00:21:00 01:00:00:12 01:00:01:12"
    wanted = [("clip", (1000, 1480)), ("clip", (20_000, 21_000)), ("clip", (2480, 3000))]
    assert bring(shelf, FIRST.replace("AX   ", "C0001"), over)[1] == []
    assert kinds(shelf) == wanted
    assert bring(shelf, FIRST.replace("AX   ", "C0001"), over.replace("V2", "V "))[1] == []
    assert kinds(shelf) == wanted


def test_drop_frame_said_in_the_head_counts_the_timeline(shelf: Shelf) -> None:
    another_take(shelf, "C0002.MP4", "30000/1001", "00:00:00;00")
    lines = [
        "001  C0002    V     C        00:00:00:00 00:00:30:00 00:00:45:00 00:01:15:02",
        "FCM: NON-DROP FRAME",
        "002  C0002    V     C        00:00:31:00 00:00:32:00 00:01:15:02 00:01:16:02",
    ]
    cut = read_cut(edl(lines, "DROP FRAME"))
    assert cut.rate == Fraction(30000, 1001) and cut.remarks == ()
    assert [event.length * cut.rate for event in cut.events] == [900, 30]


def test_midnight_and_an_end_before_its_beginning(shelf: Shelf) -> None:
    late = "001  C0001    V     C        10:00:01:00 10:00:03:00 23:59:59:00 00:00:01:00"
    after = "002  C0001    V     C        10:00:20:00 10:00:21:00 00:00:01:00 00:00:02:00"
    wrong = "003  C0001    V     C        10:00:30:00 10:00:31:00 00:00:04:00 00:00:03:00"
    cut, odd = bring(shelf, late, after, wrong)
    assert odd == [] and kinds(shelf) == [("clip", (1000, 3000)), ("clip", (20_000, 21_000))]
    assert len(cut.remarks) == 1 and "5" in cut.remarks[0]


def test_an_unreadable_event_is_named_by_its_line_and_a_guessed_rate_is_said(shelf: Shelf) -> None:
    cut, odd = bring(shelf, FIRST.replace("AX   ", "C0001"), "   002  C0001  V  C  10:00:20:00 10:00:21:00", rate=None)
    assert odd == [] and [remark.split()[1] for remark in cut.remarks if remark.startswith("Ligne")] == ["4"]
    assert any("25" in remark for remark in cut.remarks)


def test_a_reel_that_a_program_replaced_is_known_by_its_own_name(shelf: Shelf) -> None:
    another_take(shelf, "l’entretien (2) Gao.MOV")
    event = "001  ZZ000001 V     C        11:00:01:00 11:00:03:00 01:00:00:00 01:00:02:00"
    assert bring(shelf, event, "FINAL CUT PRO REEL: l_entretien_2_Gao REPLACED BY: ZZ000001")[1] == []
    assert kinds(shelf) == [("clip", (1000, 3000))]


@pytest.mark.parametrize("reel", ["LENTRETI", "LENTRET1", "l_entret"])
def test_a_reel_cut_to_eight_letters_is_known_with_its_timecode(shelf: Shelf, reel: str) -> None:
    another_take(shelf, "l’entretien (2) Gao.MOV")
    event = f"001  {reel:8} V     C        11:00:01:00 11:00:03:00 01:00:00:00 01:00:02:00"
    assert bring(shelf, event)[1] == []


def test_a_reel_of_digits_is_not_any_take_named_by_its_date(shelf: Shelf) -> None:
    another_take(shelf, "20180305_112233.MP4", start="")
    event = "001  00000042 V     C        00:00:01:00 00:00:03:00 01:00:00:00 01:00:02:00"
    assert bring(shelf, event)[1] == [(1, Why.UNKNOWN)]


def test_a_name_with_decomposed_accents_is_the_same_name(shelf: Shelf) -> None:
    another_take(shelf, "Réunion à Gao.MP4")
    name = unicodedata.normalize("NFD", "Réunion à Gao.MP4")
    assert shelf.bring(shot(1, 2, name="x", addresses=(f"file:///Volumes/{name}",))).whole


def test_a_file_of_another_archive_is_not_taken_for_ours_by_its_name(shelf: Shelf) -> None:
    done = shelf.bring(shot(1, 2, sha256="ab" * 32))
    assert why(done) == [(1, Why.UNKNOWN)] and done.version is None


def test_a_file_put_in_the_place_of_another_is_said_not_taken(shelf: Shelf) -> None:
    another_take(shelf, "C0002.MP4")
    swapped = replace(shot(1, 2, sha256=shelf.take.sha256), addresses=("file:///rushes/C0002.MP4",))
    done = shelf.bring(swapped, shot(10, 1, at=2))
    assert why(done) == [(1, Why.AT_ODDS)]
    assert [one for one in kinds(shelf) if one[0] == "clip"] == [("clip", (10_000, 11_000))]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
def test_every_line_end_and_encoding_is_read(shelf: Shelf, encoding: str, ends: str) -> None:
    another_take(shelf, "Réunion à Gao.MP4")
    lines = ["TITLE: Été", FIRST.replace("10:00", "11:00"), "* FROM CLIP NAME: Réunion à Gao.MP4", ""]
    cut = read_cut(ends.join(lines).encode(encoding), P25)
    assert conform(shelf.library, shelf.film.id, cut, "c.edl").whole and cut.name == "Été"
    assert kinds(shelf) == [("clip", (1000, 3000))]
