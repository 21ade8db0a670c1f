# SPDX-License-Identifier: GPL-3.0-or-later
"""Search: every word that was said, found on the exact frame, and only where it may be."""

from archive.search.compare import Comparison, compare
from archive.search.kwic import Concordance, Order, concordance
from archive.search.request import Facet, Hit, IndexState, Request, Results
from archive.search.store import catch_up, rebuild, state
from archive.search.view import IndexBusy, search

__all__ = [
    "Comparison",
    "Concordance",
    "Facet",
    "Hit",
    "IndexBusy",
    "IndexState",
    "Order",
    "Request",
    "Results",
    "catch_up",
    "compare",
    "concordance",
    "rebuild",
    "search",
    "state",
]
