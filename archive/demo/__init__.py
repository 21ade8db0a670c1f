# SPDX-License-Identifier: GPL-3.0-or-later
"""The demonstration: invented interviews, their footage, and the main job run on them. No real person speaks here."""
