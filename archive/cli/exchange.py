# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro film export` and `baro film conform`: to the editing software and back."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from archive.catalogue import films
from archive.cli.arguments import add_film
from archive.cli.bar import percent_bar
from archive.cli.context import add_json, answer, warned
from archive.cli.leaving import refusal_data
from archive.exchange import conform as conforming
from archive.exchange.export import Exported, Wanted, Way, export_film
from archive.exchange.formats import LARGEST, CutFormat, rate_asked, read_cut
from archive.exchange.oddity import line as oddity_line
from archive.exchange.words import subtitles_of
from archive.film.cutlist import FilmRefused, line
from archive.library import Library
from archive.model.film import Item
from archive.naming.guard import refuse_names
from archive.naming.texts import lines_of
from media.errors import NotFound
from media.files import write_bytes
from media.language import gettext as _
from media.language import ngettext

BUNDLED = "Info.fcpxml"


def configure(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The two subcommands of `baro film`."""
    export = commands.add_parser("export", help=_("donner le film à un logiciel de montage"))
    export.add_argument("-o", "--output", required=True, metavar=_("DOSSIER"), help=_("dossier neuf"))
    export.add_argument(
        "--way",
        choices=[str(way) for way in Way],
        default=str(Way.PACKAGE),
        help=_("des extraits à remettre (package), ou des liens vers les originaux (links)"),
    )
    export.add_argument(
        "--format",
        dest="formats",
        action="append",
        choices=[str(form) for form in CutFormat],
        help=_("seulement ce format ; peut se répéter ; sinon tous"),
    )
    conform = commands.add_parser("conform", help=_("reprendre un montage fait dans un logiciel de montage"))
    for one in (export, conform):
        add_film(one)
        add_json(one)
    conform.add_argument("cut", metavar=_("MONTAGE"), help=_("fichier otio, xml, fcpxml, edl, kdenlive ou mlt"))
    conform.add_argument("-o", "--output", metavar=_("SRT"), help=_("où écrire les sous-titres français de ce montage"))
    conform.add_argument("--dry-run", action="store_true", help=_("dire seulement ce qui serait repris"))
    for one in (export, conform):
        one.add_argument("--rate", metavar=_("CADENCE"), help=_("images par seconde, par exemple 25 ou 29.97"))


def export(library: Library, args: argparse.Namespace) -> int:
    """Write the package or the links; a refusal is an answer too with `--json`."""
    with library.reading() as session:
        film = films.by_name(session, args.film)
    formats = tuple(CutFormat(one) for one in args.formats) if args.formats else tuple(CutFormat)
    wanted = Wanted(Way(args.way), formats, rate_asked(args.rate))
    try:
        with percent_bar() as progress:
            done = export_film(library, film.id, Path(args.output), wanted, progress)
    except FilmRefused as refusal:
        if not args.json:
            raise
        refused = {"refused": [refusal_data(one) for one in refusal.refusals]}
        answer(args, refused | {"folder": None, "message": refusal.message, "hint": refusal.hint}, ())
        return refusal.status
    answer(args, _data(done), _lines(done))
    return 0


def _data(done: Exported) -> dict[str, object]:
    export = done.export
    return {
        "folder": str(done.place),
        "way": export.way,
        "code": export.code,
        "audience": export.audience,
        "rate": export.rate,
        "formats": list(export.formats),
        "files": list(done.files),
        "limits": list(done.limits),
        "extracts": [
            {
                "clip": one.place,
                "file": one.file,
                "sha256": one.sha256,
                "recording": one.recording,
                "first_frame": one.first,
                "frames": one.frames,
                "start_frame": one.start,
                "used_frames": one.used,
                "masked": list(one.masked),
            }
            for one in export.extracts
        ],
        "refused": [],
        "warnings": list(done.warnings),
    }


def _lines(done: Exported) -> list[str]:
    count = len(done.export.extracts)
    said = ngettext(
        "{folder} : {count} passage, {rate} images par seconde.",
        "{folder} : {count} passages, {rate} images par seconde.",
        count,
    )
    first = said.format(folder=done.place, count=count, rate=done.export.rate)
    return [first, *(f"  {name}" for name in done.files), *warned([*done.limits, *done.warnings])]


def conform(library: Library, args: argparse.Namespace) -> int:
    """Take in a cut, write its subtitles, say what is odd; status 1 when something is."""
    with library.reading() as session:
        film = films.by_name(session, args.film)
    path = Path(args.cut)
    cut = read_cut(_bytes_of(path), rate_asked(args.rate))
    done = conforming.conform(library, film.id, cut, path.name, dry=args.dry_run)
    to = Path(args.output) if args.output else path.with_name(f"{path.stem}-v{done.version}.fr.srt")
    held = [] if done.version is None else _write_words(library, film.id, done.version, to)
    srt = None if held or done.version is None else to
    data = {
        "film": film.name,
        "cut": done.name,
        "rate": str(done.rate),
        "version": done.version,
        "previous": done.before,
        "clips": done.clips,
        "cards": done.cards,
        "same": done.same,
        "gone": [_gone(item) for item in done.gone],
        "subtitles": None if srt is None else str(srt),
        "odd": [one.facts(done.rate) for one in done.odd],
        "refused": [refusal_data(refusal) for refusal in done.refusals],
    }
    remarks = [*cut.remarks, *held, *(oddity_line(one, done.rate) for one in done.odd)]
    answer(args, data | {"remarks": [*cut.remarks, *held]}, _conformed(film.name, done, remarks, srt))
    return 0 if done.whole and done.clips and not cut.remarks and not held else 1


def _write_words(library: Library, film: str, version: int, to: Path) -> list[str]:
    """Write the subtitles of a cut, unless they would give somebody away: then gives why there are none."""
    with library.reading() as session:
        words = subtitles_of(session, film, version)
    try:
        refuse_names(library, film, lines_of(words))
    except FilmRefused as refusal:
        return [_("Sous-titres non écrits. {why}").format(why=refusal.message), refusal.hint]
    write_bytes(to, words.encode())
    return []


def _conformed(film: str, done: conforming.Conformed, remarks: list[str], srt: Path | None) -> Iterator[str]:
    if not done.clips:
        yield _("Aucun plan de ce montage ne vient de cette archive : le film {film} reste comme il était.").format(
            film=film
        )
    else:
        counted = ngettext("{count} passage", "{count} passages", done.clips).format(count=done.clips)
        cards = ngettext("{count} carton", "{count} cartons", done.cards).format(count=done.cards)
        yield _("{film} : {clips}, {cards}.").format(film=film, clips=counted, cards=cards)
        if done.gone:
            yield ngettext(
                "{count} ligne d’avant n’y est plus.", "{count} lignes d’avant n’y sont plus.", len(done.gone)
            ).format(count=len(done.gone))
    if done.version is not None:
        yield _("Version {number}. Pour revenir : baro film revert {film} {before}").format(
            number=done.version, film=film, before=done.before
        )
    if srt is not None:
        yield _("Sous-titres français de ce montage : {file}").format(file=srt)
    yield from (_("à voir  {line}").format(line=one) for one in remarks)
    yield from (_("REFUSÉ  {line}").format(line=line(refusal)) for refusal in done.refusals)


def _gone(item: Item) -> dict[str, object]:
    span = item.span
    where: dict[str, object] = (
        {} if span is None else {"recording": item.recording, "start_ms": span.start, "end_ms": span.end}
    )
    return where | {"kind": str(item.kind), "text": item.text}


def _bytes_of(path: Path) -> bytes:
    path = path / BUNDLED if path.is_dir() else path  # Final Cut Pro writes a folder that it shows as one file
    if not path.is_file():
        raise NotFound(_("Il n’y a pas de fichier {path}.").format(path=path), _("Vérifier le chemin du montage."))
    with path.open("rb") as handle:
        return handle.read(LARGEST + 1)
