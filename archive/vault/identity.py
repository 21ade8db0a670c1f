# SPDX-License-Identifier: GPL-3.0-or-later
"""Who a participant really is, as a value and as the padded bytes that are encrypted."""

import json
from dataclasses import dataclass

PAD = 512  # bytes; so that the length of a record does not tell the length of a name


@dataclass(frozen=True, slots=True)
class Identity:
    """The real name and contact of the participant with this code, for the protection officer's eyes only.

    `known_as` are other names that would give the person away: a nickname, a title, a spelling. `pseudonym` is what
    stands for them in words that leave; the vault gives it.
    """

    code: str
    name: str
    contact: str = ""
    known_as: tuple[str, ...] = ()
    note: str = ""
    pseudonym: str = ""

    def __repr__(self) -> str:
        """Says nothing: an identity that slips into a log or an error must not be readable."""
        return "Identity(…)"

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that gives the person away."""
        return tuple(name for name in (self.name, *self.known_as) if name)


def packed(identity: Identity) -> bytes:
    """The record as bytes, filled up with spaces to a multiple of `PAD`."""
    fields = {
        "code": identity.code,
        "name": identity.name,
        "contact": identity.contact,
        "known_as": list(identity.known_as),
        "note": identity.note,
        "pseudonym": identity.pseudonym,
    }
    data = json.dumps(fields, ensure_ascii=False).encode()
    return data.ljust(-(-len(data) // PAD) * PAD)


def unpacked(data: bytes) -> Identity:
    """The record that `packed` made these bytes from."""
    fields = json.loads(data)
    fields["known_as"] = tuple(fields["known_as"])
    return Identity(**fields)
