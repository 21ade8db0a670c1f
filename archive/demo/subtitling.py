# SPDX-License-Identifier: GPL-3.0-or-later
"""Subtitle files of the demonstration: good ones, one in the encoding of an old laptop, and one that a rough tool spoiled."""

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.demo.scenario import Story, SubtitleFile
from archive.demo.timing import spread
from subtitles.cue import Cue, Track
from subtitles.writing import write


def subtitle_file(story: Story, wanted: SubtitleFile, cues: Sequence[Cue]) -> bytes:
    """The bytes of `wanted` for the spoken `cues` of `story`."""
    typed = tuple(replace(cue, text=wanted.rough.get(number, cue.text)) for number, cue in enumerate(cues, 1))
    chosen = spread(story.bambara, tuple(cues)) if wanted.language == "bm" else typed
    data = write(Track(chosen, wanted.language), wanted.file.rpartition(".")[2]).data
    if wanted.broken:
        return spoiled(data.decode()).encode()
    if wanted.encoding == "cp1252":  # it has no narrow space, as no keyboard of its time had
        return data.decode().replace("\u202f", "\u00a0").encode("cp1252")
    return data


def spoiled(srt: str) -> str:
    """What a hand in a hurry does to a SubRip file: every word is still there, its form is not.

    Indices are missing from every third cue, one cue is glued to the next, clocks are written in five ways, one
    cue ends before it begins, one has an empty line inside.
    """
    blocks = srt.strip().split("\n\n")
    for at, block in enumerate(blocks):
        index, times, *text = block.split("\n")
        if at % 3 == 1:
            index = ""
        if at % 4 == 2:
            times = times.replace(",", ".")
        if at % 4 == 3:
            times = re.sub(r"00:(\d\d:\d\d),(\d)\d\d", r"\1,\2", times)
        if at == 5:
            start, _, end = times.partition(" --> ")
            times = f"{end} --> {start}"
        if at == 7:
            times = times.replace(" --> ", "-->")
        if at == 9 and len(text) == 2:
            text = [text[0], "", text[1]]
        blocks[at] = "\n".join(part for part in (index, times, *text) if part or part in text)
    joined = "\n\n".join(blocks)
    glued = blocks[3] + "\n\n"
    return joined.replace(glued, glued[:-1], 1) + "\n"
