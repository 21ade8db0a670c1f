# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the next migration from what `schema.py` has and the migrations lack: `make migration id=0002 m="what it brings"`."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from archive.catalogue.engine import Catalogue


def make(revision: str, message: str) -> None:
    """Write `versions/<revision>_<message>.py` by comparing an up-to-date empty database with the schema."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue(f"sqlite:///{folder}/catalogue.sqlite")
        with catalogue.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        with catalogue.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.revision(config, message=message, rev_id=revision, autogenerate=True)
        catalogue.close()


if __name__ == "__main__":
    make(sys.argv[1], sys.argv[2])
