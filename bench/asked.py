# SPDX-License-Identifier: GPL-3.0-or-later
"""What the bench of the search asks of: an archive of invented interviews, everybody consenting, and the questions."""

import json
import pickle
import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from bench import rivals, spoken

QUERIES, QUOTES = 100, 1_000


@dataclass(frozen=True, slots=True)
class Work:
    """Where everything lies."""

    folder: Path

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    @property
    def empty(self) -> Path:
        return self.folder / "empty"

    @property
    def questions(self) -> Path:
        return self.folder / "questions.json"

    @property
    def passages(self) -> Path:
        return self.folder / "passages.pickle"


def speak(work: Work, count: int) -> None:
    """Make the archive, the passages for the rivals, and the questions."""
    from archive import library as libraries

    libraries.create(work.empty).catalogue.close()
    words = spoken.vocabulary()
    hours = [spoken.hour(number, words, 2018) for number in range(count)]
    library = libraries.create(work.archive)
    for hour in hours:
        with library.writing() as session:
            keep(session, hour)
    library.catalogue.close()
    with work.passages.open("wb") as handle:
        pickle.dump(list(rivals.passages(hours)), handle)
    ask(work, hours)


def ask(work: Work, hours: Sequence[spoken.Hour]) -> None:
    """Write down the questions."""
    work.questions.write_text(json.dumps(questions(hours), ensure_ascii=False))


def keep(session: Any, hour: spoken.Hour) -> None:
    """One interview into the catalogue, everybody consenting."""
    from archive.catalogue import consents, interviews, participants, recordings
    from archive.catalogue.schema import new_id
    from archive.model.footage import Interview, InterviewId, InterviewKind, Picture, Recording, RecordingId
    from archive.model.people import Consent, ConsentId, ConsentStatus, Group, Participant, ParticipantId, Sex

    interview = interviews.add(session, Interview(InterviewId(""), hour.code, InterviewKind.FOCUS_GROUP, hour.region))
    for number, (group, sex) in enumerate(hour.speakers):
        code = speaker_code(hour, number)
        who = participants.add(session, Participant(ParticipantId(""), code, Sex(sex), Group(group), "18-35", False))
        consents.record(
            session,
            Consent(
                id=ConsentId(""), participant=who.id, interview=interview.id, status=ConsentStatus.ACTIVE,
                given_on=date(2018, 1, 2), films=frozenset({"any"}), audiences=frozenset({"screening"}),
                shows=frozenset({"face", "voice"}), recorded_by="one", confirmed_by="another",
            ),
            "bench",
        )  # fmt: skip
    recording = RecordingId(new_id())
    picture = Picture(1280, 720, Fraction(25), "h264")
    recordings.add(
        session,
        Recording(
            recording,
            new_id() * 2,
            f"{hour.code}.MP4",
            1000,
            hour.cues[-1].end,
            "mp4",
            interview=interview.id,
            picture=picture,
        ),
    )
    tell(session, recording, hour)


def tell(session: Any, recording: str, hour: spoken.Hour) -> None:
    """What is said in a recording, as a new version of its track."""
    from archive.catalogue import tracks
    from media.span import Span
    from subtitles.cue import Cue, Track

    cues = tuple(
        Cue(number, Span(cue.start, cue.end), cue.text, speaker_code(hour, cue.speaker))
        for number, cue in enumerate(hour.cues, 1)
    )
    tracks.store(session, recording, Track(cues, "fr"), author="bench")


def speaker_code(hour: spoken.Hour, number: int) -> str:
    """The pseudonym of a speaker of an interview."""
    return f"{hour.code}-{number + 1}"


def questions(hours: Sequence[spoken.Hour]) -> dict[str, list[list[str]]]:
    """What is asked in each row, and the quotes to be found again with hour, cue and words."""
    from archive.search.analysis import forms

    chance = random.Random(2018)
    words = spoken.vocabulary()
    rare = [[words[chance.randrange(len(words) // 2, len(words))]] for _ in range(QUERIES)]
    common = [[words[place]] for place in range(QUERIES)]
    two = [[words[chance.randrange(50)], words[chance.randrange(3, 300)]] for _ in range(QUERIES)]
    inside, across, quotes = [], [], []
    while len(quotes) < QUOTES:
        hour = hours[chance.randrange(len(hours))]
        place = chance.randrange(len(hour.cues) - 1)
        one, other = forms(hour.cues[place].text), forms(hour.cues[place + 1].text)
        if not one or not other:
            continue  # nothing but a sign: no word of a quote could be there
        length = chance.randrange(3, 7)
        start = chance.randrange(max(1, len(one) - length))
        inside.append(list(one[start : start + length]))
        if hour.cues[place].speaker == hour.cues[place + 1].speaker:
            across.append([*one[-(length // 2) :], *other[: length - length // 2]])
        quotes.append([hour.code, str(place), " ".join(one[start:] + other)])
    starts = [[words[chance.randrange(2000)][: chance.choice((3, 4, 5))]] for _ in range(QUERIES)]
    return {
        "rare word": rare, "common word": common, "two words": two, "exact phrase": inside[:QUERIES],
        "across cues": across[:QUERIES], "prefix": starts, "facets": common, "ten + context": common,
        "whole page": common, "quotes": quotes,
    }  # fmt: skip


def make(work: Work, count: int) -> None:
    """The archive with its questions; the questions alone where the archive is there."""
    if work.passages.exists():
        words = spoken.vocabulary()
        ask(work, [spoken.hour(number, words, 2018) for number in range(count)])
        return
    shutil.rmtree(work.folder, ignore_errors=True)
    work.folder.mkdir(parents=True)
    speak(work, count)
