# SPDX-License-Identifier: GPL-3.0-or-later
"""The life of the index: kept up from the outbox, rebuilt beside, never gone."""

import json
import subprocess
from pathlib import Path

import pytest

from archive.catalogue import outbox, recordings
from archive.library import Library
from archive.posix import lock_file
from archive.search import build, catch_up, rebuild, state
from media.errors import CannotCheck
from tests.archive.search.telling import ask, retell, tell, told, written_in
from tests.killing import baro, moments, some
from tests.people import an_interview


def editions(library: Library) -> dict[str, set[str]]:
    """Which part holds which interviews."""
    facts = json.loads((library.index / "manifest.json").read_text())
    return {
        part["name"]: {holding["interview"] for holding in shelf["holdings"]}
        for shelf in facts["shelves"]
        for part in shelf["parts"]
    }


def test_what_was_announced_is_found_and_what_it_replaced_is_gone(library: Library) -> None:
    [recording] = told(library, "le barrage de mardi")
    assert ask(library, "mardi").total == 1
    with library.writing() as session:
        retell(session, recording, "le barrage de jeudi")
    assert ask(library, "jeudi").total == 1
    assert ask(library, "mardi").total == 0
    assert written_in(library.index, "mardi") == []
    assert [hit.text for hit in ask(library, "barrage").hits] == ["le barrage de jeudi"]


def test_only_the_shelves_of_changed_interviews_are_written_again(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.search.store.FULL_WORDS", 3)
    monkeypatch.setattr("archive.search.tidy.FULL_WORDS", 3)
    monkeypatch.setattr("archive.search.tidy.LIGHT_WORDS", 0)
    recording, *_others = told(library, "un deux trois", "quatre cinq six", "sept huit neuf")
    assert rebuild(library) == 3
    before = editions(library)
    assert len(before) == 3
    with library.writing() as session:
        retell(session, recording, "un deux quatre")
    assert catch_up(library) == 1
    after = editions(library)
    assert len(before.keys() & after.keys()) == 2 and len(after) == 3
    assert {folder.name for folder in (library.index / "parts").iterdir()} == after.keys()
    assert ask(library, "quatre").total == 2
    assert catch_up(library) == 0


def test_a_new_interview_joins_a_shelf_with_room(library: Library) -> None:
    told(library, "un deux trois")
    catch_up(library)
    with library.writing() as session:
        tell(session, "T-9", "un chameau")
    catch_up(library)
    assert len(editions(library)) == 1
    assert ask(library, "un").total == 2


def test_a_recording_that_moves_takes_its_words_along(library: Library) -> None:
    recording, _ = told(library, "le puits", "la route")
    catch_up(library)
    with library.writing() as session:
        other = an_interview(session, "T-9")
        recordings.assign(session, recording.id, other.id)
    assert ask(library, "puits").total == 0  # nobody of the new interview has consented


def test_the_outbox_is_emptied_and_keeps_the_generation(library: Library) -> None:
    told(library, "un", "deux")
    catch_up(library)
    with library.reading() as session:
        newest = outbox.generation(session)
        assert newest > 0 and outbox.waiting(session, newest) == []
        assert len(outbox.waiting(session, 0)) == 1
    assert state(library).generation == newest and state(library).behind == 0


@pytest.mark.parametrize("damage", ["missing", "no manifest", "nonsense", "other version", "truncated", "part gone"])
def test_a_damaged_index_is_built_again(library: Library, damage: str) -> None:
    told(library, "la paix au Mali")
    assert ask(library, "paix").total == 1
    spoil(library.index, damage)
    assert not state(library).ok
    assert ask(library, "paix").total == 1
    assert state(library).ok


def spoil(index: Path, damage: str) -> None:
    manifest = index / "manifest.json"
    part = next((index / "parts").iterdir())
    if damage == "missing":
        subprocess.run(["rm", "-r", str(index)], check=True)
    elif damage == "no manifest":
        manifest.unlink()
    elif damage == "nonsense":
        manifest.write_bytes(b"{\xff")
    elif damage == "other version":
        facts = json.loads(manifest.read_text())
        manifest.write_text(json.dumps(facts | {"stamp": {"engine": "whoosh 2"}}))
    elif damage == "part gone":
        subprocess.run(["rm", "-r", str(part)], check=True)
    else:
        largest = max(part.iterdir(), key=lambda path: path.stat().st_size)
        largest.write_bytes(largest.read_bytes()[:-7])


def test_a_catalogue_restored_from_before_makes_a_new_index(library: Library) -> None:
    told(library, "la paix")
    catch_up(library)
    manifest = library.index / "manifest.json"
    facts = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(facts | {"generation": 10_000}))
    assert not state(library).ok
    assert ask(library, "paix").total == 1
    assert state(library).ok


def test_changes_forgotten_before_they_were_heard_mean_a_rebuild(library: Library) -> None:
    recording, _ = told(library, "un", "deux")
    catch_up(library)
    with library.writing() as session:
        retell(session, recording, "trois")
        outbox.announce(session, None, "test")
        outbox.heard(session, outbox.generation(session))
    assert catch_up(library) == 2
    assert ask(library, "trois").total == 1


def test_while_another_writes_the_old_state_answers(library: Library) -> None:
    [recording] = told(library, "le barrage de mardi")
    catch_up(library)
    with library.writing() as session:
        retell(session, recording, "le barrage de jeudi")
    with lock_file(library.index / "lock") as held:
        assert held
        assert catch_up(library) == 0 == rebuild(library, wait=False)
        assert ask(library, "mardi").total == 1
        now = state(library)
        assert now.ok and now.behind == 1 and "1 changement" in now.message
    assert ask(library, "mardi").total == 0


def test_without_any_index_while_another_writes_the_question_cannot_be_answered(library: Library) -> None:
    told(library, "la paix")
    with lock_file(library.index / "lock"), pytest.raises(CannotCheck):
        ask(library, "paix")


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    [recording] = told(library, "le barrage de mardi")
    catch_up(library)
    with library.writing() as session:
        retell(session, recording, "le barrage de jeudi")

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(build, "write_part", full)
        with pytest.raises(OSError, match="space"):
            rebuild(library)
        assert ask(library, "mardi").total == 1
    assert ask(library, "jeudi").total == 1


def test_what_was_replaced_is_not_found_and_then_leaves_the_files(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.search.tidy.LIGHT_WORDS", 0)
    recording, *_others = told(library, "le barrage de mardi", "la route de mardi", "le puits")
    catch_up(library)
    with library.writing() as session:
        retell(session, recording, "le barrage de jeudi")
    assert catch_up(library, tidying=False) == 1
    assert [hit.interview for hit in ask(library, "mardi").hits] == ["T-2"]
    assert ask(library, '"barrage de mardi"').total == 0 and ask(library, "barrage").total == 1
    assert ask(library, "=mardi").facets["region"][0].count == 1
    catch_up(library)
    parts = {part.name: part for part in (library.index / "parts").iterdir()}
    assert parts.keys() == editions(library).keys()
    assert ask(library, "mardi").total == 1 and ask(library, "jeudi").total == 1 and ask(library, "puits").total == 1
    with library.writing() as session:
        retell(session, recording, "rien")
    catch_up(library)
    assert written_in(library.index, "barrage") == []


def test_there_are_never_many_shelves(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.search.tidy.LIGHT_WORDS", 2)
    most = 0
    for number in range(24):
        with library.writing() as session:
            tell(session, f"T-{number}", "un chameau boit au puits")
        catch_up(library)
        most = max(most, len(editions(library)))
    assert most <= 10
    assert ask(library, "chameau").total == ask(library, '"au puits"').total == 24


@pytest.mark.parametrize("kills", [5, pytest.param(50, marks=pytest.mark.campaign)])
def test_an_index_killed_at_any_moment_leaves_a_searchable_archive(
    kills: int, library: Library, tmp_path: Path
) -> None:
    [recording, _] = told(library, "le barrage de mardi", "la route")
    command = ["--archive", library.folder, "index"]
    whole = moments([*command, "--rebuild"], tmp_path / "count")
    for turn, moment in enumerate(some(kills, whole)):
        with library.writing() as session:
            retell(session, recording, f"le barrage numéro {turn}")
        assert baro([*command, *(["--rebuild"] if turn % 2 else [])], moment=moment) == -9
        assert ask(library, f'"numéro {turn}"').total == 1
        assert ask(library, "route").total == 1
    catch_up(library)
    assert len(list((library.index / "parts").iterdir())) == len(editions(library))
