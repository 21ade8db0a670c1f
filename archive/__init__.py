# SPDX-License-Identifier: GPL-3.0-or-later
"""People, meaning and film: the library that the command line and the pages are faces of."""
