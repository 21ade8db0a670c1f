# SPDX-License-Identifier: GPL-3.0-or-later
"""The help page, and the page that shows every component to those who build pages."""

from flask import Blueprint, render_template, url_for

from webui.notices import Notice
from webui.person import team

pages = Blueprint("help", __name__)


@pages.get("/aide")
@team
def page() -> str:
    """The jobs of the house in a few sentences each, and all keys."""
    return render_template("help.html", section="help.page")


@pages.get("/patterns")
@team
def patterns() -> str:
    """Every component once."""
    samples = (
        Notice("Mot-clé retiré : barrages.", action="/patterns", fields={"path": "x"}),
        Notice("Ce passage est vide.", hint="L’entrée doit précéder la sortie.", error=True),
    )
    address = url_for("help.patterns")
    return render_template(
        "patterns.html", section="help.page", samples=samples, pattern_address=lambda number: address
    )
