# SPDX-License-Identifier: GPL-3.0-or-later
"""The receipt of a card: what was taken in, what was there, what was refused and why. For whoever gives the card back."""

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from babel.dates import format_date

from archive.model.intake import Line, Receipt, Sort, Status
from media.layout import Why
from media.timecode import short_text_of_ms

STATES = {
    Status.REFUSED: "refusé",
    Status.KEPT: "versé",
    Status.WOULD_KEEP: "à verser",
    Status.ALREADY: "déjà là",
}
ERASED = "effacé"
ORDER = (*STATES.values(), ERASED)
WHYS = {
    Why.PROXY: "petite copie faite par la caméra ; le rush lui-même est pris",
    Why.THUMBNAIL: "vignette faite par la caméra",
    Why.PHOTO: "photo",
    Why.ODD: "lien ou tuyau, pas un fichier de la carte",
    Why.OTHER: "ni film ni son",
}
SHEET, LEFT = "fiche de caméra", "laissé"


def title(told: Receipt) -> str:
    """`Versement du 28 novembre 2026 à 15 h 42`; an attempt is called one."""
    what = "Essai de versement" if told.attempt else "Versement"
    return f"{what} du {format_date(told.at, 'long', locale='fr')} à {told.at:%H} h {told.at:%M}"


def receipt(told: Receipt, archive: str) -> str:
    """The body of the page; `archive` is the name of the archive's folder."""
    films = in_order(told.of(Sort.FILM))
    parts = [
        f"<h1>{title(told)}</h1>",
        _facts(told, archive),
        f"<p><strong>{escape(verdict(told))}</strong></p>",
        "<h2>Films et sons</h2>",
        _table(("État", "Fichier", "Entretien", "Filmé le (UTC), durée", "Taille", "Remarque"), map(_film, films)),
    ]
    sheets = told.of(Sort.SHEET)
    if sheets:
        parts.append(
            "<h2>Fiches de la caméra</h2><p>Gardées avec le rush qu’elles décrivent, sans être interprétées.</p>"
        )
        parts.append(_table(("État", "Fichier", "Taille", "Remarque"), map(_sheet, each_once(sheets))))
    left = told.of(Sort.LEFT)
    if left:
        parts.append("<h2>Laissés sur la carte</h2><p>Ces fichiers ne sont pas des rushes.</p>")
        parts.append(_table(("Fichier", "Ce que c’est"), ((_named(line), escape(line.remark)) for line in left)))
    parts.append(
        '<p class="foot">L’empreinte SHA-256 dit si un fichier est le même à l’octet près : deux fichiers qui ont la même '
        "empreinte sont identiques. Chaque fichier versé a été relu après la copie. Ce rapport nomme des fichiers et des "
        "entretiens : le garder avec l’archive, ne pas l’envoyer.</p>"
    )
    return "\n".join(parts)


def verdict(told: Receipt) -> str:
    """What to do with the card, in a sentence."""
    counts, films = counted(told), told.of(Sort.FILM)
    refused, erased = counts[STATES[Status.REFUSED]], counts[ERASED]
    if not films:
        return "Aucun film ni son ici."
    if told.attempt:
        return "Rien n’a été copié : ceci dit seulement ce qui le serait."
    if refused:
        files = "1 fichier n’est" if refused == 1 else f"{refused} fichiers ne sont"
        return f"Ne pas effacer la carte : {files} pas dans l’archive."
    if erased:
        gone = "1 fichier a été effacé" if erased == 1 else f"{erased} fichiers ont été effacés"
        others = " ; les autres sont dans l’archive, vérifiés à l’octet près" if erased < len(films) else ""
        return f"Depuis ce versement, {gone} pour toujours{others}."
    return "Tous les films et sons de la carte sont dans l’archive, vérifiés à l’octet près."


def counted(told: Receipt) -> Counter[str]:
    """How many films and sounds there are of each state."""
    return Counter(line.state for line in told.of(Sort.FILM))


def in_order(films: Iterable[Line]) -> list[Line]:
    """What needs somebody comes first."""
    return sorted(films, key=lambda line: ORDER.index(line.state) if line.state in ORDER else len(ORDER))


def each_once(sheets: Iterable[Line]) -> list[Line]:
    """A camera's list of the whole card is kept with each rush, and told once."""
    return list({(line.card, line.place, line.name) if line.name else id(line): line for line in sheets}.values())


def cards(told: Receipt) -> list[str]:
    """The names of the cards and folders, never the way to them."""
    return list(dict.fromkeys(line.card for line in told.of(Sort.FILM) if line.card))


def bytes_text(size: int) -> str:
    """`1 234 567 octets`."""
    return f"{size:,} octets".replace(",", "\u202f") if size else "—"


def _facts(told: Receipt, archive: str) -> str:
    counts, films = counted(told), told.of(Sort.FILM)
    said = ", ".join(f"{name} : {counts[name]}" for name in ORDER if counts[name])
    rows = (
        ("Archive", archive),
        ("Carte ou dossier", ", ".join(cards(told)) or "—"),
        ("Par", told.by),
        ("Fichiers", f"{len(films)} ({said})" if films else "0"),
        ("Taille", bytes_text(sum(line.size for line in films))),
    )
    cells = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in rows)
    return f'<dl class="facts">{cells}</dl>'


def _film(line: Line) -> Sequence[str]:
    when = escape(line.recorded_at[:16]) or "—"
    return (
        escape(line.state),
        _named(line),
        escape(line.interview or "—"),
        f"{when}<br>{short_text_of_ms(line.duration)}" if line.duration else when,
        bytes_text(line.size),
        escape(line.remark),
    )


def _sheet(line: Line) -> Sequence[str]:
    return escape(line.state), _named(line), bytes_text(line.size), escape(line.remark.removeprefix(SHEET).strip())


def _named(line: Line) -> str:
    return "<br>".join(
        (
            escape(line.name or ERASED),
            *([f"<small>{escape(line.place)}</small>"] if line.place else []),
            *([f'<small class="hash">{escape(line.sha256)}</small>'] if line.sha256 else []),
        )
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{name}</th>" for name in heads)
    lines = (
        "".join(f'<td data-head="{name}">{cell}</td>' for name, cell in zip(heads, row, strict=True)) for row in rows
    )
    body = "\n".join(f"<tr>{line}</tr>" for line in lines)
    return f'<table class="files"><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>'
