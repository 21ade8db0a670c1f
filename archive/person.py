# SPDX-License-Identifier: GPL-3.0-or-later
"""Who acts, and in which role. Until accounts exist the person is a name chosen once."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do. The protection officer alone opens the vault, which no other role includes."""

    VIEWER = "viewer"
    CATALOGUER = "cataloguer"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"
    PROTECTION = "protection"


UNNAMED = "baro"
"""The name of whoever has not said theirs."""

EVERYBODY = frozenset(Role)
TEAM = frozenset({Role.CATALOGUER, Role.EDITOR, Role.ADMINISTRATOR, Role.PROTECTION})
DESCRIBING = frozenset({Role.CATALOGUER, Role.EDITOR, Role.ADMINISTRATOR})
EDITING = frozenset({Role.EDITOR, Role.ADMINISTRATOR})
KEEPING = frozenset({Role.ADMINISTRATOR, Role.PROTECTION})
ADMINISTERING = frozenset({Role.ADMINISTRATOR})
PROTECTING = frozenset({Role.PROTECTION})


@dataclass(frozen=True, slots=True)
class Person:
    """Who is asking."""

    name: str
    role: Role

    @property
    def in_team(self) -> bool:
        """True for those who may see footage that is not released."""
        return self.role in TEAM
