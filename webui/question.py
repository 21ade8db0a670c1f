# SPDX-License-Identifier: GPL-3.0-or-later
"""The question in an address: its words, its filters, its switches; and the same question on another page."""

from flask import request

from archive.search import Request
from archive.search.fields import Field
from webui.frame import addressed

FILTERS = tuple(field.value for field in Field)
SWITCHES = ("broad", "fuzzy")


def query() -> str:
    """The words of the question; empty when nothing was asked yet."""
    return request.args.get("q", "").strip()


def filters() -> dict[str, str]:
    """The filters that stand beside the words."""
    return {name: request.args[name] for name in FILTERS if request.args.get(name)}


def switches() -> dict[str, bool]:
    """Which switches are on."""
    return {name: request.args.get(name) == "1" for name in SWITCHES}


def asked(limit: int, use: str = "search") -> Request:
    """The question of this address as the index takes it; a page does not wait for the index."""
    beside, on = filters(), switches()
    return Request(
        query(),
        region=beside.get("region"),
        group=beside.get("group"),
        sex=beside.get("sex"),
        language=beside.get("language"),
        broad=on["broad"],
        fuzzy=on["fuzzy"],
        limit=limit,
        use=use,
        date=beside.get("date"),
        tag=beside.get("tag"),
        person=beside.get("person"),
        status=beside.get("status"),
        patient=False,
    )


def kept() -> dict[str, str]:
    """The whole question as fields of an address or a form."""
    return {name: request.args[name] for name in ("q", *FILTERS, *SWITCHES) if request.args.get(name)}


def address(endpoint: str = "", **changed: object) -> str:
    """The same question on a page (this one unless named), with some answers changed; None takes one off."""
    return addressed(endpoint or str(request.endpoint), {**kept(), **changed})


def page_number(last: int) -> int:
    """Which page of the answer is meant, from 1 to `last`."""
    return min(max(1, request.args.get("page", 1, type=int)), last)
