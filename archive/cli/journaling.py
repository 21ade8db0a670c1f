# SPDX-License-Identifier: GPL-3.0-or-later
"""What a command writes into the journal: its name, its action and what it was about, never a query, a reason or a name."""

import argparse
from contextlib import suppress

from archive.catalogue import audit, films, interviews, participants, recordings, tracks
from archive.catalogue.engine import CatalogueError
from archive.library import Library
from archive.model.audit import Act
from media.errors import BaroError

_SILENT = frozenset({"config", "doctor", "worker", "index", "audit", "demo", "serve"})  # they show no words or pictures
_TAKING_OUT = frozenset({"clip", "export", "render"})
_LOOKING = frozenset(
    {"search", "list", "show", "find", "versions", "check", "decide", "balance", "diff", "vocabulary", "browsers"}
)
_ABOUT = ("recording", "track", "film", "interview", "participant", "code")


def tell(library: Library, args: argparse.Namespace, *, refused: bool = False) -> None:
    """Write the line of a command that ended, or was refused. A look at an archive that is read-only leaves no line."""
    command, action = getattr(args, "command", ""), str(getattr(args, "action", "") or "")
    if not command or command in _SILENT:
        return
    act = Act.REFUSED if refused else _act(command, action)
    about = [value for name in _ABOUT if isinstance(value := getattr(args, name, None), str) and value]
    if refused:  # a real name typed where a code is wanted is refused, and must not stay in the journal
        about = [value for value in about if _is_known(library, value)]
    words = " ".join(["baro", command, *([action] if action else []), *about])
    said = f"refusé : « {words} »" if refused else f"a lancé « {words} »"
    try:
        with library.writing() as session:
            audit.write(session, library.person, act, said, about[0] if about else "")
    except CatalogueError:
        if act not in (Act.SAW, Act.SEARCHED, Act.REFUSED):
            raise


def _is_known(library: Library, value: str) -> bool:
    """True for a code, a name or an id that the archive itself gave."""
    with library.reading() as session:
        for find in (recordings.find, interviews.by_code, participants.by_code, films.by_name, tracks.get):
            with suppress(BaroError):
                find(session, value)
                return True
    return False


def _act(command: str, action: str) -> Act:
    if command in _TAKING_OUT or action in _TAKING_OUT:
        return Act.EXPORTED
    if command == "search":
        return Act.SEARCHED
    return Act.SAW if command in _LOOKING or action in _LOOKING else Act.CHANGED
