# SPDX-License-Identifier: GPL-3.0-or-later
"""What every template may use: words, times, the person, the menu, and static files under a name that changes with them."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import cast
from urllib.parse import urlencode

from babel.dates import format_date, format_datetime
from flask import Flask, request, url_for
from flask_babel import Babel, get_locale
from jinja2 import Environment

from archive import checking, reasons, soundtracks
from archive.labels import label
from archive.naming.wording import summed
from archive.person import KEEPING
from media import language as spoken
from media.files import sha256_of
from media.language import gettext as _
from media.language import lazy, ngettext
from media.span import Span
from media.timecode import text_of_ms
from subtitles.doubts import stretches
from webui import clock, notices, security, words
from webui.gate import stills
from webui.person import DESCRIBING, accounts_rule, here, named, signed_in
from webui.rushes import folded

LENT = {
    "fault": checking.sentence,
    "fault_way_out": checking.way_out,
    "stills": stills,
    "ahead": clock.ahead,
    "this_day": date.today,
    "keeps": lambda: here().person.role in KEEPING,
    "summed": summed,
}
MENU = (
    ("footage.page", lazy("Rushes"), "rushes"),
    ("participants.page", lazy("Témoins"), "person"),
    ("search.page", lazy("Recherche"), "search"),
    ("films.page", lazy("Films"), "film"),
    ("jobs.page", lazy("Travaux"), "jobs"),
    ("help.page", lazy("Aide"), "help"),
)
STATIC = Path(__file__).parent / "static"
LANGUAGE_COOKIE = "lang"


def furnish(app: Flask) -> None:
    """Give the templates of `app` their words, and each request its language."""
    Babel(
        app,
        default_locale="fr",
        default_domain=spoken.DOMAIN,
        default_translation_directories=str(spoken.FOLDER),
        locale_selector=chosen_language,
    )
    app.before_request(lambda: spoken.use_language(chosen_language()))
    _lend_words(app.jinja_env)


def _lend_words(environment: Environment) -> None:
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.install_gettext_callables(_, ngettext, newstyle=False)  # type: ignore[attr-defined]
    environment.filters.update(
        clock=words.clock,
        lasts=words.length,
        timecode=text_of_ms,
        listing=words.listing,
        label=label,
        named=words.named,
        labels=words.labels,
        day=_day,
        moment=_moment,
        per_second=words.per_second,
        loudness=words.loudness,
        fold=folded,
        spans=_spans,
        stretches=stretches,
    )
    environment.globals.update(
        _=_,
        ngettext=ngettext,
        language=spoken.language,
        asset=asset,
        csrf=security.token,
        menu=lambda: [(endpoint, _(name), symbol) for endpoint, name, symbol in MENU],
        notices=notices.take,
        person=lambda: here().person,
        describes=lambda: here().person.role in DESCRIBING,
        named=named,
        account=lambda: signed_in() if accounts_rule() else None,
        accounts_rule=accounts_rule,
        here_path=lambda: request.full_path.rstrip("?"),
        tag_label=words.tag_label,
        counted=words.counted,
        soundtracks=soundtracks,
        why=lambda decision: reasons.sentence(decision.reason),
        why_short=lambda decision: reasons.said(decision.reason),
        **LENT,
    )


def chosen_language() -> str:
    """The language of this request: chosen in the page and kept in a cookie, else the archive's."""
    kept = request.cookies.get(LANGUAGE_COOKIE, "")
    return kept if kept in spoken.LANGUAGES else here().settings.language


def asset(name: str) -> str:
    """The address of a static file; it changes when the file does, so that browsers may keep it."""
    return url_for("static", filename=name, v=_version(name))


def addressed(endpoint: str, values: Mapping[str, object]) -> str:
    """The address of a page with the values that are set."""
    query = {name: value for name, value in values.items() if value not in (None, "", False)}
    return f"{url_for(endpoint)}?{urlencode(query)}" if query else url_for(endpoint)


@cache
def _version(name: str) -> str:
    return sha256_of(STATIC / name)[:12]


def _day(value: object) -> str:
    return format_date(value, "long", locale=get_locale()) if value else ""  # type: ignore[arg-type]


def _moment(value: object) -> str:
    """A moment that the catalogue keeps in UTC, on the clock of this computer."""
    at = cast(datetime, value).replace(tzinfo=UTC).astimezone()
    return format_datetime(at.replace(tzinfo=None), "short", locale=get_locale())


def _spans(spans: list[Span]) -> str:
    """`[[start, end], ...]` in milliseconds, for a script."""
    return json.dumps([[span.start, span.end] for span in spans])
