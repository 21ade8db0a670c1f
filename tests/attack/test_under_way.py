# SPDX-License-Identifier: GPL-3.0-or-later
"""Consent ends while something is under way: the bytes of a long answer stop."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive import accounts
from archive.catalogue import accounts as rows
from archive.catalogue import consents, participants, seals
from archive.model.people import ConsentId, ConsentStatus, Seal
from archive.person import Role
from media.span import Span
from tests.attack.test_forging import quick, signed
from tests.pages import Archive, Browser
from webui import still
from webui.ranges import CHUNK

__all__ = ["quick"]

PIECES = 6


def being_watched(archive: Archive, client: FlaskClient) -> Iterator[bytes]:
    """The working copy, longer than it is, read piece by piece as a browser on a slow line does."""
    copy = archive.library.derived("recordings", archive.video.id, "proxy.mp4")
    copy.write_bytes(bytes(PIECES * CHUNK))
    answer = client.get(f"/rushes/{archive.video.id}/copie.mp4", headers={"Range": "bytes=0-"}, buffered=False)
    assert answer.status_code == 206 and answer.content_length == PIECES * CHUNK
    return answer.iter_encoded()


def withdraws(archive: Archive) -> None:
    with archive.library.writing() as session:
        consents.set_status(session, archive.consent.id, ConsentStatus.WITHDRAWN, "Awa")


def seals_it(archive: Archive) -> None:
    with archive.library.writing() as session:
        seals.add(session, Seal("", archive.video.id, Span(0, 500)), "Awa")


@pytest.mark.parametrize("closing", [withdraws, seals_it])
def test_what_is_being_watched_stops_at_once(
    archive: Archive, browser: Browser, closing: Callable[[Archive], None]
) -> None:
    pieces = being_watched(archive, browser.client)
    assert len(next(pieces)) == CHUNK
    closing(archive)
    assert list(pieces) == []


def test_what_nobody_closed_goes_on_while_others_work(archive: Archive, browser: Browser) -> None:
    pieces = being_watched(archive, browser.client)
    next(pieces)
    with archive.library.writing() as session:
        found = participants.by_code(session, "GAO-F-012")
        participants.update(session, replace(found, age_band="36-59"))
    assert sum(map(len, pieces)) == (PIECES - 1) * CHUNK


def test_what_is_being_watched_stops_at_midnight(
    archive: Archive, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with archive.library.writing() as session:
        kept = consents.get(session, archive.consent.id)
        tomorrow = date.today() + timedelta(1)
        again = replace(kept, id=ConsentId(""), expires_on=tomorrow)
        consents.record(session, again, "Ina")
    pieces = being_watched(archive, browser.client)
    next(pieces)

    class Tomorrow(date):
        @classmethod
        def today(cls) -> date:
            return tomorrow

    monkeypatch.setattr(still, "date", Tomorrow)
    monkeypatch.setattr("archive.access.date", Tomorrow)
    assert list(pieces) == []


def test_who_is_signed_out_elsewhere_watches_no_further(archive: Archive, app: Flask) -> None:
    seated = signed(archive, app, "Ina")
    signed(archive, app, "Awa", Role.EDITOR)
    pieces = being_watched(archive, seated.client)
    next(pieces)
    with archive.library.reading() as session:
        mine = rows.named(session, "Ina").id
        other = rows.named(session, "Awa").id
    accounts.give_role(archive.library, other, Role.ADMINISTRATOR)
    accounts.close(archive.library, mine)
    assert list(pieces) == []
