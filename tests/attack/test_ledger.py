# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody wants a withdrawal to be forgotten: takes the ledger away, cuts it, puts an older one or another in its place,
types an older paper in again, sets the clock."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from archive import ledger
from archive import library as libraries
from archive.catalogue import audit, clock, consents, participants, withdrawals
from archive.library import Library, open_library
from archive.model.people import ConsentId, ConsentStatus
from archive.model.withdrawal import Taken, Taking
from archive.withdrawal import withdraw
from media.errors import CannotCheck, Refused
from tests.people import a_consent, a_recording, a_witness, an_interview

CODES = ("GAO-F-1", "GAO-F-2", "GAO-F-3")


@pytest.fixture
def left(library: Library) -> Library:
    """Three people of one interview; the first two withdrew."""
    with library.writing() as session:
        interview = an_interview(session)
        a_recording(session, interview)
        papers = [a_consent(session, a_witness(session, interview, code), interview).id for code in CODES]
    for paper in papers[:2]:
        withdraw(library, paper)
    return library


def lines(library: Library) -> list[str]:
    path = library.folder / ledger.FILE
    return path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []


@pytest.mark.parametrize("kept", [0, 1])
def test_lines_that_are_missing_are_written_again_from_the_catalogue(left: Library, kept: int) -> None:
    before = lines(left)
    (left.folder / ledger.FILE).write_text("".join(before[:kept]), encoding="utf-8")
    with libraries.opened(left.folder) as again:
        assert lines(again) == before
        with again.reading() as session:
            assert "registre" in audit.listed(session, limit=1)[0].said


def test_a_ledger_that_was_taken_away_is_there_before_the_next_act_goes_into_it(left: Library) -> None:
    before = lines(left)
    (left.folder / ledger.FILE).unlink()
    with left.reading() as session:
        last = next(one.id for one in consents.listed(session) if one.status is ConsentStatus.ACTIVE)
    withdraw(left, last)
    assert lines(left)[:2] == before and len(lines(left)) == 3
    with libraries.opened(left.folder) as again, again.reading() as session:
        assert len(withdrawals.listed(session)) == 3


def test_another_ledger_in_its_place_opens_nothing(left: Library) -> None:
    (left.folder / ledger.FILE).unlink()
    ledger.append(left.folder, left.settings, Taken(Taking.WITHDRAWAL, "GAO-F-9", "GAO-01", date(2024, 1, 1), "Awa"))
    with pytest.raises(CannotCheck, match="registre"):
        open_library(left.folder)


def a_paper(library: Library, given_on: date) -> None:
    with library.writing() as session:
        who = participants.by_code(session, CODES[0])
        known = consents.listed(session)
        withdrawn = next(one for one in known if one.participant == who.id)
        again = replace(withdrawn, id=ConsentId(""), status=ConsentStatus.PENDING, given_on=given_on)
        consents.record(session, again, "Awa")


def test_a_paper_from_before_the_withdrawal_opens_nothing_however_young(left: Library) -> None:
    """Given after the paper that was withdrawn, and before it was."""
    with pytest.raises(Refused, match="retiré"):
        a_paper(left, date.today() - timedelta(1))
    with pytest.raises(Refused, match="retiré"):
        a_paper(left, date.today())
    a_paper(left, date.today() + timedelta(1))


def test_nor_does_one_from_before_a_suspension(left: Library) -> None:
    with left.writing() as session:
        kept = next(one for one in consents.listed(session) if one.status is ConsentStatus.ACTIVE)
        consents.set_status(session, kept.id, ConsentStatus.SUSPENDED, "Ina")
    again = replace(kept, id=ConsentId(""), status=ConsentStatus.PENDING, given_on=date.today() - timedelta(1))
    with left.writing() as session, pytest.raises(Refused, match="suspendue"):
        consents.record(session, again, "Awa")
    with left.writing() as session:
        consents.record(session, replace(again, given_on=date.today() + timedelta(1)), "Awa")


def test_a_withdrawal_is_dated_by_the_archive_where_the_clock_went_back(
    left: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    class LongAgo(date):
        @classmethod
        def today(cls) -> date:
            return date(1970, 1, 1)

    monkeypatch.setattr(clock, "date", LongAgo)
    with left.reading() as session:
        kept = next(one for one in consents.listed(session) if one.status is ConsentStatus.ACTIVE)
    withdraw(left, kept.id)
    assert ledger.entries(left.folder, left.settings)[-1].taken.on == date.today()
