# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the catalogue, a room for each subject. Times are milliseconds; ids are random 128-bit hexadecimal texts."""

from archive.catalogue.schema.accounts import AccountRow, FailureRow, SignInRow
from archive.catalogue.schema.audit import AuditRow
from archive.catalogue.schema.base import Base, new_id
from archive.catalogue.schema.drafts import DraftRow
from archive.catalogue.schema.film import ClipRow, ExportRow, FilmRow, FilmVersionRow, ItemRow, MaskRow, RenderRow
from archive.catalogue.schema.footage import (
    InterviewRow,
    PartRow,
    PlacementRow,
    RecordingRow,
    SidecarRow,
    TaggingRow,
    TagRow,
)
from archive.catalogue.schema.naming import NamingRow, SpokenNamingRow
from archive.catalogue.schema.people import (
    AppearanceRow,
    ConsentRow,
    ConsentStepRow,
    ParticipantRow,
    ParticipationRow,
    SealRow,
)
from archive.catalogue.schema.search import SavedSearchRow
from archive.catalogue.schema.withdrawals import HandoverRow, WithdrawalRow
from archive.catalogue.schema.words import TrackEventRow, TrackPairRow, TrackRow, TrackVersionRow, TrackWaiverRow
from archive.catalogue.schema.work import FactRow, JobRow, OutboxRow

__all__ = [
    "AccountRow",
    "AppearanceRow",
    "AuditRow",
    "Base",
    "ClipRow",
    "ConsentRow",
    "ConsentStepRow",
    "DraftRow",
    "ExportRow",
    "FactRow",
    "FailureRow",
    "FilmRow",
    "FilmVersionRow",
    "HandoverRow",
    "InterviewRow",
    "ItemRow",
    "JobRow",
    "MaskRow",
    "NamingRow",
    "OutboxRow",
    "PartRow",
    "ParticipantRow",
    "ParticipationRow",
    "PlacementRow",
    "RecordingRow",
    "RenderRow",
    "SavedSearchRow",
    "SealRow",
    "SidecarRow",
    "SignInRow",
    "SpokenNamingRow",
    "TagRow",
    "TaggingRow",
    "TrackEventRow",
    "TrackPairRow",
    "TrackRow",
    "TrackVersionRow",
    "TrackWaiverRow",
    "WithdrawalRow",
    "new_id",
]
