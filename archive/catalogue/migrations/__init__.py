# SPDX-License-Identifier: GPL-3.0-or-later
"""The history of the tables. `REVISIONS` are the ones this code knows, oldest first; a test holds it to `versions/`."""

REVISIONS = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011",
    "0012",
    "0013",
    "0014",
    "0015",
    "0016",
    "0017",
    "0018",
)
HEAD = REVISIONS[-1]
