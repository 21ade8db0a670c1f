# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro vault check`: the protection officer compares the real names with what is to leave, and confirms."""

import argparse
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive.catalogue import films, recordings
from archive.catalogue.namings import About
from archive.cli.context import answer
from archive.cli.names import finding_data
from archive.library import Library
from archive.naming import guard, spoken
from archive.naming.finding import Finding
from archive.naming.repair import repair, repair_tracks
from archive.naming.wording import told
from archive.vault import Identity, Vault
from media.errors import NotFound
from media.language import gettext as _
from media.language import ngettext


class _Looked(NamedTuple):
    """A film or a recording, what people call it, and the real names in it."""

    about: About
    called: str
    findings: tuple[Finding, ...]


def configure_check(parser: argparse.ArgumentParser) -> None:
    """What to look through: a film, recordings, or without either everything that there is."""
    parser.add_argument("film", nargs="?", metavar=_("FILM"), help=_("nom du film ; sinon tous, et tous les rushes"))
    parser.add_argument(
        "--recording",
        action="append",
        default=[],
        metavar=_("RUSH"),
        help=_("les sous-titres de ce rush, et ses extraits"),
    )
    parser.add_argument("--fix", action="store_true", help=_("écrire le pseudonyme à la place"))
    parser.add_argument(
        "--keep", action="append", default=[], metavar=_("CLÉ"), help=_("laisser passer ce qui peut rester")
    )


def run_check(library: Library, opened: Vault, args: argparse.Namespace) -> int:
    """Compare, repair or let stand what is asked, and say what is left; exit status 1 when a name is."""
    everybody = opened.everybody()
    wanted = list(_wanted(library, args))
    looked = [_Looked(*one, _compare(library, one[0], everybody)) for one in wanted]
    if args.keep or args.fix:
        _keep(library, looked, args.keep)
        if args.fix:
            _fix(library, looked, args.keep)
        looked = [_Looked(*one, _compare(library, one[0], everybody)) for one in wanted]
    left = [one for one in looked if one.findings]
    lines = [f"{one.called}  {told(finding)}" for one in left for finding in one.findings]
    clean = len(looked) - len(left)
    if clean:
        said = ngettext(
            "{count} film ou rush comparé, aucun vrai nom. C’est confirmé tant que ces mots ne changent pas.",
            "{count} films et rushes comparés, aucun vrai nom. C’est confirmé tant que ces mots ne changent pas.",
            clean,
        )
        lines.append(said.format(count=clean))
    findings = [finding_data(finding) | {"in": one.called} for one in left for finding in one.findings]
    answer(args, {"film": args.film, "compared": [one.called for one in looked], "findings": findings}, lines)
    return 1 if left else 0


def _wanted(library: Library, args: argparse.Namespace) -> Iterator[tuple[About, str]]:
    with library.reading() as session:
        every = not args.film and not args.recording
        for film in films.listed(session) if every else [films.by_name(session, args.film)] if args.film else []:
            yield About(film=film.id), film.name
        for take in recordings.listed(session) if every else [recordings.find(session, one) for one in args.recording]:
            yield About(recording=take.id), take.original_name


def _compare(library: Library, about: About, everybody: Sequence[Identity]) -> tuple[Finding, ...]:
    if about.film:
        return guard.compare(library, about.film, everybody)
    return spoken.compare(library, about.recording, everybody)


def _keep(library: Library, looked: Sequence[_Looked], keys: Sequence[str]) -> None:
    for key in keys:
        named = [one for one in looked if key in {finding.key for finding in one.findings}]
        if not named:
            raise NotFound(
                _("Rien n’a été trouvé sous {key}.").format(key=key),
                _("Sans --keep, tout ce qui a été trouvé est montré."),
            )
        for one in named:
            guard.let_stand(library, one.about, key, one.findings)


def _fix(library: Library, looked: Sequence[_Looked], keys: Sequence[str]) -> None:
    for one in looked:
        findings = [finding for finding in one.findings if finding.key not in keys]
        if one.about.film:
            repair(library, one.about.film, findings)
        else:
            repair_tracks(library, findings)
