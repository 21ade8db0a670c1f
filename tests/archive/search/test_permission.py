# SPDX-License-Identifier: GPL-3.0-or-later
"""What may not be seen is not found, not counted, not suggested, and not in the files of the index."""

import json
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import update

from archive.catalogue import consents, interviews, participants, seals, tracks
from archive.catalogue.schema import ConsentRow
from archive.library import Library
from archive.model.footage import Recording
from archive.model.people import Consent, ConsentStatus, Group, Participant, ParticipantId, Seal, Sex
from archive.search import Facet, catch_up, rebuild
from media.span import Span
from subtitles.cue import Cue, Track
from tests.archive.search.telling import ask, tell, told, written_in
from tests.people import a_consent, a_recording, a_witness, an_interview, appears


def consent_of(library: Library, recording: Recording) -> Consent:
    with library.reading() as session:
        return consents.listed(session, recording.interview)[0]


def test_a_withdrawn_consent_removes_hits_counts_and_facets(library: Library) -> None:
    with library.writing() as session:
        tell(session, "GAO-01", "la confiance revient", region="Gao")
        gone = tell(session, "KID-01", "la confiance manque aux caravaniers", region="Kidal")
    for query in ("confiance", '"la confiance"'):
        assert ask(library, query).total == 2
    with library.writing() as session:
        consents.set_status(session, consent_of(library, gone).id, ConsentStatus.WITHDRAWN, "Ina")
    for query in ("confiance", '"la confiance"'):
        found = ask(library, query)
        assert found.total == 1 and [hit.interview for hit in found.hits] == ["GAO-01"]
        assert found.facets["region"] == (Facet("Gao", 1),)
    assert ask(library, "caravaniers").total == 0
    assert written_in(library.index, "caravanier") == []


def test_facets_looked_at_later_are_those_of_their_answer(library: Library) -> None:
    with library.writing() as session:
        tell(session, "GAO-01", "la confiance revient", region="Gao")
        gone = tell(session, "KID-01", "la confiance manque", region="Kidal")
    before = ask(library, "confiance")
    with library.writing() as session:
        consents.set_status(session, consent_of(library, gone).id, ConsentStatus.WITHDRAWN, "Ina")
    after = ask(library, "confiance")
    assert sum(facet.count for facet in after.facets["region"]) == after.total == 1
    assert sum(facet.count for facet in before.facets["region"]) == before.total == 2
    assert set(after.facets) == {"region", "group", "sex", "language", "date", "tag", "person", "status"}
    assert "name" not in after.facets


def test_sealed_words_are_not_found_and_not_in_the_files(library: Library) -> None:
    [recording] = told(library, "je viens de loin // mon frère Zorobabel est parti // avec nous")
    assert ask(library, "Zorobabel").total == 1
    with library.writing() as session:
        seals.add(session, Seal("", recording.id, Span(2500, 2600)), "Ina")
    for query in ("Zorobabel", '"frère Zorobabel"', "zoro*", "=zorobabel"):
        assert ask(library, query).total == 0
    assert ask(library, "Zorobabe").did_you_mean == ()
    assert written_in(library.index, "zorobabel") == []
    assert ask(library, '"loin avec"').total == 0
    assert ask(library, "loin").hits[0].after == ""
    assert ask(library, "nous").hits[0].before == ""


def test_a_consent_that_ended_since_the_index_was_written_counts_at_once(library: Library) -> None:
    recording, _ = told(library, "la rivière monte", "la rivière baisse")
    assert ask(library, "rivière").total == 2
    expire(library, recording, date.today() - timedelta(days=1))
    assert written_in(library.index, "monte") != []  # nobody announced it
    found = ask(library, "rivière")
    assert found.total == 1 and found.facets["region"] == (Facet("Gao", 1),)
    assert ask(library, "mont").did_you_mean == ()
    assert ask(library, '"rivière monte"').total == 0


def expire(library: Library, recording: Recording, day: date) -> None:
    """Change the consent as the calendar would: without a word to the index."""
    with library.writing() as session:
        session.execute(update(ConsentRow).where(ConsentRow.interview_id == recording.interview).values(expires_on=day))


def test_the_files_are_looked_at_again_on_a_new_day(library: Library) -> None:
    recording, _ = told(library, "la rivière monte", "la rivière baisse")
    catch_up(library)
    expire(library, recording, date.today())
    manifest = library.index / "manifest.json"
    facts = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(facts | {"day": "2018-10-03"}))
    assert catch_up(library) == 1
    assert written_in(library.index, "monte") == [] != written_in(library.index, "baisse")


def test_a_passage_refused_to_one_person_is_refused_alone(library: Library) -> None:
    with library.writing() as session:
        interview = an_interview(session)
        recording = a_recording(session, interview)
        open_, closed = a_witness(session, interview, "GAO-F-1"), a_witness(session, interview, "GAO-F-2")
        a_consent(session, open_, interview)
        appears(session, open_, recording, 0, 60_000)
        appears(session, closed, recording, 2000, 4000)
        cues = ("un puits", "un chameau", "un marché")
        listed = tuple(Cue(n, Span(n * 2000, n * 2000 + 1900), text) for n, text in enumerate(cues))
        tracks.store(session, recording.id, Track(listed), author="Ina")
    assert [ask(library, word).total for word in ("puits", "chameau", "marché")] == [1, 0, 1]
    assert written_in(library.index, "chameau") == []


def test_an_interview_without_anybody_is_not_searched(library: Library) -> None:
    with library.writing() as session:
        recording = a_recording(session, an_interview(session))
        tracks.store(session, recording.id, Track((Cue(1, Span(0, 1000), "personne"),)), author="Ina")
    assert ask(library, "personne").total == 0
    assert rebuild(library) == 1


def test_group_and_sex_follow_the_speaker_and_only_codes_are_shown(library: Library) -> None:
    with library.writing() as session:
        interview = an_interview(session, "MOP-01")
        recording = a_recording(session, interview)
        woman = a_witness(session, interview, "MOP-F-1")
        soldier = participants.add(
            session, Participant(ParticipantId(""), "MOP-M-2", Sex.MALE, Group.FORCES, "36-60", False)
        )
        participants.join(session, interview.id, soldier.id)
        a_consent(session, woman, interview)
        a_consent(session, soldier, interview)
        said = (("MOP-F-1", "nous avons peur"), ("mop-m-2", "nous avons fui"), ("Un nom tapé", "nous restons"))
        cues = tuple(Cue(n, Span(n * 2000, n * 2000 + 1900), text, who) for n, (who, text) in enumerate(said))
        tracks.store(session, recording.id, Track(cues), author="Ina")
    found = ask(library, "nous")
    assert [(hit.speaker, hit.group, hit.sex) for hit in sorted(found.hits, key=lambda hit: hit.start_ms)] == [
        ("MOP-F-1", "women", "f"),
        ("MOP-M-2", "forces", "m"),
        ("", "", ""),
    ]
    assert written_in(library.index, "un nom tapé") == []
    assert ask(library, "nous", group="forces").total == 1
    assert ask(library, '"nous avons"', sex="f").facets["group"] == (Facet("women", 1),)
    with library.writing() as session:
        interviews.update(session, replace(interview, region="Mopti"))
    assert ask(library, "nous", region="mopti").total == 3
