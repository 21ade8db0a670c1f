# SPDX-License-Identifier: GPL-3.0-or-later
"""A search that somebody keeps, to ask it again."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A question with its name. `filters` are what stood beside it: `region`, `group`, ..., `broad` and `fuzzy`."""

    id: str
    name: str
    query: str
    filters: dict[str, str] = field(default_factory=dict)
    made_by: str = ""
    made_at: datetime | None = None
