# SPDX-License-Identifier: GPL-3.0-or-later
"""The archive with pages, for every test of this folder."""

from tests.pages import app, archive, browser, filled

__all__ = ["app", "archive", "browser", "filled"]
