# SPDX-License-Identifier: GPL-3.0-or-later
"""Sealing a passage, with its consequences: what showed it is deleted, and made again without it."""

import shutil
from collections.abc import Sequence

from sqlalchemy.orm import Session

from archive.catalogue import clips, seals
from archive.library import Library
from archive.model.film import ClipId
from archive.model.footage import RecordingId
from archive.model.people import Seal
from media.span import Span


def seal(library: Library, recording: RecordingId, span: Span, reason: str = "") -> Seal:
    """Close `span` of a recording from now on: refused at once, black and silent once its files are made again.

    Raises NotFound for an unknown recording, Refused for a span outside it.
    """
    from archive.derive import enqueue_derive

    with library.writing() as session:
        kept = seals.add(session, Seal("", recording, span, reason), library.person.name)
        enqueue_derive(session, recording, library.person.name)
        touched = _clips_gone(session, kept)
    delete_derived(library, recording, touched)
    return kept


def unseal(library: Library, seal_id: str) -> Seal:
    """Open a sealed passage again and give back what it was. Raises NotFound."""
    from archive.derive import enqueue_derive

    with library.writing() as session:
        removed = seals.remove(session, seal_id)
        enqueue_derive(session, removed.recording, library.person.name)
    delete_derived(library, removed.recording)
    return removed


def delete_derived(library: Library, recording: RecordingId, touched: Sequence[ClipId] = ()) -> None:
    """Delete what was made from a recording, and the clips that are named.

    Rendered segments of films go too: they do not say whose picture they hold.
    """
    shutil.rmtree(library.derived("recordings", recording), ignore_errors=True)
    shutil.rmtree(library.derived("segments"), ignore_errors=True)
    for clip in touched:
        for file in library.derived("clips").glob(f"{clip}.*"):
            file.unlink(missing_ok=True)


def _clips_gone(session: Session, sealed: Seal) -> tuple[ClipId, ...]:
    """The clips that show part of the sealed span, which are not ready any more."""
    touched = [clip.id for clip in clips.listed(session, sealed.recording) if clip.span.overlaps(sealed.span)]
    for clip in touched:
        clips.mark_ready(session, clip, False)
    return tuple(touched)
