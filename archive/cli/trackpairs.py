# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro subtitles` pairs and waive: which cues translate which, and which findings may stand."""

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from archive.cli.context import add_json, answer, archive_of
from archive.cli.trackwords import Commands, add_track, cue_line, entry_of
from archive.cuenumbers import id_of, ids_of
from archive.library import Library
from media.errors import WrongUse
from media.language import gettext as _
from media.language import lazy, ngettext
from subtitles.cue import Cue

if TYPE_CHECKING:
    from archive.pairing import Paired, Translation

_STATES = {
    "fine": lazy("à jour"),
    "recheck": lazy("à revérifier"),
    "broken": lazy("un côté manque"),
}


def configure(commands: Commands) -> None:
    """The subcommands of this module."""
    pairs = commands.add_parser("pairs", help=_("ce qui traduit quoi, entre la piste d’origine et la française"))
    add_track(pairs)
    pairs.add_argument("--with", dest="other", metavar=_("PISTE"), help=_("l’autre piste, s’il y en a plusieurs"))
    pairs.add_argument("--recheck", action="store_true", help=_("seulement ce qui est à revérifier"))
    acts = pairs.add_mutually_exclusive_group()
    acts.add_argument("--propose", action="store_true", help=_("relier d’après les temps ce qui n’est pas relié"))
    acts.add_argument("--confirm", metavar=_("PAIRE"), help=_("la traduction est juste telle qu’elle est"))
    acts.add_argument("--remove", metavar=_("PAIRE"), help=_("défaire une paire"))
    acts.add_argument("--add", nargs=2, metavar=(_("ORIGINE"), _("FRANÇAIS")), help=_("relier : 12,13 et 9"))
    acts.add_argument(
        "--edit",
        nargs=3,
        metavar=(_("PAIRE"), _("ORIGINE"), _("FRANÇAIS")),
        help=_("relier autrement : paire, 12,13 et 9"),
    )
    waive = commands.add_parser("waive", help=_("laisser passer une remarque, jusqu’à ce que le texte change"))
    add_track(waive)
    waive.add_argument(
        "cue", nargs="?", metavar=_("SOUS-TITRE"), help=_("son numéro, donné par « show » ; 0 pour toute la piste")
    )
    waive.add_argument("rule", nargs="?", metavar=_("RÈGLE"), help=_("son nom, entre crochets dans « check »"))
    waive.add_argument("--message", default="", metavar=_("TEXTE"), help=_("pourquoi"))
    waive.add_argument("--ask-again", action="store_true", help=_("ne plus laisser passer"))
    for one in (pairs, waive):
        add_json(one)


def run_pairs(args: argparse.Namespace) -> int:
    """Show the pairs of two tracks, after having done what was asked."""
    from archive.pairing import State
    from archive.translations import translation

    with archive_of(args) as library:
        said = _act(library, args)
        now = translation(library, args.track, args.other)
    shown = [one for one in now.pairs if not args.recheck or one.state is not State.FINE]
    data = {
        "source": now.source.id,
        "target": now.target.id,
        "recheck": now.recheck,
        "pairs": [_pair_data(one) for one in shown],
        "unpaired_source": [entry_of(cue) for cue in now.unpaired_source],
        "unpaired_target": [entry_of(cue) for cue in now.unpaired_target],
    }
    answer(args, data, [*said, *_lines(now, shown, quiet=args.recheck)])
    return 0


def _act(library: Library, args: argparse.Namespace) -> list[str]:
    from archive import translations

    if args.propose:
        count = translations.propose(library, args.track, args.other)[1]
        return [ngettext("{n} paire proposée.", "{n} paires proposées.", count).format(n=count)]
    if args.confirm:
        translations.confirm(library, args.confirm)
        return [_("Traduction confirmée.")]
    if args.remove:
        translations.remove(library, args.remove)
        return [_("Paire défaite.")]
    if args.add:
        source, target = args.add
        translations.make(library, (args.track, args.other), ids_of(source), ids_of(target))
        return [_("Paire faite.")]
    if args.edit:
        pair, source, target = args.edit
        translations.edit(library, pair, ids_of(source), ids_of(target))
        return [_("Paire changée.")]
    return []


def _pair_data(one: "Paired") -> dict[str, object]:
    return {
        "pair": one.pair.id,
        "state": one.state.value,
        "origin": one.pair.origin.value,
        "by": one.pair.by,
        "at": one.pair.at.isoformat(),
        "source": [entry_of(cue) for cue in one.source],
        "target": [entry_of(cue) for cue in one.target],
    }


def _lines(now: "Translation", shown: Sequence["Paired"], *, quiet: bool) -> Iterator[str]:
    for one in shown:
        yield f"{one.pair.id}  {_(_STATES[one.state.value])}"
        yield from _side(now.source.language, one.source)
        yield from _side(now.target.language, one.target)
    for stored, alone in ((now.source, now.unpaired_source), (now.target, now.unpaired_target)):
        if alone and not quiet:
            count = len(alone)
            yield ngettext(
                "Sans paire, en {lang} : {n} sous-titre.", "Sans paire, en {lang} : {n} sous-titres.", count
            ).format(lang=stored.language, n=count)
            yield from _side(stored.language, alone)
    pairs, recheck = len(now.pairs), now.recheck
    yield (
        ngettext("{n} paire,", "{n} paires,", pairs).format(n=pairs)
        + " "
        + ngettext("dont {n} à revérifier.", "dont {n} à revérifier.", recheck).format(n=recheck)
    )


def _side(language: str, cues: Sequence[Cue]) -> Iterator[str]:
    yield from (f"    {language:<4} {cue_line(cue)}" for cue in cues)


def run_waive(args: argparse.Namespace) -> int:
    """Let a finding stand, ask it again, or list what stands."""
    from archive.waivers import ask_again, kept, waive

    if (args.cue is None) != (args.rule is None) or (args.ask_again and args.cue is None):
        raise WrongUse(
            _("Il faut le sous-titre et la règle."), _("Par exemple : baro subtitles waive PISTE 12 line-length")
        )
    with archive_of(args) as library:
        if args.cue is not None and args.ask_again:
            ask_again(library, args.track, args.rule, id_of(args.cue))
        elif args.cue is not None:
            waive(library, args.track, args.rule, id_of(args.cue), message=args.message)
        found = kept(library, args.track)
    data = [
        {"cue": one.cue, "rule": one.rule, "by": one.by, "at": one.at.isoformat(), "message": one.message}
        for one in found
    ]
    lines = [f"#{one.cue}  {one.rule}  {one.by}  {one.at:%Y-%m-%d}  {one.message}".rstrip() for one in found]
    answer(args, {"track": args.track, "waivers": data}, lines or [_("Aucune remarque n’est laissée de côté.")])
    return 0
