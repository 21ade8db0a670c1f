# SPDX-License-Identifier: GPL-3.0-or-later
"""What was handed to editing software is named when somebody takes their word back, and destroyed with an erasure."""

from archive.catalogue import consents, exports, filmlife, films, filmversions, interviews, outbox, participants
from archive.catalogue.exports import Export, Extract
from archive.catalogue.schema import new_id
from archive.erasure import erase
from archive.library import Library
from archive.model.film import Audience
from archive.person import Person, Role
from archive.withdrawal import withdraw
from archive.worker import run_worker
from media.span import Span
from tests.people import a_consent, a_recording, a_witness, an_interview


def test_a_package_is_named_after_a_withdrawal_and_destroyed_by_an_erasure(library: Library) -> None:
    with library.writing() as session:
        interview = an_interview(session)
        kept = a_consent(session, a_witness(session, interview, "GAO-F-1"), interview)
        take = a_recording(session, interview)
        film = films.new(session, "confiance", Audience.SCREENING)
        films.add_clip(session, film.id, take.id, Span(0, 1000))
        filmversions.keep(session, film.id, "Ina", "essai")
        extract = Extract(1, take.id, "BCDF0001.mp4", "ab" * 32, 0, 50, 0, 25)
        facts = (outbox.now(), "Ina", (extract,), ("edl",), "25", "confiance-BCDF.zip")
        exports.keep(session, Export(new_id(), film.id, "BCDF", "package", "screening", *facts))
        filmlife.remove(session, film.id)  # a film that was taken off the list is not forgotten
    (library.films / "confiance-BCDF.zip").write_bytes(b"extracts")
    told = withdraw(library, kept.id).exported
    assert [(one.what, one.recipient) for one in told] == [
        ("export BCDF du film confiance vers un logiciel de montage", "Ina")
    ]
    officer = library.as_person(Person("Moussa", Role.PROTECTION))
    erase(officer, "GAO-F-1", "GAO-01", "GAO-F-1")
    run_worker(library, once=True)
    assert not (library.films / "confiance-BCDF.zip").exists()
    with library.writing() as session:
        (left,) = exports.everywhere(session)  # that something went out is remembered, not what
        assert (left.extracts, left.file, left.place) == ((), "", "")
        filmlife.restore(session, film.id)
        assert films.edit_of(session, film.id).items == ()
        filmversions.bring_back(session, film.id, 1, "Ina")
        assert [item.kind for item in films.edit_of(session, film.id).items] == ["note"]
        assert consents.current(
            session, participants.by_code(session, "GAO-F-1").id, interviews.by_code(session, "GAO-01").id
        )
