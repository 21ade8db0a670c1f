# SPDX-License-Identifier: GPL-3.0-or-later
"""The first page: the footage, filtered, and tagged by keyboard."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from media.language import gettext as _
from webui.frame import addressed
from webui.person import here, team
from webui.rushes import Facet, Wanted, completed, listing

pages = Blueprint("footage", __name__)
PER_PAGE = 40


@pages.get("/")
def page() -> str | Response:
    """The list of recordings; viewers are led to their own page."""
    if not here().person.in_team:
        return redirect(url_for("viewer.page"))
    return _team_page()


@team
def _team_page() -> str:
    wanted = Wanted(**{name: request.args.get(name, "").strip() for name in Wanted.__slots__})
    found = listing(here(), wanted)
    last = max(1, -(-len(found.rushes) // PER_PAGE))
    number = min(max(1, request.args.get("page", 1, type=int)), last)
    shown = completed(here(), found.rushes[(number - 1) * PER_PAGE : number * PER_PAGE])
    return render_template(
        "footage.html",
        section="footage.page",
        wanted=wanted,
        found=found,
        rushes=shown,
        filters=_filters(found.facets),
        number=number,
        last=last,
        address=address,
        page_address=lambda number: address(page=number),
        active=sum(1 for name in Wanted.__slots__ if getattr(wanted, name)),
        archive=here().folder,
    )


def address(**changed: object) -> str:
    """This page with some filters changed (None takes one off), from its first page on."""
    kept: dict[str, object] = {
        name: request.args[name] for name in (*Wanted.__slots__, "page") if request.args.get(name)
    }
    if "page" not in changed:
        kept.pop("page", None)
    return addressed("footage.page", {**kept, **changed})


def _filters(facets: dict[str, tuple[Facet, ...]]) -> tuple[tuple[str, str, tuple[Facet, ...]], ...]:
    """The filters in the order of the page, with their titles; those without a choice are left out."""
    labels = {"open": _("Peut être regardé"), "closed": _("Fermé")}
    consent = tuple(Facet(f.value, labels[f.value], f.count) for f in facets["consent"])
    titled = (
        ("region", _("Région"), facets["region"]),
        ("group", _("Groupe"), facets["group"]),
        ("tag", _("Mots-clés"), facets["tag"]),
        ("consent", _("Autorisation"), consent),
    )
    return tuple(item for item in titled if item[2])
