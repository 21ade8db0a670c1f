# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters inside and beside a question, and the counts that tell what each would leave."""

from dataclasses import replace
from datetime import date

import pytest

from archive.catalogue import interviews, participants, seals, tags, trackevents, tracks
from archive.library import Library
from archive.model.footage import TrackStatus
from archive.model.people import Group, Participant, ParticipantId, Seal, Sex
from archive.model.track import EventKind
from archive.search import Facet
from archive.search.fields import Field, Filter, days
from archive.search.query import Anything, Quote, Word, parse, read
from media.errors import WrongUse
from media.span import Span
from subtitles.cue import Cue, Track
from tests.archive.search.telling import ask, tell
from tests.people import a_consent, a_recording, a_witness, an_interview


@pytest.fixture
def consulted(library: Library) -> Library:
    """A woman of Gao and an officer of Mopti in October, a woman of Kidal in December; one passage about barriers."""
    with library.writing() as session:
        gao = tell(session, "GAO-01", "la paix // un barrage // la paix encore")
        tell(session, "KID-01", "la paix à Kidal", region="Kidal")
        mopti = an_interview(session, "MOP-01")
        officer = participants.add(
            session, Participant(ParticipantId(""), "MOP-M-2", Sex.MALE, Group.FORCES, "36-60", False)
        )
        participants.join(session, mopti.id, officer.id)
        a_consent(session, officer, mopti)
        a_consent(session, a_witness(session, mopti, "MOP-F-1"), mopti)
        take = a_recording(session, mopti, "MOP-01.MP4")
        said = (("MOP-M-2", "la paix d’abord"), ("MOP-F-1", "quelle paix"))
        cues = tuple(Cue(n, Span(n * 2000, n * 2000 + 1900), text, who) for n, (who, text) in enumerate(said))
        stored = tracks.store(session, take.id, Track(cues), author="Ina")
        trackevents.decide(session, stored, EventKind.APPROVAL, TrackStatus.APPROVED, by="Awa")
        for code, region, day in (("GAO-01", "Gao", 14), ("MOP-01", "Mopti", 20)):
            found = interviews.by_code(session, code)
            interviews.update(session, replace(found, region=region, held_on=date(2017, 10, day)))
        interviews.update(
            session, replace(interviews.by_code(session, "KID-01"), region="Kidal", held_on=date(2017, 12, 1))
        )
        tags.put(session, "securite/barrages", gao.id, Span(2000, 4500), "Ina")
        tags.put(session, "justice", take.id, None, "Ina")
    return library


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("region:Gao", {"GAO-01"}),
        ("region:gao,KIDAL", {"GAO-01", "KID-01"}),
        ("-region:Gao", {"KID-01", "MOP-01"}),
        ("SAUF region:Gao", {"KID-01", "MOP-01"}),
        ("groupe:forces", {"MOP-01"}),
        ('groupe:"forces de défense et de sécurité"', {"MOP-01"}),
        ("sexe:femmes", {"GAO-01", "KID-01", "MOP-01"}),
        ("sexe:homme", {"MOP-01"}),
        ("date:2017-10", {"GAO-01", "MOP-01"}),
        ("date:2017-10-15..2017-12", {"KID-01", "MOP-01"}),
        ("date:..2017-10-14", {"GAO-01"}),
        ("date:2018..", set()),
        ("tag:justice", {"MOP-01"}),
        ("tag:securite", {"GAO-01"}),
        ('tag:"barrages et contrôles"', {"GAO-01"}),
        ("personne:mop-m-2", {"MOP-01"}),
        ("personne:GAO-01-F", {"GAO-01"}),
        ("statut:approuvée", {"MOP-01"}),
        ("-statut:approuvée region:Gao", {"GAO-01"}),
        ("langue:français", {"GAO-01", "KID-01", "MOP-01"}),
        ("langue:bm", set()),
    ],
)
@pytest.mark.parametrize("words", ["paix", '"paix"', ""])
def test_a_filter_in_the_question_keeps_what_it_names(
    consulted: Library, query: str, codes: set[str], words: str
) -> None:
    results = ask(consulted, f"{words} {query}")
    assert {hit.interview for hit in results.hits} == codes
    assert results.total == len(results.hits)


def test_every_count_is_what_its_filter_leaves(consulted: Library) -> None:
    for words in ("paix", '"la paix"', "barrage OU paix"):
        for name, facets in ask(consulted, words).facets.items():
            for facet in facets:
                if facet.value:
                    assert ask(consulted, words, **{name: facet.value}).total == facet.count, (words, name, facet)


def test_months_tags_people_and_states_are_counted(consulted: Library) -> None:
    facets = ask(consulted, '"paix"').facets
    assert facets["date"] == (Facet("2017-10", 4), Facet("2017-12", 1))
    assert facets["tag"] == (Facet("justice", 2), Facet("securite/barrages", 1))
    assert Facet("MOP-F-1", 1) in facets["person"] and Facet("GAO-01-F", 2) in facets["person"]
    assert facets["status"] == (Facet("draft", 3), Facet("approved", 2))


def test_what_is_sealed_is_in_no_count(consulted: Library) -> None:
    with consulted.writing() as session:
        recording = next(hit.recording for hit in ask(consulted, "paix", region="Mopti").hits)
        seals.add(session, Seal("", recording, Span(0, 1000)), "Ina")  # type: ignore[arg-type]
    facets = ask(consulted, '"paix"').facets
    assert facets["status"] == (Facet("draft", 3), Facet("approved", 1))
    assert facets["sex"] == (Facet("f", 4),) and facets["tag"][0].count == 1


def test_a_place_is_filtered_by_any_way_of_writing_it(library: Library) -> None:
    with library.writing() as session:
        tell(session, "TBT-01", "la paix", region="Tombouctou")
    assert ask(library, "paix region:Timbuktu").total == 1


def test_filters_are_read_beside_words() -> None:
    assert read('"la paix" region:Gao').tree == Quote("la paix")
    assert read("region:Gao ET paix").tree == read("paix -region:Gao").tree == read("(region:Gao) paix").tree
    assert read("region:Gao").tree == Anything()
    assert read("-RÉGION:« Gao, Ville » x").filters == (Filter(Field.REGION, ("Gao", "Ville"), unwanted=True),)
    assert read("groupe: femmes").filters == (Filter(Field.GROUP, ("women",)),)
    assert read("10:30 heure:10 préregion:x").filters == ()
    assert parse("paix") == Word("paix")


@pytest.mark.parametrize(
    "query",
    [
        "region:", "paix region:,", "groupe:nobles", "sexe:x", "statut:parfait", "date:hier", "date:2017-13",
        "date:2018..2017", "date:..x", "region:Gao OU paix", "(paix OU region:Gao)", "-(paix region:Gao)",
        "paix SAUF (region:Gao)", "region:Gao ET", "ET region:Gao",
    ],
)  # fmt: skip
def test_a_filter_that_makes_no_sense_is_refused_with_a_way_out(query: str) -> None:
    with pytest.raises(WrongUse) as refusal:
        read(query)
    assert refusal.value.message.endswith(".") and refusal.value.hint


def test_an_unknown_tag_is_said(consulted: Library) -> None:
    with pytest.raises(WrongUse):
        ask(consulted, "paix tag:licornes")


def test_days_of_a_date_filter() -> None:
    assert days("2016-02") == (date(2016, 2, 1), date(2016, 2, 29))
    assert days("2017-10-14") == (date(2017, 10, 14), date(2017, 10, 14))
    assert days("..2017")[1] == date(2017, 12, 31) and days("2017..")[1] == date.max
