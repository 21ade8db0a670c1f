# SPDX-License-Identifier: GPL-3.0-or-later
"""The naming guard: what would give a person away in the words that leave, and what to write instead."""
