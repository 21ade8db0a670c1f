# SPDX-License-Identifier: GPL-3.0-or-later
"""`decide`: the table, its laws, and the command that asks it."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from archive.cli.decision import ARGUMENTS, facts_of_words
from archive.cli.main import main
from archive.consent import AUDIENCES, PARTS, REFUSALS, STATES, USES, Facts, decide, rule_of, strictest
from archive.reasons import SENTENCES, said, sentence
from webui.cli import ALL

CASES = list(
    csv.DictReader(
        (Path(__file__).parent.parent / "data" / "consent-cases.csv").read_text(encoding="utf-8").splitlines()
    )
)
TODAY = date(2018, 10, 4)
DAYS = st.none() | st.dates(TODAY - timedelta(3), TODAY + timedelta(3))
FACTS = st.builds(
    Facts,
    status=st.sampled_from([*STATES, "maybe"]) | st.just("active"),
    given_on=DAYS,
    expires_on=DAYS,
    embargo_until=DAYS,
    minor=st.booleans(),
    guardian=st.booleans(),
    assent=st.booleans(),
    sealed=st.booleans(),
    films=st.frozensets(st.sampled_from(["any", "confiance", "autre"])),
    audiences=st.frozensets(st.sampled_from(AUDIENCES)),
    shows=st.frozensets(st.sampled_from(PARTS)),
    film=st.sampled_from(["confiance", None]),
    masked=st.frozensets(st.sampled_from(PARTS)),
)
USE = st.sampled_from([*USES, "resale"])
CLOSING: dict[str, Callable[[Facts], Facts]] = {
    "withdrawing": lambda on: replace(on, status="withdrawn"),
    "suspending": lambda on: replace(on, status="suspended"),
    "going back to pending": lambda on: replace(on, status="pending"),
    "losing the record": lambda on: Facts(sealed=on.sealed, film=on.film, masked=on.masked),
    "sealing": lambda on: replace(on, sealed=True),
    "expiring": lambda on: replace(on, expires_on=TODAY),
    "expiring sooner": lambda on: replace(on, expires_on=min(on.expires_on or date.max, TODAY + timedelta(1))),
    "a later embargo": lambda on: replace(on, embargo_until=max(on.embargo_until or date.min, TODAY + timedelta(1))),
    "a later start": lambda on: replace(on, given_on=max(on.given_on or date.min, TODAY + timedelta(1))),
    "turning out to be a minor": lambda on: replace(on, minor=True),
    "the guardian withdrawing": lambda on: replace(on, guardian=False),
    "the child withdrawing": lambda on: replace(on, assent=False),
    "an unreadable value": lambda on: replace(on, unreadable=True),
    "no film in particular": lambda on: replace(on, film=None),
    **{f"without audience {one}": lambda on, one=one: replace(on, audiences=on.audiences - {one}) for one in AUDIENCES},
    **{f"not showing {one}": lambda on, one=one: replace(on, shows=on.shows - {one}) for one in PARTS},
    **{f"not masking {one}": lambda on, one=one: replace(on, masked=on.masked - {one}) for one in PARTS},
    **{f"without film {one}": lambda on, one=one: replace(on, films=on.films - {one}) for one in ("any", "confiance")},
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_table_of_cases(case: dict[str, str]) -> None:
    decision = decide(case["use"], facts_of_words(case), date.fromisoformat(case["today"]))
    assert (decision.allowed, decision.reason) == (case["decision"] == "allowed", case["reason"])


def test_the_command_answers_the_same_for_every_case(capsys: pytest.CaptureFixture[str]) -> None:
    for case in CASES:
        options = [part for name in ARGUMENTS for part in (f"--{name.replace('_', '-')}", case[name])]
        status = main(ALL, ["consent", "decide", *options, "--json"])
        answered = json.loads(capsys.readouterr().out)
        assert answered == {"allowed": case["decision"] == "allowed", "reason": case["reason"]}, case["id"]
        assert status == (0 if answered["allowed"] else 1)


def test_the_command_says_it_in_french_with_a_way_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(ALL, ["consent", "decide", "--use", "internet", "--status", "withdrawn"]) == 1
    assert "a retiré son autorisation" in capsys.readouterr().out


@pytest.mark.parametrize("words", [("--given-on", "bientôt"), ("--minor", "perhaps"), ("--shows", "shoes+face")])
def test_what_nobody_can_read_opens_nothing(words: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(ALL, ["consent", "decide", "--use", "describe", "--status", "active", *words, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["reason"] == "unknown-value"


@settings(max_examples=1000)
@given(change=st.sampled_from(sorted(CLOSING)), on=FACTS, use=USE)
def test_nothing_that_closes_ever_opens(change: str, on: Facts, use: str) -> None:
    assume(on.status in STATES and not decide(use, on, TODAY).allowed)
    assert not decide(use, CLOSING[change](on), TODAY).allowed


@given(use=USE, crowd=st.lists(FACTS, min_size=1, max_size=5), newcomer=FACTS)
def test_one_more_person_never_opens(use: str, crowd: list[Facts], newcomer: Facts) -> None:
    assume(not strictest(use, crowd, TODAY).allowed)
    assert not strictest(use, [*crowd, newcomer], TODAY).allowed


@given(use=USE, crowd=st.lists(FACTS, min_size=1, max_size=5))
def test_the_strictest_of_a_focus_group_decides(use: str, crowd: list[Facts]) -> None:
    together = strictest(use, crowd, TODAY)
    alone = [decide(use, on, TODAY) for on in crowd]
    assert together.allowed == all(one.allowed for one in alone)
    refused = [one for one in alone if not one.allowed]
    if refused:
        assert rule_of(together.reason) == min((rule_of(one.reason) for one in refused), key=REFUSALS.index)
    if together.masks:
        wanted = {part for one in refused for part in one.masks}
        assert together.masks == tuple(part for part in PARTS if part in wanted)
    assert strictest(use, reversed(crowd), TODAY) == together


@given(on=FACTS, use=USE)
def test_every_refusal_has_a_sentence(on: Facts, use: str) -> None:
    reason = decide(use, on, TODAY).reason
    assert sentence(reason).endswith(".") and sentence(reason) != reason
    assert said(reason) != reason or reason in SENTENCES


def test_nobody_s_passage_is_refused_and_may_be_described() -> None:
    assert strictest("draft", [], TODAY).reason == "no-consent"
    assert strictest("describe", [], TODAY).allowed
