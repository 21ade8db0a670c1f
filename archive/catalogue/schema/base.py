# SPDX-License-Identifier: GPL-3.0-or-later
"""The root of all tables: the names of their keys, the types of their columns, and random ids."""

import secrets
from datetime import datetime
from typing import ClassVar

from sqlalchemy import JSON, DateTime, MetaData, Text
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def new_id() -> str:
    """A random 128-bit id in hexadecimal."""
    return secrets.token_hex(16)


class Base(DeclarativeBase):
    """The root of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {
        str: Text(),
        datetime: DateTime(),
        dict[str, object]: JSON(),
        list[str]: JSON(),
        list[int]: JSON(),
    }
