# SPDX-License-Identifier: GPL-3.0-or-later
"""An archive that somebody attacks."""

from tests.pages import app, archive, browser, filled

__all__ = ["app", "archive", "browser", "filled"]
