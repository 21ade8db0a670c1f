# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings that a person has waived: they stay waived until the text of the cue changes."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from subtitles.checks.rule import Finding
from subtitles.cue import Cue, Track


@dataclass(frozen=True, slots=True)
class Waiver:
    """One rule waived for one text, named by its hash (empty: the file as a whole)."""

    rule: str
    text: str


class Sorted(NamedTuple):
    """The findings that still ask for something, and those that were waived."""

    open: list[Finding]
    waived: list[Finding]


def hash_of(cue: Cue) -> str:
    """The hash that names the text of a cue in a waiver: 16 hexadecimal digits."""
    return hashlib.sha256(cue.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def waiver(finding: Finding, track: Track) -> Waiver:
    """The waiver of `finding`, which was found in `track`."""
    return Waiver(finding.rule, hash_of(track.cues[finding.cue - 1]) if finding.cue else "")


def sort(findings: Iterable[Finding], track: Track, waivers: Collection[Waiver]) -> Sorted:
    """The `findings` of `track` with the waived ones apart, both in their order."""
    sorted_ = Sorted([], [])
    rules = {one.rule for one in waivers}
    for finding in findings:
        gone = finding.rule in rules and waiver(finding, track) in waivers
        (sorted_.waived if gone else sorted_.open).append(finding)
    return sorted_
