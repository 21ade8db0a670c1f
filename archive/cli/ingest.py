# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro ingest`: a camera card, folders or files into the archive."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tqdm import tqdm

from archive.cli.context import add_json, answer, archive_of
from archive.ingest import IngestItem, Progress, Status, ingest
from media.card import name_of
from media.language import gettext as _
from media.language import lazy, ngettext

_WORDS = {
    Status.KEPT: lazy("versé"),
    Status.ALREADY: lazy("déjà là"),
    Status.REFUSED: lazy("refusé"),
    Status.WOULD_KEEP: lazy("à verser"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Where the files are, and what is known of them."""
    parser.add_argument("paths", nargs="+", type=Path, metavar=_("CARTE"), help=_("carte, dossier ou fichier"))
    parser.add_argument("--interview", metavar=_("CODE"), help=_("l’entretien des fichiers que l’ardoise ne nomme pas"))
    parser.add_argument("--slate", type=Path, metavar=_("FICHIER.csv"), help=_("l’ardoise : un fichier par ligne"))
    parser.add_argument("--dry-run", action="store_true", help=_("dire ce qui serait fait, sans rien écrire"))
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Take the files in; status 1 when one was refused."""
    with archive_of(args) as library, _bar() as progress:
        items = ingest(
            library,
            args.paths,
            slate=args.slate,
            interview=args.interview,
            dry_run=args.dry_run,
            progress=progress,
        )
    data = {
        "items": [
            {
                "path": str(item.path),
                "status": item.status.value,
                "recording": item.recording or None,
                "interview": item.interview or None,
                "reason": item.reason or None,
            }
            for item in items
        ]
    }
    answer(args, data, _lines(items))
    return 1 if any(item.status is Status.REFUSED for item in items) else 0


def _lines(items: Sequence[IngestItem]) -> Iterator[str]:
    width = max((len(_(word)) for word in _WORDS.values()), default=0)
    for item in items:
        about = "  ".join(part for part in (item.interview, item.reason) if part)
        yield f"{_(_WORDS[item.status]):<{width}}  {name_of(item.path)}  {about}".rstrip()
    if not items:
        yield _("Aucun fichier de film ou de son ici.")
        return
    counts = Counter(item.status for item in items)
    total = ngettext("{count} fichier", "{count} fichiers", len(items)).format(count=len(items))
    each = ", ".join(f"{_(_WORDS[status])} {counts[status]}" for status in Status if counts[status])
    yield _("{total} : {each}.").format(total=total, each=each)
    if counts[Status.KEPT]:
        yield _(
            "« baro worker --once » fait maintenant les copies de travail ; « baro serve » les fait en arrière-plan."
        )


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
