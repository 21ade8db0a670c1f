# SPDX-License-Identifier: GPL-3.0-or-later
"""The receipt of a card: what was taken in, what was there, what was refused and why. For whoever gives the card back."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from babel.dates import format_date

from archive.model.intake import Facts, IngestItem, Intake, SidecarItem, Status
from media.card import name_of
from media.layout import LeftOut, Why
from media.timecode import short_text_of_ms

STATES = {
    Status.REFUSED: "refusé",
    Status.KEPT: "versé",
    Status.WOULD_KEEP: "à verser",
    Status.ALREADY: "déjà là",
}
WHYS = {
    Why.PROXY: "petite copie faite par la caméra ; le rush lui-même est pris",
    Why.THUMBNAIL: "vignette faite par la caméra",
    Why.PHOTO: "photo",
    Why.OTHER: "ni film ni son",
}


def title(done: Intake) -> str:
    """`Versement du 28 novembre 2026 à 15 h 42`; an attempt is called one."""
    what = "Essai de versement" if done.dry_run else "Versement"
    return f"{what} du {format_date(done.at, 'long', locale='fr')} à {done.at:%H} h {done.at:%M}"


def receipt(done: Intake, archive: str) -> str:
    """The body of the page; `archive` is the name of the archive's folder."""
    items = sorted(done.items, key=lambda item: list(STATES).index(item.status))
    parts = [
        f"<h1>{title(done)}</h1>",
        _facts(done, archive),
        f"<p><strong>{escape(verdict(done))}</strong></p>",
        "<h2>Films et sons</h2>",
        _table(("État", "Fichier", "Entretien", "Filmé le (UTC), durée", "Taille", "Remarque"), map(_line, items)),
    ]
    sidecars = list({one.path: one for one in done.sidecars}.values())
    if sidecars:
        parts.append(
            "<h2>Fiches de la caméra</h2><p>Gardées avec le rush qu’elles décrivent, sans être interprétées.</p>"
        )
        parts.append(_table(("État", "Fichier", "Taille", "Remarque"), map(_sidecar, sidecars)))
    if done.left_out:
        parts.append("<h2>Laissés sur la carte</h2><p>Ces fichiers ne sont pas des rushes.</p>")
        parts.append(_table(("Fichier", "Ce que c’est"), map(_left, done.left_out)))
    parts.append(
        '<p class="foot">L’empreinte SHA-256 dit si un fichier est le même à l’octet près : deux fichiers qui ont la même '
        "empreinte sont identiques. Chaque fichier versé a été relu après la copie. Ce rapport nomme des fichiers et des "
        "entretiens : le garder avec l’archive, ne pas l’envoyer.</p>"
    )
    return "\n".join(parts)


def verdict(done: Intake) -> str:
    """What to do with the card, in a sentence."""
    refused = sum(item.status is Status.REFUSED for item in done.items)
    if not done.items:
        return "Aucun film ni son ici."
    if done.dry_run:
        return "Rien n’a été copié : ceci dit seulement ce qui le serait."
    if refused:
        files = "1 fichier n’est" if refused == 1 else f"{refused} fichiers ne sont"
        return f"Ne pas effacer la carte : {files} pas dans l’archive."
    return "Tous les films et sons de la carte sont dans l’archive, vérifiés à l’octet près."


def place_of(path: Path, card: Path) -> str:
    """The folders of a file on its card, as people read them."""
    try:
        within = path.absolute().relative_to(card.absolute()).parent
    except ValueError:
        return ""
    return "/".join(name_of(Path(part)) for part in within.parts)


def card_of(card: Path) -> str:
    """The card's or folder's own name, never the way to it."""
    return name_of(card.absolute()) or "/"


def bytes_text(size: int) -> str:
    """`1 234 567 octets`."""
    return f"{size:,} octets".replace(",", "\u202f") if size else "—"


def _facts(done: Intake, archive: str) -> str:
    counts = Counter(item.status for item in done.items)
    said = ", ".join(f"{name} : {counts[status]}" for status, name in STATES.items() if counts[status])
    rows = (
        ("Archive", archive),
        ("Carte ou dossier", ", ".join(dict.fromkeys(card_of(item.card) for item in done.items)) or "—"),
        ("Par", done.by),
        ("Fichiers", f"{len(done.items)} ({said})" if done.items else "0"),
        ("Taille", bytes_text(sum(item.facts.size for item in done.items))),
    )
    cells = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in rows)
    return f'<dl class="facts">{cells}</dl>'


def _line(item: IngestItem) -> Sequence[str]:
    facts = item.facts
    return (
        STATES[item.status],
        _named(item.path, item.card, facts.sha256),
        escape(item.interview or "—"),
        "<br>".join(_when(facts)),
        bytes_text(facts.size),
        escape(item.reason),
    )


def _when(facts: Facts) -> Iterator[str]:
    yield "—" if facts.recorded_at is None else f"{facts.recorded_at:%Y-%m-%d %H:%M}"
    if facts.duration:
        yield short_text_of_ms(facts.duration)


def _sidecar(item: SidecarItem) -> Sequence[str]:
    named = _named(item.path, item.card, item.facts.sha256)
    return STATES[item.status], named, bytes_text(item.facts.size), escape(item.reason)


def _left(one: LeftOut) -> Sequence[str]:
    return _named(one.found.path, one.found.card), WHYS[one.why]


def _named(path: Path, card: Path, sha256: str = "") -> str:
    place = place_of(path, card)
    return "<br>".join(
        (
            escape(name_of(path)),
            *([f"<small>{escape(place)}</small>"] if place else []),
            *([f'<small class="hash">{sha256}</small>'] if sha256 else []),
        )
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{name}</th>" for name in heads)
    lines = (
        "".join(f'<td data-head="{name}">{cell}</td>' for name, cell in zip(heads, row, strict=True)) for row in rows
    )
    body = "\n".join(f"<tr>{line}</tr>" for line in lines)
    return f'<table class="files"><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>'
