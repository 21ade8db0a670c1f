# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that can be done in the subtitle editor: its key, its button, its line in the help. Written here, once.

A key is written as a browser names it, with `Ctrl+`, `Alt+`, `Shift+` before it in this order. The buttons of the page
carry these keys and its script presses the button whose key was typed: no key without a button.
"""

from dataclasses import dataclass

from media.language import gettext as _
from media.language import lazy

_NAMES = {
    " ": lazy("Espace"),
    "ArrowLeft": "←",
    "ArrowRight": "→",
    "ArrowUp": "↑",
    "ArrowDown": "↓",
    "Enter": lazy("↵ Entrée"),
    "Escape": lazy("Échap"),
    "Delete": lazy("Suppr"),
    "Home": "⇱",
    "End": "⇲",
    "Ctrl": "Ctrl",
    "Alt": "Alt",
    "Shift": lazy("Maj"),
}


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do. `label` is on its button, `does` in the help; `typing` says that its keys also work in the text."""

    name: str
    keys: tuple[str, ...]
    label: str
    does: str
    icon: str = ""
    typing: bool = False

    @property
    def shown(self) -> tuple[str, ...]:
        """The keys as people read them."""
        return tuple("+".join(_(_NAMES.get(part, part.upper())) for part in _parts(key)) for key in self.keys)

    @property
    def aria(self) -> str:
        """The keys as assistive technology is told them."""
        spelt = {" ": "Space", "Ctrl": "Control", "+": "Plus"}
        return " ".join("+".join(spelt.get(part, part) for part in _parts(key)) for key in self.keys)


def _parts(key: str) -> list[str]:
    return [*key[:-1].split("+")[:-1], key[-1]] if key.endswith("+") else key.split("+")


GROUPS: tuple[tuple[str, tuple[Act, ...]], ...] = (
    (
        lazy("Lire"),
        (
            Act("play", (" ", "k", "Ctrl+ "), lazy("Lire"), lazy("lire, arrêter"), "play", True),
            Act("back", ("j",), lazy("Reculer"), lazy("reculer de 3 secondes"), "rewind"),
            Act("faster", ("l",), lazy("Plus vite"), lazy("lire, puis plus vite"), "forward"),
            Act("play-cue", ("p",), lazy("Ce sous-titre"), lazy("lire ce sous-titre seul"), "loop"),
            Act("second-back", ("ArrowLeft",), lazy("−1 s"), lazy("une seconde en arrière")),
            Act("second-on", ("ArrowRight",), lazy("+1 s"), lazy("une seconde en avant")),
            Act("frame-back", (",",), lazy("−1 im."), lazy("une image en arrière")),
            Act("frame-on", (".",), lazy("+1 im."), lazy("une image en avant")),
        ),
    ),
    (
        lazy("Aller"),
        (
            Act("previous", ("ArrowUp", "Alt+ArrowUp"), lazy("Précédent"), lazy("sous-titre précédent"), "up", True),
            Act("next", ("ArrowDown", "Alt+ArrowDown"), lazy("Suivant"), lazy("sous-titre suivant"), "down", True),
            Act("first", ("Home",), lazy("Premier"), lazy("premier sous-titre"), "first"),
            Act("last", ("End",), lazy("Dernier"), lazy("dernier sous-titre"), "last"),
            Act("text", ("Enter",), lazy("Texte"), lazy("aller dans le texte"), "text"),
            Act("leave", ("Escape",), lazy("Sortir du texte"), lazy("sortir du texte"), "close", True),
        ),
    ),
    (
        lazy("Caler"),
        (
            Act("in", ("i",), lazy("Entrée ici"), lazy("poser l’entrée à la tête de lecture"), "in"),
            Act("out", ("o",), lazy("Sortie ici"), lazy("poser la sortie à la tête de lecture"), "out"),
            Act("in-earlier", ("e",), lazy("Entrée −1 image"), lazy("entrée une image plus tôt"), "minus"),
            Act("in-later", ("r",), lazy("Entrée +1 image"), lazy("entrée une image plus tard"), "plus"),
            Act("out-earlier", ("d",), lazy("Sortie −1 image"), lazy("sortie une image plus tôt"), "minus"),
            Act("out-later", ("f",), lazy("Sortie +1 image"), lazy("sortie une image plus tard"), "plus"),
            Act("earlier", ("x",), lazy("Déplacer −1 image"), lazy("tout le sous-titre une image plus tôt"), "minus"),
            Act("later", ("c",), lazy("Déplacer +1 image"), lazy("tout le sous-titre une image plus tard"), "plus"),
        ),
    ),
    (
        lazy("Composer"),
        (
            Act(
                "split",
                ("s", "Ctrl+Enter"),
                lazy("Couper"),
                lazy("couper en deux, à la tête de lecture ; dans le texte, au curseur"),
                "cut",
                True,
            ),
            Act("merge", ("m",), lazy("Réunir"), lazy("réunir avec le suivant"), "merge"),
            Act("insert", ("n",), lazy("Insérer"), lazy("nouveau sous-titre à la tête de lecture"), "plus"),
            Act("delete", ("Delete",), lazy("Supprimer"), lazy("supprimer le sous-titre"), "drop"),
            Act(
                "italic",
                ("Ctrl+i",),
                lazy("Italique"),
                lazy("italique, sur la sélection ou tout le texte"),
                "italic",
                True,
            ),
            Act("undo", ("Ctrl+z", "u"), lazy("Annuler"), lazy("annuler"), "undo", True),
            Act("redo", ("Ctrl+y", "Ctrl+Shift+z"), lazy("Refaire"), lazy("refaire"), "redo", True),
            Act("replace", ("h",), lazy("Chercher"), lazy("chercher et remplacer"), "search"),
        ),
    ),
    (
        lazy("Remarques"),
        (
            Act("finding", ("t",), lazy("Remarque suivante"), lazy("remarque suivante"), "down"),
            Act("finding-before", ("Shift+t",), lazy("Remarque précédente"), lazy("remarque précédente"), "up"),
            Act("fix", ("a",), lazy("Appliquer"), lazy("appliquer la correction proposée"), "check"),
            Act(
                "waive",
                ("g",),
                lazy("Garder ainsi"),
                lazy("garder ainsi : la remarque ne revient que si le texte change"),
            ),
        ),
    ),
    (
        lazy("Voir et garder"),
        (
            Act("zoom-in", ("+", "="), lazy("Agrandir"), lazy("agrandir la forme du son"), "plus"),
            Act("zoom-out", ("-",), lazy("Réduire"), lazy("réduire la forme du son"), "minus"),
            Act("save", ("Ctrl+s",), lazy("Enregistrer une version"), lazy("enregistrer une version"), "save", True),
        ),
    ),
)
ACTS: dict[str, Act] = {act.name: act for _group, acts in GROUPS for act in acts}
