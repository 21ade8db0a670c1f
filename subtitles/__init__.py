# SPDX-License-Identifier: GPL-3.0-or-later
"""Words in time: cues, tracks, formats, French rules and retiming. No database, no media file."""
