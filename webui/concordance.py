# SPDX-License-Identifier: GPL-3.0-or-later
"""The same question as lines to read and sort, and as a comparison of who says it; both leave as CSV."""

from collections.abc import Callable

from flask import Blueprint, Response, make_response, render_template, request

from archive.model.film import Audience
from archive.search import Concordance, IndexBusy, Order, compare, concordance
from archive.search.compare import as_csv as comparison_csv
from archive.search.kwic import MOST_LINES
from archive.search.kwic import as_csv as concordance_csv
from media.errors import BaroError
from webui import question
from webui.person import here, team
from webui.search import shared

pages = Blueprint("concordance", __name__)
PER_PAGE = 100
USES = ("draft", *(audience.value for audience in Audience))


@pages.get("/recherche/lignes")
@team
def lines() -> str:
    """Every place where the words are said, a line each, sorted by what is said around."""
    number = question.page_number(MOST_LINES // PER_PAGE)
    found, refusal = _tried(lambda: concordance(here(), question.asked(number * PER_PAGE), _order()))
    last = min(-(-found.total // PER_PAGE), MOST_LINES // PER_PAGE) if isinstance(found, Concordance) else 1
    return render_template(
        "kwic.html",
        section="search.page",
        query=question.query(),
        found=found,
        refusal=refusal,
        busy=isinstance(refusal, IndexBusy),
        lines=found.lines[(number - 1) * PER_PAGE :] if isinstance(found, Concordance) else (),
        order=_order(),
        uses=USES,
        number=number,
        last=max(1, last),
        **shared(),
        kwic_address=lambda number: question.address(page=number, sort=str(_order())),
    )


@pages.get("/recherche/lignes.csv")
@team
def lines_file() -> Response:
    """The lines that a use allows, as a file. Raises what the question raises."""
    found = concordance(here(), question.asked(MOST_LINES, _use()), _order())
    return _file(concordance_csv(found.lines, excel=_excel()), "concordance.csv")


@pages.get("/recherche/comparer")
@team
def comparison() -> str:
    """How often it is said by region, group and sex, against all that these people say."""
    outside = request.args.get("published") == "1"
    found, refusal = _tried(lambda: compare(here(), question.asked(0), outside=outside))
    return render_template(
        "compare.html",
        section="search.page",
        query=question.query(),
        found=found,
        refusal=refusal,
        busy=isinstance(refusal, IndexBusy),
        outside=outside,
        uses=USES,
        **shared(),
    )


@pages.get("/recherche/comparer.csv")
@team
def comparison_file() -> Response:
    """The comparison as a file, from what a use allows."""
    found = compare(here(), question.asked(0, _use()), outside=request.args.get("published") == "1")
    return _file(comparison_csv(found, excel=_excel()), "comparaison.csv")


def _tried(ask: Callable[[], object]) -> tuple[object | None, BaroError | None]:
    if not question.query():
        return None, None
    try:
        return ask(), None
    except BaroError as error:  # shown beside the question
        return None, error


def _order() -> Order:
    wanted = request.args.get("sort", "")
    return Order(wanted) if wanted in set(Order) else Order.PLACE


def _use() -> str:
    wanted = request.args.get("use", "")
    return wanted if wanted in USES else "draft"


def _excel() -> bool:
    return request.args.get("excel") == "1"


def _file(data: bytes, name: str) -> Response:
    response = make_response(data)
    response.mimetype = "text/csv"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
