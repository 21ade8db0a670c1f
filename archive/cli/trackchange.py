# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro subtitles` diff, restore, merge: versions set against each other, taken up again, put together."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from archive.cli.context import add_json, answer, archive_of
from archive.cli.trackwords import Commands, add_track, cue_line, data_of, entry_of
from media.language import gettext as _
from media.language import lazy, ngettext
from media.timecode import text_of_ms
from subtitles.compare import Difference, Layer
from subtitles.cue import Cue
from subtitles.threeway import Conflict

if TYPE_CHECKING:
    from archive.correct import Correction

LAYERS = {
    "timing": lazy("temps"),
    "words": lazy("mots"),
    "speaker": lazy("voix"),
    "translator": lazy("traduction"),
    "confidence": lazy("confiance"),
    "doubts": lazy("mots douteux"),
    "settings": lazy("réglages"),
    "removed": lazy("supprimé d’un côté"),
}
_MARKS = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}


def configure(commands: Commands) -> None:
    """The subcommands of this module."""
    diff = commands.add_parser("diff", help=_("ce qui change d’une version à l’autre : temps, mots, voix"))
    add_track(diff)
    diff.add_argument("before", nargs="?", type=int, metavar=_("AVANT"), help=_("sinon la version d’avant"))
    diff.add_argument("after", nargs="?", type=int, metavar=_("APRÈS"), help=_("sinon la dernière"))
    restore = commands.add_parser("restore", help=_("reprendre une ancienne version, comme version nouvelle"))
    add_track(restore)
    restore.add_argument("number", type=int, metavar=_("N"), help=_("numéro de la version"))
    merge = commands.add_parser("merge", help=_("réunir une piste et un fichier corrigé ailleurs"))
    add_track(merge)
    merge.add_argument("file", type=Path, metavar=_("FICHIER"), help=_("le fichier corrigé"))
    merge.add_argument(
        "--base", type=int, required=True, metavar=_("N"), help=_("la version d’où la correction est partie")
    )
    merge.add_argument(
        "--keep", choices=["file", "archive"], help=_("qui l’emporte où les deux ont changé la même chose")
    )
    merge.add_argument("--encoding", metavar=_("ENCODAGE"), help=_("encodage du fichier, s’il est mal reconnu"))
    for one in (restore, merge):
        one.add_argument("--message", default="", metavar=_("TEXTE"), help=_("ce qui a changé, pour l’historique"))
    for one in (diff, restore, merge):
        add_json(one)


def run_diff(args: argparse.Namespace) -> int:
    """What changed between two versions."""
    from archive.correct import opened
    from archive.versions import compare

    with archive_of(args) as library:
        after = args.after or opened(library, args.track).stored.version.number
        before = args.before or max(1, after - 1)
        found = compare(library, args.track, before, after)
    data = {
        "track": args.track,
        "before": before,
        "after": after,
        "differences": [_difference_data(one) for one in found.differences],
        "settings": list(found.settings),
    }
    answer(args, data, _difference_lines(found.differences, len(found.settings)))
    return 0


def _difference_data(one: Difference) -> dict[str, object]:
    return {
        "cue": one.cue,
        "layers": [layer.value for layer in one.layers],
        "before": entry_of(one.before) if one.before else None,
        "after": entry_of(one.after) if one.after else None,
        "pieces": [piece._asdict() for piece in one.pieces],
    }


def _difference_lines(found: tuple[Difference, ...], settings: int) -> Iterator[str]:
    for one in found:
        cue = one.after or one.before
        assert cue is not None
        if one.before is None or one.after is None:
            yield f"{'+' if one.after else '-'} {cue_line(cue)}"
            continue
        yield f"~ #{one.cue}  {text_of_ms(cue.span.start)}  {', '.join(_(LAYERS[layer]) for layer in one.layers)}"
        yield from (f"    {line}" for line in _changes(one, one.before, one.after))
    count = len(found)
    said = ngettext("{n} sous-titre diffère.", "{n} sous-titres diffèrent.", count).format(n=count)
    if settings:
        said += " " + ngettext(
            "{n} autre ne diffère que par sa place à l’écran.",
            "{n} autres ne diffèrent que par leur place à l’écran.",
            settings,
        ).format(n=settings)
    yield said


def _changes(one: Difference, before: Cue, after: Cue) -> Iterator[str]:
    if Layer.TIMING in one.layers:
        yield f"{_times(before)}  ⇒  {_times(after)}"
    if Layer.WORDS in one.layers:
        yield "".join(_MARKS[piece.kind].format(piece.text) for piece in one.pieces).replace("\n", " ⏎ ")
        for was, now in ((before.doubts, after.doubts), (before.confidence, after.confidence)):
            if was != now:
                yield f"{_shown(was)}  ⇒  {_shown(now)}"
    if Layer.SPEAKER in one.layers:
        for who, is_ in ((before.speaker, after.speaker), (before.translator, after.translator)):
            if who != is_:
                yield f"{who or '—'}  ⇒  {is_ or '—'}"


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(f"[?{doubt.word}?]" for doubt in value) or "—"
    return "—" if value is None else f"{value} %"


def _times(cue: Cue) -> str:
    return f"{text_of_ms(cue.span.start)} → {text_of_ms(cue.span.end)}"


def run_restore(args: argparse.Namespace) -> int:
    """An old version as a new one."""
    from archive.versions import restore

    with archive_of(args) as library:
        stored = restore(library, args.track, args.number, message=args.message)
    line = _("La version {old} est reprise : c’est la version {n}.").format(old=args.number, n=stored.version.number)
    answer(args, data_of(stored), [line])
    return 0


def run_merge(args: argparse.Namespace) -> int:
    """A file corrected elsewhere, put together with the newest version. Exit status 1 with conflicts: nothing is stored."""
    from archive.cli.subtitlecheck import told
    from archive.merging import merge_file

    with archive_of(args) as library:
        done = merge_file(
            library,
            args.track,
            args.file,
            args.base,
            encoding=args.encoding,
            message=args.message,
            keep=args.keep,
        )
    correction = done.correction
    data = {
        "track": args.track,
        "version": correction.version.number,
        "new": correction.new,
        "merged": correction.merged,
        "decided": done.decided,
        "conflicts": [_conflict_data(one) for one in correction.conflicts],
        "closed": list(correction.closed),
        "diagnostics": [asdict(one) for one in done.reading.diagnostics],
    }
    answer(args, data, [*told(done.reading.diagnostics), *_merge_lines(done.decided, correction)])
    return int(bool(correction.conflicts))


def _conflict_data(one: Conflict) -> dict[str, object]:
    sides = {"base": one.base, "mine": one.mine, "theirs": one.theirs}
    return {"cue": one.cue, "layer": one.layer} | {name: entry_of(cue) if cue else None for name, cue in sides.items()}


def _merge_lines(decided: int, correction: "Correction") -> Iterator[str]:
    for one in correction.conflicts:
        yield f"✗ #{one.cue}  {_(LAYERS[one.layer])}"
        for side, cue in ((_("base"), one.base), (_("fichier"), one.mine), (_("archive"), one.theirs)):
            yield f"    {side:<8} {cue_line(cue) if cue else _('(supprimé)')}"
    count = len(correction.conflicts)
    if count:
        yield ngettext(
            "{n} conflit : rien n’a été enregistré.", "{n} conflits : rien n’a été enregistré.", count
        ).format(n=count)
        yield _("Corriger le fichier, ou trancher pour tous avec --keep file ou --keep archive.")
        return
    said = _("Version {n}.") if correction.new else _("Rien de neuf : la version {n} a déjà tout cela.")
    yield said.format(n=correction.version.number)
    if decided:
        yield ngettext("{n} conflit tranché.", "{n} conflits tranchés.", decided).format(n=decided)
    if correction.closed:
        count = len(correction.closed)
        yield ngettext(
            "{n} sous-titre d’un passage fermé est resté tel quel.",
            "{n} sous-titres de passages fermés sont restés tels quels.",
            count,
        ).format(n=count)
