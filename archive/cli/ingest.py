# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro ingest`: a camera card, folders or files into the archive."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tqdm import tqdm

from archive.cli.context import add_json, answer, archive_of
from archive.ingest import Progress, Status, intake
from archive.ingestreport import Report, folder_for, write_report
from archive.library import Library
from archive.model.intake import Facts, Intake
from media.card import name_of, text_of
from media.errors import BaroError
from media.files import cause_of
from media.language import gettext as _
from media.language import lazy, ngettext
from media.layout import Why

_WORDS = {
    Status.KEPT: lazy("versé"),
    Status.ALREADY: lazy("déjà là"),
    Status.REFUSED: lazy("refusé"),
    Status.WOULD_KEEP: lazy("à verser"),
}

_WHYS = {
    Why.PROXY: lazy("petites copies de la caméra"),
    Why.THUMBNAIL: lazy("vignettes"),
    Why.PHOTO: lazy("photos"),
    Why.ODD: lazy("liens ou tuyaux"),
    Why.OTHER: lazy("ni film ni son"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Where the files are, and what is known of them."""
    parser.add_argument("paths", nargs="+", type=Path, metavar=_("CARTE"), help=_("carte, dossier ou fichier"))
    parser.add_argument("--interview", metavar=_("CODE"), help=_("l’entretien des fichiers que l’ardoise ne nomme pas"))
    parser.add_argument("--slate", type=Path, metavar=_("FICHIER.csv"), help=_("l’ardoise : un fichier par ligne"))
    parser.add_argument("--dry-run", action="store_true", help=_("dire ce qui serait fait, sans rien écrire"))
    parser.add_argument("--report", type=Path, metavar=_("DOSSIER"), help=_("où écrire le rapport, hors de la carte"))
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Take the files in, write the report; status 1 when a file was refused."""
    with archive_of(args) as library:
        folder = folder_for(library, args.report, args.paths)
        with _bar() as progress:
            done = intake(
                library,
                args.paths,
                slate=args.slate,
                interview=args.interview,
                dry_run=args.dry_run,
                progress=progress,
            )
        wanted = args.report is not None or not done.dry_run
        report = _report(library, done, folder) if wanted and (done.items or done.left_out) else None
    answer(args, _data(done, report), [*_lines(done), *_about(report)])
    return 1 if any(item.status is Status.REFUSED for item in done.items) else 0


def _report(library: Library, done: Intake, folder: Path) -> Report | None:
    """The report; a disk that is full takes none, and what was taken in stays."""
    try:
        return write_report(library, done, folder)
    except (OSError, BaroError) as error:
        cause = cause_of(error) if isinstance(error, OSError) else str(error)
        print(_("Le rapport n’a pas pu être écrit : {cause}.").format(cause=cause), file=sys.stderr)
        return None


def _about(report: Report | None) -> list[str]:
    return [] if report is None else [_("Rapport : {path}").format(path=text_of(report.page))]


def _data(done: Intake, report: Report | None) -> dict[str, object]:
    return {
        "items": [
            {
                "path": text_of(item.path),
                "status": item.status.value,
                "recording": item.recording or None,
                "interview": item.interview or None,
                "reason": item.reason or None,
                **_facts(item.facts),
            }
            for item in done.items
        ],
        "sidecars": [
            {
                "path": text_of(item.path),
                "status": item.status.value,
                "recording": item.recording or None,
                "reason": item.reason or None,
            }
            for item in done.sidecars
        ],
        "left_out": [{"path": text_of(one.found.path), "reason": one.why.value} for one in done.left_out],
        "report": None if report is None else {"html": text_of(report.page), "csv": text_of(report.table)},
    }


def _facts(facts: Facts) -> dict[str, object]:
    return {
        "size": facts.size,
        "sha256": facts.sha256 or None,
        "duration_ms": facts.duration or None,
        "recorded_at": facts.recorded_at.isoformat() if facts.recorded_at else None,
    }


def _lines(done: Intake) -> Iterator[str]:
    items = done.items
    width = max((len(_(word)) for word in _WORDS.values()), default=0)
    for item in items:
        about = "  ".join(part for part in (item.interview, item.reason) if part)
        yield f"{_(_WORDS[item.status]):<{width}}  {name_of(item.path)}  {about}".rstrip()
    if not items:
        yield _("Aucun fichier de film ou de son ici.")
        yield from _others(done)
        return
    counts = Counter(item.status for item in items)
    total = ngettext("{count} fichier", "{count} fichiers", len(items)).format(count=len(items))
    each = ", ".join(f"{_(_WORDS[status])} {counts[status]}" for status in Status if counts[status])
    yield _("{total} : {each}.").format(total=total, each=each)
    yield from _others(done)
    if counts[Status.KEPT]:
        yield _(
            "« baro worker --once » fait maintenant les copies de travail ; « baro serve » les fait en arrière-plan."
        )


def _others(done: Intake) -> Iterator[str]:
    """What is no footage: counted here, named in the report."""
    kept = {one.path for one in done.sidecars if one.status is not Status.REFUSED}
    if kept:
        text = ngettext(
            "{count} fiche de caméra, gardée avec son rush.",
            "{count} fiches de caméra, gardées avec leur rush.",
            len(kept),
        )
        yield text.format(count=len(kept))
    for path, reason in {one.path: one.reason for one in done.sidecars if one.status is Status.REFUSED}.items():
        yield _("Fiche de caméra refusée : {name}. {reason}").format(name=name_of(path), reason=reason)
    if done.left_out:
        text = ngettext(
            "{count} autre fichier laissé sur la carte ({kinds}).",
            "{count} autres fichiers laissés sur la carte ({kinds}).",
            len(done.left_out),
        )
        counts = Counter(one.why for one in done.left_out)
        kinds = ", ".join(f"{_(_WHYS[why])} {count}" for why, count in counts.items())
        yield text.format(count=len(done.left_out), kinds=kinds)


@contextmanager
def _bar() -> Iterator[Progress]:
    shown = sys.stderr.isatty()
    with tqdm(disable=not shown, file=sys.stderr, unit="o", unit_scale=True, leave=False, total=0) as bar:

        def tell(path: Path, done: int, total: int) -> None:
            if shown:
                bar.total = total
                bar.set_description(name_of(path), refresh=False)
                bar.update(done - bar.n)

        yield tell
