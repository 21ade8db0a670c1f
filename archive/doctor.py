# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong here, and the command that puts it right."""

import platform
import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from shutil import disk_usage

from archive import ledger
from archive.access import Access
from archive.catalogue import clock, integrity, jobs, recordings, sidecars
from archive.catalogue.migrations import HEAD
from archive.checking import sentence, unchecked, way_out
from archive.config import Settings
from archive.derive import missing
from archive.library import OTHERS, Library
from media.errors import BaroError
from media.ffmpeg import find
from media.fonts import font_for
from media.language import decimals, ngettext
from media.language import gettext as _
from media.posix import POSIX
from media.process import network_closed

SPARE = 2 * 1024**3
OLDEST_PYTHON = (3, 11)
SAMPLES = ("Été", "سلام")
NAMED = 3


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. `fix` is the command that puts it right, empty when nothing is wrong."""

    name: str
    ok: bool
    message: str
    fix: str = ""


def installation(settings: Settings, fonts: Path | None = None) -> list[Check]:
    """What every archive needs of this computer; `fonts` is an archive's own folder of fonts."""
    return [
        _python(),
        _guarded("ffmpeg", lambda: _ffmpeg(settings), "pip install --force-reinstall imageio-ffmpeg"),
        _network(),
        _guarded(
            "fonts", lambda: _fonts(fonts), "pip install --force-reinstall fontpkg-noto-sans fontpkg-noto-sans-arabic"
        ),
    ]


def archive(library: Library) -> list[Check]:
    """What stands in this archive."""
    baro = f"baro --archive {shlex.quote(str(library.folder))}"
    looks: dict[str, tuple[Callable[[Library, str], Check], str]] = {
        "space": (_space, ""),
        "rights": (_rights, f"chmod o-rwx {shlex.quote(str(library.folder))}"),
        "catalogue": (_catalogue, _("restaurer la dernière sauvegarde")),
        "migrations": (_migrations, f"{baro} config"),
        "originals": (_originals, f"{baro} ingest {_('CARTE')}"),
        "decoding": (_decoding, way_out()),
        "derived": (_derived, f"{baro} recording derive"),
        "index": (_index, f"{baro} index --rebuild"),
        "jobs": (_jobs, f"{baro} worker --retry --once"),
        "interviews": (_interviews, f"{baro} recording assign {_('RUSH CODE')}"),
        "ledger": (_ledger, f"{baro} consent ledger"),
        "clock": (_clock, _("mettre l’ordinateur à l’heure ; si elle est juste : ") + f"{baro} consent day --set-back"),
        "consents": (_consents, f"{baro} consent import {_('FICHIER.csv')}"),
    }
    return [_guarded(name, partial(look, library, baro), fix) for name, (look, fix) in looks.items()]


def absent(error: BaroError) -> Check:
    """The archive that was meant cannot be opened."""
    return Check("archive", False, error.message, error.hint)


def _guarded(name: str, look: Callable[[], Check], fix: str) -> Check:
    """A look that fails is a finding too; a look that finds nothing wrong needs no fix."""
    try:
        found = look()
    except (BaroError, OSError) as error:
        return Check(name, False, str(error), fix)
    return found if found.ok or found.fix else Check(name, False, found.message, fix)


def _python() -> Check:
    ok = sys.version_info >= OLDEST_PYTHON
    return Check("python", ok, f"Python {platform.python_version()}", "" if ok else _("installer Python 3.11 ou plus"))


def _ffmpeg(settings: Settings) -> Check:
    found = find(settings.ffmpeg, settings.memory_mb, settings.threads)
    return Check("ffmpeg", True, f"{found.version} ({found.path})")


def _network() -> Check:
    """ffmpeg reads files of strangers; cut off from the network it has nobody to tell. Not every system allows it."""
    if network_closed():
        return Check("network", True, _("ffmpeg travaille sans réseau"))
    return Check("network", True, _("ce système laisse le réseau à ffmpeg ; seuls les fichiers locaux lui sont permis"))


def _fonts(extra: Path | None) -> Check:
    return Check("fonts", True, ", ".join(font_for(sample, extra).family for sample in SAMPLES))


def _space(library: Library, _baro: str) -> Check:
    free = disk_usage(library.folder).free
    message = _("{count} Go libres").format(count=decimals(f"{free / 1e9:.1f}"))
    return Check("space", free >= SPARE, message, "" if free >= SPARE else _("libérer de la place sur ce disque"))


def _rights(library: Library, _baro: str) -> Check:
    """On a computer with several users each of them could read the catalogue and the originals."""
    closed = not POSIX or not library.folder.stat().st_mode & OTHERS
    said = _("fermé aux autres utilisateurs de l’ordinateur") if closed else _("ouvert à tous ceux de cet ordinateur")
    return Check("rights", closed, said)


def _catalogue(library: Library, _baro: str) -> Check:
    with library.reading() as session:
        faults = integrity.faults(session)
        count = recordings.count(session)
    sound = ngettext("sain, {count} rush", "sain, {count} rushes", count).format(count=count)
    return Check("catalogue", not faults, "; ".join(faults[:NAMED]) if faults else sound)


def _migrations(library: Library, _baro: str) -> Check:
    found = library.catalogue.revision()
    return Check("migrations", found == HEAD, _("catalogue {found}").format(found=found))


def _originals(library: Library, _baro: str) -> Check:
    with library.reading() as session:
        found = recordings.listed(session)
        beside = sidecars.everywhere(session)
    kept = [
        *((one.original_name, sha256, size) for one in found for sha256, size in one.files),
        *((s.name, s.sha256, s.size) for s in beside),
    ]
    wrong = [name for name, sha256, size in kept if not _is_whole(library.original(sha256), size)]
    good = ngettext("{count} original en place", "{count} originaux en place", len(found)).format(count=len(found))
    return _listed("originals", wrong, good, _("manquants ou abîmés : {names}"))


def _is_whole(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size


def _decoding(library: Library, baro: str) -> Check:
    """Damage is found by decoding all of an original; that it is there and opens proves nothing."""
    with library.reading() as session:
        found = recordings.listed(session)
    bad = [f"{one.original_name} ({sentence(one.fault)})" for one in found if one.fault is not None]
    left = len(unchecked(found))
    good = ngettext(
        "{count} original décodé jusqu’au bout", "{count} originaux décodés jusqu’au bout", len(found) - left
    )
    waiting = _(", {count} pas encore").format(count=left) if left else ""
    return _listed("decoding", bad, good.format(count=len(found) - left) + waiting, _("abîmés : {names}"))


def _derived(library: Library, baro: str) -> Check:
    with library.reading() as session:
        late = [one for one in recordings.listed(session) if not one.ready or missing(library, session, one)]
        busy = {job.subject for job in jobs.listed(session, active_only=True) if job.kind == "derive"}
    found = _listed(
        "derived",
        [one.original_name for one in late],
        _("copies de travail à jour"),
        _("copies de travail à faire : {names}"),
    )
    waiting = bool(late) and all(one.id in busy for one in late)
    return Check(found.name, found.ok, found.message, f"{baro} worker --once") if waiting else found


def _index(library: Library, baro: str) -> Check:
    from archive.search import state

    found = state(library)
    if (found.generation, found.behind) == (0, 0):
        return Check("index", True, _("rien à indexer encore"))
    fix = f"{baro} index" if found.ok and found.behind else ""
    return Check("index", found.ok and not found.behind, found.message, fix)


def _jobs(library: Library, _baro: str) -> Check:
    with library.reading() as session:
        failed = [f"{job.kind} ({job.message})" for job in jobs.stuck(session)]
        waiting = len(jobs.listed(session, active_only=True))
    good = ngettext("{count} travail en attente", "{count} travaux en attente", waiting).format(count=waiting)
    return _listed("jobs", failed, good, _("travaux échoués : {names}"))


def _interviews(library: Library, _baro: str) -> Check:
    with library.reading() as session:
        stray = [one.original_name for one in recordings.listed(session) if one.interview is None]
    return _listed("interviews", stray, _("chaque rush a son entretien"), _("rushes sans entretien : {names}"))


def _ledger(library: Library, _baro: str) -> Check:
    """A folder that is put back whole brings its old ledger with it: only a copy elsewhere remembers what came later."""
    count = len(ledger.entries(library.folder, library.settings))
    said = ngettext(
        "registre des retraits entier, {count} ligne", "registre des retraits entier, {count} lignes", count
    )
    if library.settings.ledger_copy:
        return Check("ledger", True, said.format(count=count) + _(", tenu en double"))
    alone = _(" (sans double : le réglage ledger_copy en tient un sur un autre disque)") if count else ""
    return Check("ledger", True, said.format(count=count) + alone)


def _clock(library: Library, _baro: str) -> Check:
    """Consents end by date: a clock that went back, often for want of a battery, must not go unseen."""
    today = date.today()
    with library.reading() as session:
        known = clock.latest(session) or today
    if known <= today:
        return Check("clock", True, today.isoformat())
    late = _("l’horloge dit le {today}, l’archive a déjà connu le {known}")
    return Check("clock", False, late.format(today=today.isoformat(), known=known.isoformat()))


def _consents(library: Library, _baro: str) -> Check:
    with library.reading() as session:
        access = Access.load(session)
        bare = [
            one.original_name
            for one in recordings.listed(session)
            if any(decision.reason == "no-consent" for _code, decision in access.reasons("search", one.id, one.whole))
        ]
    return _listed("consents", bare, _("chaque rush a ses autorisations"), _("rushes sans autorisation : {names}"))


def _listed(name: str, wrong: list[str], good: str, bad: str) -> Check:
    if not wrong:
        return Check(name, True, good)
    more = _(" et {count} de plus").format(count=len(wrong) - NAMED) if len(wrong) > NAMED else ""
    return Check(name, False, bad.format(names=", ".join(wrong[:NAMED]) + more))
