# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is the protection officer at the command line."""

from dataclasses import replace

from archive.library import Library
from archive.person import UNNAMED, Person, Role


def as_officer(library: Library) -> Library:
    """The archive as the protection officer has it: the account of that name says so; without accounts, a name said with `--as`."""
    from archive import accounts
    from archive.catalogue import accounts as known

    name = library.person.name
    if accounts.needed(library):
        with library.reading() as session:
            account = known.named(session, name)
        return library.as_person(replace(account.person, name=name))
    role = library.person.role if name == UNNAMED else Role.PROTECTION
    return library.as_person(Person(name, role))
