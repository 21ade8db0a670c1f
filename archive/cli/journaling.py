# SPDX-License-Identifier: GPL-3.0-or-later
"""What a command writes into the journal: its name, its action and what it was about, never a query, a reason or a name."""

import argparse

from archive.catalogue import audit
from archive.catalogue.engine import CatalogueError
from archive.library import Library
from archive.model.audit import Act
from archive.subjects import subject_of

_SILENT = frozenset({"config", "doctor", "worker", "index", "audit", "demo", "serve"})  # they show no words or pictures
_TAKING_OUT = frozenset({"clip", "export", "render", "form", "summary"})
_LOOKING = frozenset(
    {
        "search",
        "list",
        "show",
        "find",
        "versions",
        "check",
        "decide",
        "balance",
        "diff",
        "vocabulary",
        "browsers",
        "day",
        "why",
        "ledger",
        "terms",
    }
)
_ABOUT = ("recording", "track", "film", "interview", "participant", "code")


def tell(library: Library, args: argparse.Namespace, *, refused: bool = False) -> None:
    """Write the line of a command that ended, or was refused. A look at an archive that is read-only leaves no line."""
    command, action = getattr(args, "command", ""), str(getattr(args, "action", "") or "")
    if not command or command in _SILENT or (action == "enter" and not refused):  # it tells its own
        return
    act = Act.REFUSED if refused else _act(command, action)
    about = [value for name in _ABOUT if isinstance(value := getattr(args, name, None), str) and value]
    with library.reading() as session:
        known = {value: subject_of(session, value) for value in about}
    if refused:  # a real name typed where a code is wanted is refused, and must not stay in the journal
        about = [value for value in about if known[value]]
    words = " ".join(["baro", command, *([action] if action else [])])
    said = f"n’a pas pu lancer « {words} »" if refused else f"a lancé « {words} »"
    purpose = getattr(args, "purpose", "")
    said += (f" : {purpose}" if purpose else "") + (f" ({', '.join(about)})" if about else "")
    subject = next((known[value] for value in about if known[value]), about[0] if about else "")
    try:
        with library.writing() as session:
            audit.write(session, library.person, act, said, subject)
    except CatalogueError:
        if act not in (Act.SAW, Act.SEARCHED, Act.REFUSED):
            raise


def _act(command: str, action: str) -> Act:
    if command in _TAKING_OUT or action in _TAKING_OUT:
        return Act.EXPORTED
    if command == "search":
        return Act.SEARCHED
    return Act.SAW if command in _LOOKING or action in _LOOKING else Act.CHANGED
