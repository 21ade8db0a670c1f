# SPDX-License-Identifier: GPL-3.0-or-later
"""Files and time: the only floor that runs ffmpeg. It knows nothing of interviews or consent."""
