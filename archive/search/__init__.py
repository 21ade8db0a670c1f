# SPDX-License-Identifier: GPL-3.0-or-later
"""Search: every word that was said, found on the exact frame, and only where it may be."""

from archive.search.request import Facet, Hit, IndexState, Request, Results
from archive.search.store import catch_up, rebuild, state
from archive.search.view import search

__all__ = ["Facet", "Hit", "IndexState", "Request", "Results", "catch_up", "rebuild", "search", "state"]
