# SPDX-License-Identifier: GPL-3.0-or-later
"""The consent form of one interview: prefilled with what the archive knows, never with a name."""

from collections.abc import Sequence
from datetime import date
from html import escape

from babel.dates import format_date

from archive.labels import LABELS
from archive.model.footage import Interview
from archive.paper import blank, boxes

TITLE = "Autorisation de filmer et de montrer"
AUDIENCES = (
    ("une projection publique", "une salle, une place de village, une réunion"),
    ("la télévision ou la radio", "des inconnus vous verront, dans le pays et au-delà"),
    ("internet", "le monde entier peut le voir et le copier ; ce qui y est mis ne s’efface plus vraiment"),
    ("des organisations partenaires", "elles le montrent dans leurs propres réunions"),
)
SHOWS = (
    ("mon visage", "sinon, il sera caché"),
    ("ma voix", "sinon, elle sera remplacée par des sous-titres"),
    ("mon nom", "sinon, un code ou un autre prénom"),
    ("le nom de mon village ou de mon quartier", "sinon, la région seulement"),
)


def form(interview: Interview, code: str = "", *, minor: bool = False, films: Sequence[str] = ()) -> str:
    """The body of the form for a participant's code (empty: to be written by hand); `films` are offered by name."""
    parts = [
        f"<h1>{TITLE}</h1>",
        '<p class="about">À lire à voix haute dans la langue de la personne. Rien n’est obligatoire. '
        "Une case laissée vide veut dire non.</p>",
        _facts(interview, code),
        "<h2>1. J’accepte d’être filmé·e ou enregistré·e</h2>",
        boxes(("oui, l’équipe peut garder cet entretien et travailler avec", "elle ne le montre à personne d’autre")),
        "<h2>2. On peut montrer mes paroles à</h2>",
        boxes(*AUDIENCES),
        "<h2>3. On peut montrer ou faire entendre</h2>",
        boxes(*SHOWS),
        "<h2>4. Dans quels films</h2>",
        boxes(*((f"le film « {name} »", "") for name in films), ("tout film de ce projet", ""), ("un seul film :", "")),
        f"<p>{blank()}</p>",
        "<h2>5. À partir de quand, jusqu’à quand</h2>",
        f"<p>Ne rien montrer avant le {blank('short')}</p><p>Ne plus rien montrer après le {blank('short')}</p>",
        '<p class="about">Je peux changer d’avis à tout moment, sans dire pourquoi. On ne montre alors plus rien de moi ; '
        "je peux aussi demander que tout soit détruit. Je préviens l’équipe : "
        f"{blank('short')} téléphone {blank('short')}</p>",
        _minor() if minor else _perhaps_minor(),
        _signatures(),
        '<p class="foot">L’original reste sous clé. Une seconde personne compare cette feuille à ce qui est saisi, '
        "puis l’autorisation entre en vigueur.</p>",
    ]
    return "\n".join(parts)


def day_in_french(day: date | None) -> str:
    """`4 octobre 2018`, `1er octobre 2018`; a blank to fill in when nothing is known."""
    if day is None:
        return blank("short")
    said = format_date(day, "long", locale="fr")
    return said.replace("1 ", "1er ", 1) if day.day == 1 else said


def _facts(interview: Interview, code: str) -> str:
    """What is known already. The labels of stored values are French at their source."""
    languages = ", ".join(str(LABELS.get(one, one)) for one in interview.languages)
    where = " · ".join(filter(None, (interview.region, interview.place)))
    rows = (
        ("Entretien", escape(interview.code)),
        ("Code de la personne", escape(code) or blank("short")),
        ("Jour", day_in_french(interview.held_on)),
        ("Région, lieu", escape(where) or blank("short")),
        ("Langue de l’entretien", escape(languages) or blank("short")),
        ("Langue de cette lecture", blank("short")),
    )
    return f'<dl class="facts">{"".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows)}</dl>'


def _minor() -> str:
    return "<h2>6. Personne de moins de 18 ans</h2>" + boxes(
        ("le père, la mère ou le tuteur est d’accord avec tout ce qui est coché", "les deux accords sont nécessaires"),
        ("l’enfant est d’accord, après explication avec des mots simples", "s’il hésite, c’est non"),
    )


def _perhaps_minor() -> str:
    return _minor().replace("6. Personne", "6. Seulement pour une personne")


def _signatures() -> str:
    signs = (
        "La personne : signature, ou empreinte du pouce",
        "Pour un mineur : père, mère ou tuteur",
        "La personne qui a lu et expliqué",
        "Témoin de la lecture",
    )
    cells = "".join(f'<div class="sign">{sign}</div>' for sign in signs)
    how = boxes(("par écrit", ""), ("filmée, devant la caméra", ""), ("par empreinte", ""))
    return f"<h2>7. Accord donné le {blank('short')}</h2>{how}<div class='signs'>{cells}</div>"
