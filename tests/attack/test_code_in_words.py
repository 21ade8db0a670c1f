# SPDX-License-Identifier: GPL-3.0-or-later
"""Words that are code, in every place that people fill in, opened in a real browser: nothing runs, nothing is asked of the outside."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page
from sqlalchemy import text as sql

from archive.catalogue import films, interviews, recordings, seals, tags, tracks
from archive.library import Library
from archive.model.footage import Tag, TagId
from archive.model.people import Seal
from archive.tracks import import_file
from media.span import Span
from tests.browsing import LISTEN, MARKS, page_of
from tests.pages import Archive

pytestmark = MARKS
CODE = "\"'><script>window.ran=1</script><img src=x onerror=window.ran=2><svg onload=window.ran=3>{{7*7}}${7*7}javascript:window.ran=4</title></textarea></style>"


@pytest.fixture
def poisoned(archive: Archive) -> Archive:
    """An archive in which every text that people may write is code."""
    library = archive.library
    srt = library.folder.parent / "code.srt"
    srt.write_text(
        f"1\n00:00:00,100 --> 00:00:00,900\nconfiance {CODE}\n\n2\n00:00:01,000 --> 00:00:01,900\n<v {CODE}>confiance\n",
        encoding="utf-8",
    )
    import_file(library, archive.video.id, srt)
    with library.writing() as session:
        recordings.describe(session, archive.video.id, title=CODE, description=CODE)
        interviews.update(session, replace(archive.open, title=CODE, place=CODE, description=CODE))
        tags.add_term(session, Tag(TagId(""), "code", CODE, CODE, (CODE,)))
        tags.put(session, "code", archive.video.id, Span(0, 900), CODE)
        seals.add(session, Seal("", archive.sound.id, Span(0, 100), CODE), CODE)
        films.set_title(session, archive.film.id, CODE)
        films.add_card(session, archive.film.id, CODE, 1000)
        films.add_note(session, archive.film.id, CODE)
    _rename(library, archive.video.id, f"{CODE}.mp4")
    return archive


def _rename(library: Library, recording: str, name: str) -> None:
    """A file on a camera card may bear any name."""
    with library.catalogue.engine.begin() as connection:
        connection.execute(
            sql("UPDATE recording SET original_name = :name WHERE id = :id"), {"name": name, "id": recording}
        )


def pages_of(archive: Archive, app: Flask) -> Iterator[str]:
    with archive.library.reading() as session:
        track = tracks.french(session, archive.video.id)
    assert track is not None
    known = {
        "recording": archive.video.id,
        "interview": archive.open.id,
        "film": archive.film.id,
        "track": track.id,
        "participant": archive.witness.id,
    }
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static" and set(rule.arguments) <= set(known):
            yield rule.rule if not rule.arguments else _filled(rule.rule, known)
    yield f"/entretiens/{archive.open.id}?r={archive.video.id}&start={quote(CODE)}&end={quote(CODE)}"
    yield f"/recherche?q={quote('confiance ' + CODE)}"
    yield "/recherche?q=confiance"


def _filled(rule: str, known: dict[str, str]) -> str:
    for name, value in known.items():
        rule = rule.replace(f"<{name}>", value)
    return rule


def test_no_page_runs_what_people_wrote(poisoned: Archive, app: Flask, chromium: Chromium, address: str) -> None:
    outside: list[str] = []
    broken: list[str] = []
    opened = 0
    with page_of(chromium.new_context()) as page:
        page.context.add_init_script(LISTEN)
        page.on(
            "request",
            lambda asked: outside.append(asked.url) if not asked.url.startswith((address, "data:", "blob:")) else None,
        )
        page.on("dialog", lambda dialog: broken.append(dialog.message))
        page.on("console", lambda said: broken.append(said.text) if "policy" in said.text.lower() else None)
        for path in pages_of(poisoned, app):
            answer = page.context.request.get(address + path, max_redirects=3)
            if "text/html" not in answer.headers.get("content-type", ""):
                continue
            page.goto(address + path)
            assert page.evaluate("window.ran") is None, path
            _press_what_opens(page)
            assert page.evaluate("window.ran") is None, path
            opened += 1
    assert opened >= 20 and outside == [] and broken == []


def _press_what_opens(page: Page) -> None:
    """Open every fold: what lies in them is shown too."""
    page.evaluate("() => document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
