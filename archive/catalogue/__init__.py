# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalogue: the only rooms where SQL is spoken. Each takes a `Session` first and answers with values."""
