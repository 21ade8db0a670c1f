# SPDX-License-Identifier: GPL-3.0-or-later
"""To the editing software and back: a film as cut list files (one module a format), and a cut made outside taken in again."""
