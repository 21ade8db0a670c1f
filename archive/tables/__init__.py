# SPDX-License-Identifier: GPL-3.0-or-later
"""What the archive knows as CSV files, in and out; each table's columns are data, from which the reference is written."""
