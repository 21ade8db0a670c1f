# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the demonstration's card, in the columns that the archive reads."""

from collections.abc import Mapping, Sequence
from datetime import date

from archive.demo.scenario import Story, TagLine, Witness, stories
from archive.slate import COLUMNS as SLATE
from archive.tables.consents import COLUMNS as CONSENTS
from archive.tables.people import INTERVIEW_COLUMNS as INTERVIEWS
from archive.tables.sheet import Column, written
from archive.tables.tags import TAGGING_COLUMNS as TAGGINGS
from media.timecode import text_of_ms
from subtitles.cue import Cue


def slate_table() -> bytes:
    """One line a file of the card."""
    return _table(
        SLATE,
        [
            {
                "file": shot.name,
                "interview": story.code,
                "kind": story.kind,
                "region": story.region,
                "place": story.place,
                "date": story.held_on.isoformat(),
                "languages": "+".join(story.languages),
                "title": story.title,
                "participants": "+".join(_on_the_slate(witness) for witness in story.witnesses),
            }
            for story in stories()
            for shot in story.shots
        ],
    )


def interviews_table() -> bytes:
    """What the team says about each interview."""
    return _table(INTERVIEWS[:1] + INTERVIEWS[-1:], [{"code": s.code, "description": s.description} for s in stories()])


def consents_table() -> bytes:
    """What each participant allowed."""
    return _table(CONSENTS, [_consent(story, witness) for story in stories() for witness in story.witnesses])


def tags_table(cues: Mapping[str, Sequence[Cue]]) -> bytes:
    """The tags; `cues` are those of each interview by its code, in the time of its recordings."""
    return _table(TAGGINGS, [_tag(line, cues[story.code]) for story in stories() for line in story.tags])


def _on_the_slate(witness: Witness) -> str:
    parts = (witness.code, witness.sex, witness.group, witness.age_band, *(["minor"] if witness.minor else []))
    return ":".join(parts)


def _consent(story: Story, witness: Witness) -> dict[str, str]:
    allowed = witness.permission
    return {
        "participant": witness.code,
        "interview": story.code,
        "status": allowed.status,
        "given_on": _day(allowed.given_on),
        "expires_on": _day(allowed.expires_on),
        "films": "+".join(allowed.films),
        "audiences": "+".join(allowed.audiences),
        "shows": "+".join(allowed.shows),
        "guardian": _answer(allowed.guardian),
        "assent": _answer(allowed.assent),
        "language": story.languages[0],
        "method": "filmed" if any(shot.width for shot in story.shots) else "written",
        "evidence": f"classeur {story.code}",
    }


def _tag(line: TagLine, cues: Sequence[Cue]) -> dict[str, str]:
    row = {"recording": line.recording, "tag": line.path}
    if line.cues is None:
        return row
    first, last = line.cues
    return row | {"start": text_of_ms(cues[first - 1].span.start), "end": text_of_ms(cues[last - 1].span.end)}


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _answer(answer: bool | None) -> str:
    return {None: "", True: "yes", False: "no"}[answer]


def _table(columns: Sequence[Column], rows: Sequence[Mapping[str, str]]) -> bytes:
    return written(columns, [[row.get(column.name, "") for column in columns] for row in rows])
