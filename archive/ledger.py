# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger of withdrawals and erasures: a file apart from the database, only ever added to, each line holding the hash
of the one before. An older backup of the catalogue does not know of it; this file does, and says so before anything is shown.

It lies in the archive's folder and, where the setting `ledger_copy` names a file, there as well: the longer one counts.
Codes only, never a name.
"""

import json
import os
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from archive.config import Settings
from archive.model.withdrawal import Taken, Taking
from media.errors import CannotCheck
from media.language import gettext as _
from media.posix import fsync_folder

FILE = "ledger.jsonl"
START = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: the act, and the hash that covers it and everything before."""

    taken: Taken
    hash: str


def places(folder: Path, settings: Settings) -> list[Path]:
    """Where the ledger of an archive lies."""
    return [folder / FILE, *([Path(settings.ledger_copy)] if settings.ledger_copy else [])]


def entries(folder: Path, settings: Settings) -> list[Entry]:
    """Every line, oldest first, from the longer of the copies.

    Raises CannotCheck when a line was changed, moved or taken out, or when two copies contradict each other.
    """
    found = [_read(path) for path in places(folder, settings)]
    longest = max(found, key=len)
    if any(one != longest[: len(one)] for one in found):
        raise CannotCheck(
            _("Les deux registres des retraits se contredisent."),
            _("Garder celui qui est juste, écarter l’autre, puis ouvrir de nouveau l’archive. Rien n’a été montré."),
        )
    return longest


def append(folder: Path, settings: Settings, taken: Taken) -> Entry:
    """Add a line to every copy, and make it last through a power cut. Raises CannotCheck, OSError."""
    known = entries(folder, settings)
    entry = _entry(taken, known[-1].hash if known else START)
    for path in places(folder, settings):
        _bring_up(path, [*known, entry])
    return entry


def continued(known: list[Entry], told: list[Entry]) -> list[Entry]:
    """`known` with those acts that follow from it, of the ones a catalogue was `told`: lines that somebody took away.

    Raises CannotCheck when one of them belongs to another ledger.
    """
    whole, there = list(known), {entry.hash for entry in known}
    left = [entry for entry in told if entry.hash not in there]
    while left:
        before = whole[-1].hash if whole else START
        following = next((entry for entry in left if _entry(entry.taken, before) == entry), None)
        if following is None:
            raise CannotCheck(
                _("Le registre des retraits n’est pas celui de ce catalogue : des retraits y manquent."),
                _("Remettre le registre, ou son double, puis ouvrir de nouveau l’archive. Rien n’a été montré."),
            )
        whole.append(following)
        left.remove(following)
    return whole


def complete(folder: Path, settings: Settings, known: list[Entry]) -> None:
    """Write what a copy lacks: one that was away, or that came back with an older backup."""
    for path in places(folder, settings):
        if len(_read(path)) < len(known):
            _bring_up(path, known)


def _bring_up(path: Path, wanted: list[Entry]) -> None:
    there = _read(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.exists()
    with path.open("ab") as handle:
        handle.truncate(_whole(path))  # half a line of a write that was cut short never counted
        handle.write("".join(_line(entry) for entry in wanted[len(there) :]).encode())
        handle.flush()
        os.fsync(handle.fileno())
    if new:
        fsync_folder(path.parent)


def _whole(path: Path) -> int:
    """How many bytes of the file are whole lines."""
    data = path.read_bytes()
    return data.rfind(b"\n") + 1


def _read(path: Path) -> list[Entry]:
    if not path.is_file():
        return []
    found: list[Entry] = []
    for number, line in enumerate(path.read_bytes()[: _whole(path)].decode("utf-8", "replace").splitlines(), 1):
        before = found[-1].hash if found else START
        entry = _of_line(line, before)
        if entry is None:
            raise CannotCheck(
                _("Le registre des retraits {path} a été modifié à la ligne {number}.").format(
                    path=path, number=number
                ),
                _("Remettre sa copie à la place, puis ouvrir de nouveau l’archive. Rien n’a été montré."),
            )
        found.append(entry)
    return found


def _entry(taken: Taken, before: str) -> Entry:
    return Entry(taken, sha256((before + _written(taken)).encode()).hexdigest())


def _line(entry: Entry) -> str:
    return f"{entry.hash} {_written(entry.taken)}\n"


def _written(taken: Taken) -> str:
    facts = {
        "kind": taken.kind,
        "participant": taken.participant,
        "interview": taken.interview,
        "on": taken.on.isoformat(),
        "by": taken.by,
        "reason": taken.reason,
        "originals": list(taken.originals),
    }
    return json.dumps(facts, ensure_ascii=False, sort_keys=True)


def _of_line(line: str, before: str) -> Entry | None:
    """The entry of a line, None when it is not the one that was written after `before`."""
    found, _space, text = line.partition(" ")
    try:
        facts = json.loads(text)
        taken = Taken(
            Taking(facts["kind"]),
            str(facts["participant"]),
            str(facts["interview"]),
            date.fromisoformat(facts["on"]),
            str(facts["by"]),
            str(facts["reason"]),
            tuple(map(str, facts["originals"])),
        )
    except (ValueError, KeyError, TypeError):
        return None
    entry = _entry(taken, before)
    return entry if entry.hash == found else None
