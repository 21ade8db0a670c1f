# SPDX-License-Identifier: GPL-3.0-or-later
"""The copy of a signed paper or of a filmed statement, kept in the archive's folder under its hash.

It may hold a name, a face or a signature: its own name is forgotten, and it never goes into an export, an edition or
the index. What it is, its first bytes say.
"""

import hashlib
from pathlib import Path

from archive.catalogue import consents
from archive.library import Library
from archive.model.people import Consent
from media.errors import CannotCheck, NotFound, Refused
from media.files import copy_verified, sha256_of, write_bytes
from media.language import gettext as _

FOLDER = "evidence"
TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "mp4": "video/mp4",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
}
_HEAD = 16


def keep(library: Library, consent: str, source: Path) -> Consent:
    """Copy the file `source` beside the consent of that id; the same file twice is kept once.

    Raises NotFound, or Refused for something that is no paper, picture, film or sound.
    """
    if not source.is_file():
        raise NotFound(_("Il n’y a pas de fichier {path}.").format(path=source), _("Vérifier le chemin."))
    with source.open("rb") as handle:
        kind = _kind(handle.read(_HEAD))
    digest = sha256_of(source)
    final = _path(library, f"{digest}.{kind}")
    if not final.is_file():
        copy_verified(source, final, digest)
    return _named(library, consent, final.name)


def keep_bytes(library: Library, consent: str, data: bytes) -> Consent:
    """The same for bytes that a page sent. Raises NotFound, Refused."""
    name = f"{hashlib.sha256(data).hexdigest()}.{_kind(data[:_HEAD])}"
    write_bytes(_path(library, name), data)
    return _named(library, consent, name)


def file_of(library: Library, consent: Consent) -> tuple[Path, str]:
    """Where the copy lies, and its media type. Raises NotFound when there is none, CannotCheck when it changed."""
    path = _path(library, consent.evidence_file) if consent.evidence_file else None
    if path is None or not path.is_file():
        raise NotFound(_("Cette autorisation n’a pas de preuve dans l’archive."))
    if sha256_of(path) != path.stem:
        raise CannotCheck(
            _("La preuve de cette autorisation a changé sur le disque : elle ne prouve plus rien."),
            _("La numériser de nouveau depuis le papier, et la joindre."),
        )
    return path, TYPES[path.suffix[1:]]


def remove(library: Library, name: str) -> None:
    """Destroy a copy, when no other record names it."""
    with library.reading() as session:
        used = any(one.evidence_file == name for one in consents.listed(session, superseded=True))
    if name and not used:
        _path(library, name).unlink(missing_ok=True)


def _named(library: Library, consent: str, name: str) -> Consent:
    with library.writing() as session:
        return consents.keep_evidence(session, consent, name, library.person.name)


def _path(library: Library, name: str) -> Path:
    return library.folder / FOLDER / name[:2] / name


def _kind(head: bytes) -> str:
    """What the first bytes say. Raises Refused."""
    known = {
        "pdf": head.startswith(b"%PDF-"),
        "jpg": head.startswith(b"\xff\xd8\xff"),
        "png": head.startswith(b"\x89PNG\r\n\x1a\n"),
        "mp4": head[4:8] == b"ftyp",
        "mp3": head.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3")),
        "wav": head.startswith(b"RIFF") and head[8:12] == b"WAVE",
    }
    found = next((kind for kind, right in known.items() if right), "")
    if not found:
        raise Refused(
            _("Ce fichier n’est ni un PDF, ni une image, ni un film, ni un son."),
            _("Joindre un PDF, un JPEG, un PNG, un MP4, un MP3 ou un WAV."),
        )
    return found
