# SPDX-License-Identifier: GPL-3.0-or-later
"""Interviews, participants and consents in the catalogue: codes, states, what replaces what, what is announced."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from sqlalchemy.orm import Session

from archive.catalogue import appearances, clock, consents, interviews, outbox, participants
from archive.library import Library
from archive.model.footage import Interview
from archive.model.people import ConsentStatus, Participant
from media.errors import NotFound, Refused
from tests.people import a_consent, a_recording, a_witness, an_interview, appears

EARLIER, LATER = date(2018, 1, 2), date(2018, 2, 3)


@pytest.fixture
def session(library: Library) -> Iterator[Session]:
    with library.writing() as opened:
        yield opened


@pytest.fixture
def interview(session: Session) -> Interview:
    return an_interview(session)


@pytest.fixture
def witness(session: Session, interview: Interview) -> Participant:
    return a_witness(session, interview, "GAO-F-012")


def test_a_code_belongs_to_one_interview(session: Session, interview: Interview) -> None:
    with pytest.raises(Refused, match=r"GAO-01"):
        an_interview(session, "GAO-01")
    other = an_interview(session, "GAO-02")
    with pytest.raises(Refused, match=r"GAO-01"):
        interviews.update(session, replace(other, code="GAO-01"))
    interviews.update(session, replace(interview, title="Marché", languages=("ses", "fr")))
    assert interviews.by_code(session, "GAO-01").languages == ("ses", "fr")
    assert [one.code for one in interviews.listed(session, region="Gao")] == ["GAO-01", "GAO-02"]
    assert interviews.listed(session, kind="individual") == []


def test_what_does_not_exist_says_where_to_look(session: Session) -> None:
    for ask in (interviews.by_code, interviews.get, participants.by_code, participants.get, consents.get):
        with pytest.raises(NotFound) as refusal:
            ask(session, "nowhere")  # type: ignore[operator]
        assert "list" in refusal.value.hint


def test_a_participant_joins_once(session: Session, interview: Interview, witness: Participant) -> None:
    participants.join(session, interview.id, witness.id)
    assert participants.of_interview(session, interview.id) == [witness]
    with pytest.raises(Refused):
        participants.add(session, witness)


def test_appearing_is_taking_part(session: Session, interview: Interview) -> None:
    other = an_interview(session, "GAO-02")
    guest = a_witness(session, other, "GAO-M-001")
    recording = a_recording(session, interview)
    mark = appears(session, guest, recording, 0, 1000, named=True)
    assert participants.of_interview(session, interview.id) == [guest]
    assert appearances.of_recording(session, recording.id) == [mark]
    appearances.unmark(session, mark.id)
    assert appearances.of_recording(session, recording.id) == []
    with pytest.raises(Refused):
        appears(session, guest, recording, 59_000, 61_000)


def test_changes_are_announced_and_idle_ones_are_not(
    session: Session, interview: Interview, witness: Participant
) -> None:
    session.flush()
    before = outbox.generation(session)
    interviews.update(session, interview)
    participants.update(session, witness)
    assert outbox.generation(session) == before
    participants.update(session, replace(witness, minor=True))
    a_consent(session, witness, interview)
    session.flush()
    heard = outbox.waiting(session, before)
    assert [change.interview for change in heard] == [interview.id] * 2


def test_a_consent_goes_from_draft_to_withdrawn_step_by_step(
    session: Session, interview: Interview, witness: Participant
) -> None:
    kept = a_consent(session, witness, interview, status=ConsentStatus.DRAFT)
    way = [ConsentStatus(name) for name in ("draft", "pending", "active", "suspended", "active", "withdrawn")]
    for _before, after in pairwise(way):
        assert consents.set_status(session, kept.id, after, "Ina").status == after


def test_a_step_that_leads_nowhere_is_refused_in_words(session: Session, witness: Participant) -> None:
    for before, after in product(ConsentStatus, ConsentStatus):
        if before is ConsentStatus.SUPERSEDED or after in consents.TRANSITIONS[before]:
            continue
        kept = a_consent(session, witness, an_interview(session, f"{before}-{after}"), status=before)
        with pytest.raises(Refused) as refusal:
            consents.set_status(session, kept.id, after, "Ina")
        assert refusal.value.hint
        assert consents.get(session, kept.id).status == before


def test_a_new_record_replaces_the_one_in_force(session: Session, interview: Interview, witness: Participant) -> None:
    first = a_consent(session, witness, interview)
    second = a_consent(session, witness, interview, films=frozenset({"confiance"}))
    assert consents.current(session, witness.id, interview.id) == second
    assert consents.get(session, first.id).status == ConsentStatus.SUPERSEDED
    assert consents.listed(session, interview.id) == [second]
    assert len(consents.listed(session, superseded=True)) == 2
    with pytest.raises(Refused):
        a_consent(session, witness, interview, status=ConsentStatus.SUPERSEDED)


def test_an_older_paper_never_replaces_a_newer_one(
    session: Session, interview: Interview, witness: Participant
) -> None:
    a_consent(session, witness, interview, given_on=LATER)
    for day in (EARLIER, None):
        with pytest.raises(Refused):
            a_consent(session, witness, interview, given_on=day)


@pytest.mark.parametrize("status", [ConsentStatus.WITHDRAWN, ConsentStatus.SUSPENDED])
def test_what_was_stopped_is_opened_by_a_new_paper_only(
    session: Session, interview: Interview, witness: Participant, status: ConsentStatus
) -> None:
    a_consent(session, witness, interview, status=status, given_on=EARLIER)
    with pytest.raises(Refused):
        a_consent(session, witness, interview, given_on=EARLIER)
    with pytest.raises(Refused):
        a_consent(session, witness, interview, status=ConsentStatus.DRAFT, given_on=None)
    since = clock.today(session) + timedelta(days=1)
    assert a_consent(session, witness, interview, given_on=since).status == ConsentStatus.ACTIVE
