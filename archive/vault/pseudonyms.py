# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person is called in words that leave: a tree, a bird or a star, which nobody takes for a name, the same one always."""

import secrets
from collections.abc import Collection

WORDS = (
    "Acacia", "Aigrette", "Albizia", "Antarès", "Arcturus", "Balanzan", "Baobab", "Bergeronnette", "Borassus", "Bulbul",
    "Caïlcédrat", "Calao", "Capella", "Cigogne", "Combretum", "Courlis", "Dattier", "Doum", "Éperonnier", "Faucon",
    "Ficus", "Flamant", "Fromager", "Ganga", "Gommier", "Grue", "Guêpier", "Héron", "Hirondelle", "Huppe",
    "Ibis", "Jacana", "Jujubier", "Kapokier", "Karité", "Marabout d’eau", "Martinet", "Martin-pêcheur", "Mil rouge", "Milan",
    "Néré", "Orion", "Outarde", "Palmier", "Pélican", "Pluvian", "Rollier", "Rônier", "Sarcelle", "Sirius",
    "Sterne", "Tamarinier", "Tisserin", "Touraco", "Traquet", "Vanneau", "Véga", "Vétiver", "Ximenia", "Zorille",
)  # fmt: skip


def new_pseudonym(taken: Collection[str]) -> str:
    """One that nobody has; chosen by chance, so that it tells nothing of its order."""
    round_ = 1
    while True:
        free = [name for word in WORDS if (name := word if round_ == 1 else f"{word} {round_}") not in taken]
        if free:
            return secrets.choice(free)
        round_ += 1
