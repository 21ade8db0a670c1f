# SPDX-License-Identifier: GPL-3.0-or-later
"""`baro consent decide` and `baro consent why`: what a record allows, and what stands in the way of a passage."""

import argparse
from dataclasses import replace
from datetime import date

from archive.cli.arguments import add_part, add_recording, part_of
from archive.cli.context import add_json, answer
from archive.consent import USES, Decision, Facts, decide
from archive.labels import use_label
from archive.library import Library
from archive.reasons import sentence
from archive.tables.cells import Cells, day_of_text
from archive.tables.sheet import Line
from media.language import gettext as _
from media.language import lazy

ARGUMENTS = {
    "use": lazy("usage demandé : describe, search, playback, draft, screening, broadcast, internet, partner"),
    "film": lazy("nom du film qui demande ; vide : aucun en particulier"),
    "today": lazy("le jour où l’on demande ; sinon aujourd’hui"),
    "status": lazy("état : none, draft, pending, active, suspended, withdrawn"),
    "given_on": lazy("jour où elle a été donnée"),
    "expires_on": lazy("premier jour où elle ne vaut plus"),
    "minor": lazy("yes : moins de 18 ans"),
    "guardian": lazy("yes : le tuteur a consenti"),
    "assent": lazy("yes : l’enfant est d’accord"),
    "sealed_overlap": lazy("yes : le passage touche un scellé"),
    "films": lazy("films permis, joints par + ; any : tous"),
    "audiences": lazy("publics permis, joints par +"),
    "embargo_until": lazy("premier jour de diffusion permis"),
    "shows": lazy("ce qui peut être montré, joint par +"),
    "masked": lazy("ce qui est masqué, joint par +"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """An option for each column of the table of cases."""
    for name, about in ARGUMENTS.items():
        needed = name == "use"
        parser.add_argument(
            f"--{name.replace('_', '-')}", required=needed, default="", metavar=_("VALEUR"), help=_(about)
        )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Answer `{allowed, reason}`; 1 when it is a refusal."""
    decision = decide(args.use, facts_of_words(vars(args)), day_of_text(args.today) or date.today())
    answer(args, {"allowed": decision.allowed, "reason": decision.reason}, [_said(args.use, decision)])
    return 0 if decision.allowed else 1


def facts_of_words(words: dict[str, str]) -> Facts:
    """The facts that the words of a line of the table give; words that nobody can read make them unreadable."""
    cells = Cells(Line(1, {name: words[name].strip() for name in ARGUMENTS}))
    facts = Facts(
        status=cells.text("status") or "none",
        given_on=cells.day("given_on"),
        expires_on=cells.day("expires_on"),
        embargo_until=cells.day("embargo_until"),
        minor=cells.yes_no("minor") is True,
        guardian=cells.yes_no("guardian") is True,
        assent=cells.yes_no("assent") is True,
        sealed=cells.yes_no("sealed_overlap") is True,
        films=frozenset(cells.several("films")),
        audiences=frozenset(cells.several("audiences")),
        shows=frozenset(cells.several("shows")),
        film=cells.text("film") or None,
        masked=frozenset(cells.several("masked")),
    )
    return replace(facts, unreadable=bool(cells.problems))


def configure_why(parser: argparse.ArgumentParser) -> None:
    """A recording, a span of it or all of it, a use."""
    add_recording(parser)
    add_part(parser)
    parser.add_argument("--use", choices=USES, default="draft", help=_("usage demandé ; sinon draft"))
    parser.add_argument("--film", metavar=_("FILM"), help=_("nom du film qui demande"))
    add_json(parser)


def run_why(library: Library, args: argparse.Namespace) -> int:
    """Answer the decision and everybody who stands in the way; 1 when it is a refusal."""
    from archive.access import Access
    from archive.catalogue import recordings

    with library.reading() as session:
        recording = recordings.find(session, args.recording)
        access = Access.load(session)
    span = part_of(args) or recording.whole
    decision = access.decide(args.use, recording.id, span, args.film)
    against = access.reasons(args.use, recording.id, span, args.film)
    data = {
        "allowed": decision.allowed,
        "reason": decision.reason,
        "refused": [{"participant": code, "reason": one.reason} for code, one in against],
    }
    lines = [f"{code or '—'} : {sentence(one.reason)}" for code, one in against]
    answer(args, data, lines or [_said(args.use, decision)])
    return 0 if decision.allowed else 1


def _said(use: str, decision: Decision) -> str:
    answered = _("{use} : oui ({reason}).") if decision.allowed else _("{use} : non ({reason}).")
    return f"{answered.format(use=use_label(use), reason=decision.reason)} {sentence(decision.reason)}"
