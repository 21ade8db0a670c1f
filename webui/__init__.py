# SPDX-License-Identifier: GPL-3.0-or-later
"""Screens: server-rendered pages over `archive`. One page, one view, one template, one small script."""
