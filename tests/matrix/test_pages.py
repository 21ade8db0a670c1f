# SPDX-License-Identifier: GPL-3.0-or-later
"""Every way out asks: each route of the application, for every role and for every reason of `decide`."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.access import Access
from archive.catalogue import consents, recordings
from archive.consent import REFUSALS
from archive.library import Library
from archive.person import EVERYBODY, Person, Role
from media.span import Span
from tests.matrix import tables
from tests.matrix.sample import things
from tests.matrix.tables import MARKER, REASONS, ROUTES, Route, bring_about
from webui.app import create_app

NOBODY = "f" * 32
WHO = {**tables.WHO, "everybody": EVERYBODY, "signed-in": frozenset[Role]()}
HIDDEN = frozenset({"Date", "Content-Length", "Set-Cookie"})


class Visitor:
    """Somebody in a role, in front of the pages of one archive."""

    def __init__(self, library: Library, role: Role) -> None:
        self.role, self.things = role, things(library)
        self.app = create_app(library.as_person(Person("Ina", role)))
        self.client: FlaskClient = self.app.test_client()
        self.client.get("/voir")
        with self.client.session_transaction() as session:
            self.token = session["token"]

    def ask(self, route: Route, ids: dict[str, str] | None = None, verb: str = "GET") -> TestResponse:
        """The answer to a route; `ids` instead of those that exist, `verb` HEAD for the headers of a page alone."""
        known = self.things if ids is None else ids
        if route.method == "GET":
            return self.client.open(route.sample.format(**known), method=verb, buffered=True)
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


def whole(answer: TestResponse) -> tuple[int, bytes, list[tuple[str, str]]]:
    """All of an answer, its length and marks included; only the moment, and what a cookie says, are left out."""
    headers = [(name, value.split("=")[0] if name == "Set-Cookie" else value) for name, value in answer.headers]
    return answer.status_code, answer.get_data(), [one for one in headers if one[0] != "Date"]


def gives(answer: TestResponse) -> bool:
    """True when the answer holds words, picture or sound of the people who were filmed."""
    if answer.status_code >= 300:
        return False
    if answer.request.path.endswith(("son.json", ".mp4", ".jpg", ".zip")):
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


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CATALOGUER])
def test_a_head_says_what_its_page_says_and_nothing_of_what_is_closed(library: Library, role: Role) -> None:
    visitor = Visitor(library, role)
    nothing, wrong = visitor.client.head("/rien/ici"), []
    for route in walk(visitor):
        if route.method == "GET" and role not in WHO[route.who]:
            answer = visitor.ask(route, None, "HEAD")
            if (answer.status_code, answer.get_data()) != (404, b"") or seen(answer)[2] != seen(nothing)[2]:
                wrong.append(f"HEAD {route.endpoint}: {role} learns that it exists")
    assert not wrong, "\n".join(wrong)


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
            if route.method == "GET" and answer.status_code == 404:
                wrong.append(f"{route.endpoint}: closed to {role}")
        elif seen(answer) != nothing[route.method]:
            wrong.append(f"{route.method} {route.endpoint}: {role} learns that it exists ({answer.status_code})")
    assert not wrong, "\n".join(wrong)


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
            if may and not gives(answer):
                wrong.append(f"{route.method} {route.endpoint}: {role} does not get what {reason} allows")
            if answer.status_code == 404 and route.method == "GET" and route.asks != "-":
                other = visitor.ask(route, dict.fromkeys(visitor.things, NOBODY))
                if whole(answer) != whole(other):
                    wrong.append(f"{route.endpoint}: {role} learns that it exists")
                heads = [visitor.ask(route, ids, "HEAD") for ids in (None, dict.fromkeys(visitor.things, NOBODY))]
                if whole(heads[0]) != whole(heads[1]) or heads[0].get_data():
                    wrong.append(f"HEAD {route.endpoint}: {role} learns that it exists")
    assert not wrong, "\n".join(wrong)
