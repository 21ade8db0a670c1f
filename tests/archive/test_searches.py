# SPDX-License-Identifier: GPL-3.0-or-later
"""Searches kept under a name."""

import pytest

from archive.catalogue import searches
from archive.library import Library
from archive.model.search import SavedSearch
from media.errors import NotFound, Refused


def test_a_search_is_kept_renamed_forgotten_and_put_back(library: Library) -> None:
    with library.writing() as session:
        kept = searches.keep(session, SavedSearch("", "  La paix  à Gao ", "paix", {"region": "Gao"}, "Awa"))
        searches.keep(session, SavedSearch("", "barrages", "barrage -nuit", made_by="Ina"))
    with library.reading() as session:
        assert [search.name for search in searches.listed(session)] == ["barrages", "La paix à Gao"]
        assert searches.get(session, kept.id) == searches.by_name(session, "la PAIX à gao") == kept
    with library.writing() as session:
        searches.rename(session, kept.id, "Paix")
        gone = searches.remove(session, kept.id)
        assert gone.name == "Paix" and gone.made_by == "Awa"
        assert searches.keep(session, gone) == gone
        assert len(searches.listed(session)) == 2


def test_two_searches_have_two_names(library: Library) -> None:
    with library.writing() as session:
        one = searches.keep(session, SavedSearch("", "Été", "été"))
        other = searches.keep(session, SavedSearch("", "hiver", "hiver"))
        for name in ("été", "ÉTÉ ", "", "   ", "x" * 101):
            with pytest.raises(Refused):
                searches.keep(session, SavedSearch("", name, "paix"))
            with pytest.raises(Refused):
                searches.rename(session, other.id, name)
        searches.rename(session, one.id, "ÉTÉ")


def test_an_unknown_search_is_not_found(library: Library) -> None:
    with library.writing() as session:
        for act in (searches.get, searches.by_name, searches.remove):
            with pytest.raises(NotFound):
                act(session, "rien")
