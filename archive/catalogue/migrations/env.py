# SPDX-License-Identifier: GPL-3.0-or-later
"""Alembic's way in: it gets the open connection from `Catalogue.upgrade`."""

from alembic import context

from archive.catalogue.schema import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
context.run_migrations()
