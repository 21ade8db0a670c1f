# SPDX-License-Identifier: GPL-3.0-or-later
"""What an id of an address is called in the sentences of the journal."""

from collections.abc import Callable

from archive.catalogue import (
    accounts,
    clips,
    consents,
    exports,
    films,
    interviews,
    participants,
    recordings,
    renders,
    tracks,
)
from archive.library import Session

Name = Callable[[Session, str], str]


def _recording(session: Session, key: str) -> str:
    return f"le rush {recordings.get(session, key).original_name}"


def _interview(session: Session, key: str) -> str:
    return f"l’entretien {interviews.get(session, key).code}"


def _film(session: Session, key: str) -> str:
    return f"le film {films.get(session, key).name}"


def _clip(session: Session, key: str) -> str:
    clip = clips.get(session, key)
    return f"un extrait du rush {recordings.get(session, clip.recording).original_name}"


def _render(session: Session, key: str) -> str:
    return f"le rendu {renders.get(session, key).file}"


def _export(session: Session, key: str) -> str:
    export = exports.get(session, key)
    return f"l’export {export.code} du film {films.get(session, export.film).name}"


def _participant(session: Session, key: str) -> str:
    return f"le témoin {participants.get(session, key).code}"


def _track(session: Session, key: str) -> str:
    track = tracks.get(session, key)
    return f"les sous-titres ({track.language}) du rush {recordings.get(session, track.recording).original_name}"


def _consent(session: Session, key: str) -> str:
    return f"l’autorisation du témoin {participants.get(session, consents.get(session, key).participant).code}"


def _account(session: Session, key: str) -> str:
    return f"le compte de {accounts.get(session, key).name}"


_NAMES: dict[str, Name] = {
    "recording": _recording,
    "interview": _interview,
    "film": _film,
    "clip": _clip,
    "render": _render,
    "export": _export,
    "participant": _participant,
    "track": _track,
    "consent": _consent,
    "account": _account,
}


def thing_of(session: Session, kind: str, key: str) -> str:
    """The thing with that id, with its article: « le rush C0001.MP4 »; empty for a kind without a name. Raises NotFound."""
    name = _NAMES.get(kind)
    return name(session, key) if name is not None else ""
