# SPDX-License-Identifier: GPL-3.0-or-later
"""The archive that everything is tried on, made once."""

from tests.matrix.sample import library, sample

__all__ = ["library", "sample"]
