# SPDX-License-Identifier: GPL-3.0-or-later
"""Sealing a passage, with its consequences: what showed it is deleted, and made again without it."""

import shutil

from archive.catalogue import recordings, seals
from archive.library import Library
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
        recordings.mark_ready(session, recording, False)
        enqueue_derive(session, recording)
    delete_derived(library, recording)
    return kept


def unseal(library: Library, seal_id: str) -> Seal:
    """Open a sealed passage again and give back what it was. Raises NotFound."""
    from archive.derive import enqueue_derive

    with library.writing() as session:
        removed = seals.remove(session, seal_id)
        recordings.mark_ready(session, removed.recording, False)
        enqueue_derive(session, removed.recording)
    delete_derived(library, removed.recording)
    return removed


def delete_derived(library: Library, recording: RecordingId) -> None:
    """Delete what was made from a recording. Rendered segments go too: they do not say whose picture they hold."""
    shutil.rmtree(library.derived("recordings", recording), ignore_errors=True)
    shutil.rmtree(library.derived("segments"), ignore_errors=True)
