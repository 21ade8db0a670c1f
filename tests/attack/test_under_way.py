# SPDX-License-Identifier: GPL-3.0-or-later
"""Consent ends while something is under way: the bytes of a long answer stop. And a clock that goes back opens nothing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from flask import session as kept
from flask.testing import FlaskClient

from archive import accounts, doctor
from archive.access import Access
from archive.catalogue import accounts as rows
from archive.catalogue import audit, clock, consents, outbox, participants, seals
from archive.cli.main import main
from archive.model.people import ConsentId, ConsentStatus, Seal
from archive.person import Role
from media.span import Span
from tests.attack.test_forging import WORDS, quick, signed
from tests.pages import Archive, Browser
from webui import still
from webui.cli import ALL
from webui.person import SIGN_IN
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


def test_who_lost_the_role_watches_no_further(archive: Archive, app: Flask) -> None:
    signed(archive, app, "Ina")
    seated = signed(archive, app, "Awa", Role.EDITOR)
    pieces = being_watched(archive, seated.client)
    next(pieces)
    with archive.library.reading() as session:
        mine = rows.named(session, "Awa").id
    accounts.give_role(archive.library, mine, Role.VIEWER)
    assert list(pieces) == []


def test_a_film_longer_than_the_patience_of_a_sign_in_is_seen_to_its_end(
    archive: Archive, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    seated = signed(archive, app, "Ina")
    pieces = being_watched(archive, seated.client)
    next(pieces)
    real = outbox.now
    for minutes in (20, 40, 60):
        later = timedelta(minutes=minutes)
        monkeypatch.setattr(outbox, "now", lambda later=later: real() + later)
        assert len(next(pieces)) == CHUNK
    with archive.library.writing() as session:
        outbox.announce(session, archive.open.id, "track")
    assert len(list(pieces)) == PIECES - 4
    assert seated.get("/compte").status_code == 200


def test_a_sign_in_that_ended_long_ago_closes_nothing_that_anybody_may_see(archive: Archive, app: Flask) -> None:
    with app.test_request_context("/voir"):
        kept[SIGN_IN] = "of last week"
        watched = still.Still(archive.library, lambda _session: "a film")
        with archive.library.writing() as session:
            outbox.announce(session, archive.open.id, "track")
        assert watched()


def now_in(archive: Archive) -> Access:
    with archive.library.reading() as session:
        return Access.load(session)


class TestAClockThatWentBack:
    """A laptop whose battery died believes that it is long ago."""

    @pytest.fixture
    def ended(self, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:
        """Its one consent ended yesterday; then the clock says it is the year before."""
        with archive.library.writing() as session:
            kept = consents.get(session, archive.consent.id)
            consents.record(session, replace(kept, id=ConsentId(""), expires_on=date.today() - timedelta(1)), "Ina")

        class LongAgo(date):
            @classmethod
            def today(cls) -> date:
                return date.today() - timedelta(400)

        for module in ("archive.access", "archive.library", "archive.doctor", "archive.cli.consentday"):
            monkeypatch.setattr(f"{module}.date", LongAgo)
        return archive

    def test_does_not_open_what_has_ended(self, ended: Archive, browser: Browser) -> None:
        with ended.library.writing() as session:  # whoever works on writes with the wrong clock
            participants.update(session, replace(participants.by_code(session, "GAO-F-012"), age_band="36-59"))
        assert browser.get(f"/rushes/{ended.video.id}/copie.mp4").status_code == 404
        with ended.library.reading() as session:
            asked = Access.load(session)
        assert asked.decide("playback", ended.video.id, ended.video.whole).reason == "expired"
        assert {one.reason for _code, one in asked.reasons("search", ended.video.id, ended.video.whole)} == {"expired"}
        found = next(one for one in doctor.archive(ended.library) if one.name == "clock")
        assert not found.ok and "--set-back" in found.fix

    def test_is_believed_when_the_other_one_ran_ahead(self, ended: Archive, capsys: pytest.CaptureFixture[str]) -> None:
        words = ["--archive", str(ended.library.folder), "--as", "Ina", "consent", "day"]
        assert main(ALL, words) == 0 and "reste fermé" in capsys.readouterr().out
        assert main(ALL, [*words, "--set-back"]) == 0 and "reste fermé" not in capsys.readouterr().out
        with ended.library.reading() as session:
            assert Access.load(session).decide("playback", ended.video.id, ended.video.whole).allowed
            assert any("dernier jour connu" in one.said for one in audit.listed(session, limit=2))

    def test_keeps_nobody_signed_in(self, archive: Archive, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        seated = signed(archive, app, "Ina")
        real = outbox.now
        monkeypatch.setattr(outbox, "now", lambda: real() - timedelta(days=400))
        assert seated.get("/comptes").status_code == 404

    def test_closes_no_door_for_good(self, archive: Archive, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        signed(archive, app, "Ina")
        real = outbox.now
        monkeypatch.setattr(outbox, "now", lambda: real() + timedelta(days=400))
        stranger = Browser(app.test_client())
        for _try in range(accounts.PER_NAME + 1):
            stranger.post("/connexion", name="Ina", password="faux faux faux")
        monkeypatch.setattr(outbox, "now", real)
        assert Browser(app.test_client()).post("/connexion", name="Ina", password=WORDS).status_code == 303

    def test_whoever_keeps_the_archive_puts_it_right_in_the_page(
        self, ended: Archive, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        day = date.today()

        class LongAgo(date):
            @classmethod
            def today(cls) -> date:
                return day - timedelta(400)

        with ended.library.writing() as session:
            clock.reached(session, day)
        for module in ("archive.catalogue.clock", "webui.clock", "webui.frame"):
            monkeypatch.setattr(f"{module}.date", LongAgo)
        assert "/horloge" in browser.get("/").get_data(as_text=True)
        browser.post("/horloge")
        assert not now_in(ended).decide("playback", ended.video.id, ended.video.whole).allowed
        assert browser.post("/horloge", sure="yes").status_code == 303
        assert now_in(ended).decide("playback", ended.video.id, ended.video.whole).allowed
        assert "/horloge" not in browser.get("/").get_data(as_text=True)
