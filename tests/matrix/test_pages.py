# SPDX-License-Identifier: GPL-3.0-or-later
"""Every way out asks: each route of the application, for every role and for every reason of `decide`."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive import evidence
from archive.access import Access
from archive.catalogue import clips, consents, films, interviews, jobs, participants, recordings, tracks
from archive.consent import REFUSALS
from archive.film.render import enqueue_clip, render_film
from archive.library import Library, open_library
from archive.model.film import Clip, ClipId
from archive.person import Person, Role
from archive.worker import run_worker
from media.span import Span
from tests.matrix.tables import MARKER, REASONS, ROUTES, Route, bring_about
from tests.pages import filled
from webui.app import create_app

__all__ = ["filled"]
NOBODY = "f" * 32
WHO = {
    "everybody": set(Role),
    "signed-in": set[Role](),
    "team": set(Role) - {Role.VIEWER},
    "describing": {Role.CATALOGUER, Role.EDITOR, Role.ADMINISTRATOR},
    "editing": {Role.EDITOR, Role.ADMINISTRATOR},
    "keeping": {Role.ADMINISTRATOR, Role.PROTECTION},
    "administering": {Role.ADMINISTRATOR},
    "protecting": {Role.PROTECTION},
}
HIDDEN = frozenset({"Date", "Content-Length", "Set-Cookie"})


@pytest.fixture(scope="module")
def sample(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the pages' tests, with a film rendered, a clip for viewers, and evidence of the consent."""
    folder = Path(shutil.copytree(filled, tmp_path_factory.mktemp("matrix") / "archive"))
    library = open_library(folder)
    with library.writing() as session:
        video = recordings.find(session, "C0001.mp4")
        film = films.by_name(session, "confiance")
        clips.add(session, Clip(ClipId("c" * 32), video.id, Span(0, 2000), released=True))
        enqueue_clip(session, "c" * 32)
    render_film(library, film.id)
    run_worker(library, once=True)
    with library.reading() as session:
        kept = consents.listed(session)[0]
    evidence.keep_bytes(library, kept.id, b"%PDF-1.4 signed")
    library.catalogue.close()
    return folder


@pytest.fixture
def library(sample: Path, tmp_path: Path) -> Iterator[Library]:
    opened = open_library(Path(shutil.copytree(sample, tmp_path / "archive")))
    yield opened
    opened.catalogue.close()


def things(library: Library) -> dict[str, str]:
    """An id of each kind of thing in the sample archive."""
    with library.reading() as session:
        interview = interviews.by_code(session, "GAO-01")
        video = recordings.find(session, "C0001.mp4")
        film = films.by_name(session, "confiance")
        stored = tracks.french(session, video.id)
        assert stored is not None
        return {
            "interview": interview.id,
            "recording": video.id,
            "film": film.id,
            "clip": "c" * 32,
            "render": films.renders(session, film.id)[0].id,
            "consent": consents.listed(session, interview.id)[0].id,
            "participant": participants.by_code(session, "GAO-F-012").id,
            "track": stored.id,
            "job": jobs.listed(session)[0].id,
            "export": NOBODY,
            "item": NOBODY,
        }


class Visitor:
    """Somebody in a role, in front of the pages of one archive."""

    def __init__(self, library: Library, role: Role) -> None:
        self.role, self.things = role, things(library)
        self.app = create_app(library.as_person(Person("Ina", role)))
        self.client: FlaskClient = self.app.test_client()
        self.client.get("/voir")
        with self.client.session_transaction() as session:
            self.token = session["token"]

    def ask(self, route: Route, ids: dict[str, str] | None = None) -> TestResponse:
        """The answer to a route; `ids` instead of those that exist."""
        known = self.things if ids is None else ids
        if route.method == "GET":
            return self.client.get(route.sample.format(**known), buffered=True)
        return self.client.post(self.address(route, known), data={"token": self.token})

    def address(self, route: Route, known: dict[str, str]) -> str:
        rule = next(one for one in self.app.url_map.iter_rules(route.endpoint) if route.method in (one.methods or ()))
        names = {name: known.get(name, NOBODY) for name in rule.arguments}
        names |= {"cue": "1", "format_": "srt", "version": "1"}
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: names[found[1]], rule.rule)

    def absent(self, method: str) -> TestResponse:
        """The answer for an address that nobody ever had."""
        return self.client.open("/rien/ici", method=method, data={"token": self.token} if method == "POST" else None)


def seen(answer: TestResponse) -> tuple[int, str, dict[str, str]]:
    """All that a browser learns, but for its own address, which it knew."""
    body = answer.get_data().decode("utf-8", "replace").replace(answer.request.full_path.rstrip("?"), "ADDRESS")
    return answer.status_code, body, {name: value for name, value in answer.headers.items() if name not in HIDDEN}


def gives(answer: TestResponse) -> bool:
    """True when the answer holds words, picture or sound of the people who were filmed."""
    if answer.status_code >= 300:
        return False
    if answer.request.path.endswith(("son.json", ".mp4", ".jpg")):
        return True
    return MARKER.encode() in answer.get_data()


def walk(visitor: Visitor) -> Iterator[Route]:
    """The routes of the application that have a line in the table: those that change something come last."""
    for method in ("GET", "POST"):
        for rule in visitor.app.url_map.iter_rules():
            if method in (rule.methods or ()) and (rule.endpoint, method) in ROUTES:
                yield ROUTES[rule.endpoint, method]


def test_every_route_has_a_line_in_the_table(library: Library) -> None:
    visitor = Visitor(library, Role.EDITOR)
    rules = list(visitor.app.url_map.iter_rules())
    found = {(rule.endpoint, method) for rule in rules for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    new = "\n".join(
        f"  {endpoint:<26} {method:<7} WHO  ASKS  SAMPLE" for endpoint, method in sorted(found - set(ROUTES))
    )
    assert not new, f"add to tests/data/matrix-pages.txt who may open these, and what they ask of consent:\n{new}"
    assert not set(ROUTES) - found, f"take off tests/data/matrix-pages.txt: {sorted(set(ROUTES) - found)}"
    read = [route.endpoint for route in ROUTES.values() if route.method == "GET" and not route.sample]
    assert not read, f"give these lines of tests/data/matrix-pages.txt an address of the sample archive: {read}"


def test_every_reason_of_decide_has_a_case() -> None:
    assert set(REASONS) == {*REFUSALS, "released"}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_its_own_routes_and_of_the_others_knows_nothing(library: Library, role: Role) -> None:
    visitor = Visitor(library, role)
    nothing = {method: seen(visitor.absent(method)) for method in ("GET", "POST")}
    wrong = []
    for route in walk(visitor):
        answer = visitor.ask(route)
        if role in WHO[route.who]:
            if route.method == "GET" and answer.status_code == 404 and route.endpoint not in ONLY_LATER:
                wrong.append(f"{route.endpoint}: closed to {role}")
        elif seen(answer) != nothing[route.method]:
            wrong.append(f"{route.method} {route.endpoint}: {role} learns that it exists ({answer.status_code})")
    assert not wrong, "\n".join(wrong)


ONLY_LATER = frozenset(
    {
        "withdrawing.report",
        "withdrawing.letter",
        "translation.page",
        "exchange.download",
        "exchange.report",
        "exchange.words",
        "filmedit.picture",
        "filmmask.watch",
    }
)
"""What exists only once somebody withdrew, a second track is there, a cut came back, a package, a still or the result of a mask was made."""


@pytest.mark.parametrize("reason", list(REASONS))
def test_each_way_out_obeys_each_reason(library: Library, reason: str) -> None:
    sample = Visitor(library, Role.VIEWER).things
    with library.reading() as session:
        video, consent = recordings.get(session, sample["recording"]), consents.get(session, sample["consent"])
    bring_about(library, reason, video, consent)
    with library.reading() as session:
        given = Access.load(session).decide("screening", video.id, Span(0, 1000), "confiance").reason
    assert given.partition(":")[0] == reason
    wrong = []
    for role in (Role.EDITOR, Role.VIEWER):
        visitor = Visitor(library, role)
        for route in walk(visitor):
            if route.method != "GET" and reason != "withdrawn":
                continue
            if role is Role.VIEWER and route.who != "everybody":
                continue  # closed to them whatever the consent, as the test of roles shows
            answer = visitor.ask(route)
            may = role in WHO[route.who] and REASONS[reason].get(route.asks) == "open"
            if gives(answer) and not may and not (route.asks == "-" and REASONS[reason]["team"] == "open"):
                wrong.append(f"{route.method} {route.endpoint}: {role} gets what {reason} refuses")
            if may and not gives(answer) and route.endpoint not in ONLY_LATER:
                wrong.append(f"{route.method} {route.endpoint}: {role} does not get what {reason} allows")
            if answer.status_code == 404 and route.method == "GET" and route.asks != "-":
                other = visitor.ask(route, dict.fromkeys(visitor.things, NOBODY))
                if seen(answer) != seen(other):
                    wrong.append(f"{route.endpoint}: {role} learns that it exists")
    assert not wrong, "\n".join(wrong)
