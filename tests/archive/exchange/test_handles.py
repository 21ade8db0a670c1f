# SPDX-License-Identifier: GPL-3.0-or-later
"""The second before and after a passage of a package says nothing that nobody looked at."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.catalogue import films
from archive.exchange.export import Wanted, begun, export_film
from archive.exchange.package import HANDLE
from archive.library import Library
from archive.model.film import Film
from archive.model.footage import Recording
from archive.naming import guard, spoken
from archive.vault import Identity
from tests.films import a_film, agreed, said, taken_in
from tests.footage import footage
from tests.vaults import a_vault

Made = Callable[..., Film]


@pytest.fixture
def take(library: Library, tmp_path: Path) -> Recording:
    """Six seconds at 25 that everybody allowed."""
    card = tmp_path / "card"
    card.mkdir()
    footage(card, "C0001.mp4", seconds=6)
    take = taken_in(library, card)["C0001.mp4"]
    agreed(library, take, "GAO-01")
    return take


def extract(library: Library, film: Film) -> range:
    """The frames that the package would show of its one passage, from 50 to 100 of the film."""
    (plan,) = begun(library, film.id, Wanted(), "seed").plans.values()
    return plan.frames


def test_a_handle_ends_where_a_number_or_an_address_is_said(library: Library, take: Recording) -> None:
    film = a_film(library, [(take, 2000, 4000)])
    said(library, take, (2000, 3900, "Bonjour."), (4200, 4900, "Mon numéro, c’est le 76 12 34 56."))
    assert HANDLE == 1000 and extract(library, film) == range(25, 100)
    said(library, take, (1000, 1900, "Écrire à awa@example.org."), (2000, 3900, "Bonjour."), (4200, 4900, "Au revoir."))
    assert extract(library, film) == range(50, 125)


def test_names_that_nobody_compared_are_not_heard_beside_a_passage(library: Library, take: Recording) -> None:
    film = a_film(library, [(take, 2000, 4000)])
    said(library, take, (2000, 3900, "Bonjour."), (4200, 4900, "Je m’appelle Zorgoba."))
    a_vault(library)
    everybody = [Identity("GAO-M-077", "Awa Zorgoba")]
    assert guard.compare(library, film.id, everybody) == ()
    assert extract(library, film) == range(25, 100)  # what follows was never compared
    assert spoken.compare(library, take.id, everybody) != ()
    assert extract(library, film) == range(25, 100)
    said(library, take, (2000, 3900, "Bonjour."), (4200, 4900, "Je suis éleveur."))
    assert spoken.compare(library, take.id, everybody) == ()
    assert guard.compare(library, film.id, everybody) == ()
    assert extract(library, film) == range(25, 125)


def test_a_package_holds_no_word_of_the_team_and_none_that_was_replaced(
    library: Library, take: Recording, tmp_path: Path
) -> None:
    film = a_film(library, [(take, 2000, 4000)])
    said(library, take, (2000, 3900, "Bonjour à tous."), (4200, 4900, "Mon numéro, c’est le 76 12 34 56."))
    with library.writing() as session:
        films.add_card(session, film.id, "Au marché", 1000)
        films.add_note(session, film.id, "rappeler la personne de la place")
    done = export_film(library, film.id, tmp_path / "out", Wanted())
    texts = [path.read_bytes().decode() for path in sorted(done.place.iterdir()) if path.suffix not in (".mp4", ".png")]
    assert sum("Bonjour à tous." in text for text in texts) >= 6 and sum("Au marché" in text for text in texts) >= 5
    for word in ("76 12", "rappeler", "C0001", take.sha256, str(library.folder)):
        alone = re.compile(rf"(?<!\w){re.escape(word)}")  # the package's own code may end in a C
        assert not any(alone.search(text) for text in texts), word
