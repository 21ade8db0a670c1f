# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports of ingests: read back as they were written, and without what was erased since, whenever the work was cut short."""

import errno
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from archive import reports
from archive.model.intake import Line, Receipt, Sort
from archive.paper.intake import verdict

ONE, TWO = "1" * 64, "2" * 64
AT = datetime(2024, 3, 5, 15, 42)
ODD = '=l\'été <b>;"deux" (2).MP4'


def film(name: str, sha256: str = "", state: str = "versé", **more: str) -> Line:
    rush = {ONE: "a" * 32, TWO: "b" * 32}.get(sha256, "")
    return Line(
        Sort.FILM,
        state,
        name,
        "DCIM/100",
        "CARTE",
        "GAO-01",
        "2024-03-05 08:00:00",
        1500,
        700,
        sha256,
        **more,
        recording=rush,
    )


def left(name: str) -> Line:
    return Line(Sort.LEFT, "laissé", name, "THMBNL", "CARTE", remark="vignette faite par la caméra")


def written(folder: Path, name: str, *lines: Line) -> Path:
    told = Receipt(lines, "Awa", AT)
    path = folder / reports.FOLDER / f"ingest-{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(reports.table(told))
    path.with_suffix(".html").write_bytes(reports.page(told, "archive"))
    return path


def test_a_report_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    sheet = Line(
        Sort.SHEET, "refusé", "C1M01.XML", "DCIM", "CARTE", size=7, remark="fiche de caméra Le fichier est vide."
    )
    lines = (film(ODD, ONE, remark="Partie 1 sur 2."), sheet, left("C1T01.JPG"))
    assert reports.read(written(tmp_path, "2024-03-05-1542", *lines)) == Receipt(lines, "Awa", AT)


def test_reports_are_listed_newest_first_under_addresses_that_tell_nothing(tmp_path: Path) -> None:
    for name in (
        "2024-03-05-1542",
        "2024-03-05-1542-10",
        "2024-03-05-1542-2",
        "2024-03-04-2300",
        "2024-99-99-9999",
        "notes",
    ):
        written(tmp_path, name, film("C1.MP4", ONE))
    found = reports.listed(tmp_path)
    assert [one.path.stem.removeprefix("ingest-2024-03-0") for one in found] == [
        "5-1542-10",
        "5-1542-2",
        "5-1542",
        "4-2300",
    ]
    assert all(reports.get(tmp_path, one.id) == one and "2024" not in one.id for one in found)


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("writes", range(12))
def test_an_erasure_cut_short_after_any_write_takes_everything_out_the_next_time(
    writes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(
        tmp_path, "2024-03-01-0900", film("C1.MP4", state="refusé"), film("D1.MP4", state="refusé"), left("C1T01.JPG")
    )
    written(tmp_path, "2024-03-02-0900", film("C1.MP4", ONE), left("C1T01.JPG"), film("D2.MP4", TWO), left("D2T01.JPG"))
    written(tmp_path, "2024-03-03-0900", film("C1.MP4", ONE, "déjà là"), film("C1_COPIE.MP4", ONE, "déjà là"))
    real, done = reports.write_bytes, 0

    def deadly(path: Path, data: bytes) -> None:
        nonlocal done
        if done == writes:
            raise Killed
        done += 1
        real(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(reports, "write_bytes", deadly)
        try:
            reports.forget(tmp_path, [ONE])
        except Killed:
            assert reports.telling(tmp_path, [ONE])
    if reports.telling(tmp_path, [ONE]):
        reports.forget(tmp_path, [ONE])
    for path in (tmp_path / reports.FOLDER).iterdir():
        said = path.read_text(encoding="utf-8")
        assert "C1" not in said and ONE not in said and "a" * 32 not in said
    (last, middle, first) = (reports.read(one.path) for one in reports.listed(tmp_path))
    assert first is not None and middle is not None and last is not None
    assert [line.state for line in first.lines] == ["effacé", "refusé", "effacé"] and first.lines[1].name == "D1.MP4"
    assert [line.name for line in middle.lines] == ["", "", "D2.MP4", "D2T01.JPG"]
    assert [line.state for line in last.lines] == ["effacé", "effacé"]
    assert "2 fichiers ont été effacés" in verdict(last)


def test_on_a_full_disk_a_report_that_tells_of_what_was_erased_goes_whole_and_the_others_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, "2024-03-01-0900", film("C1.MP4", ONE))
    other = written(tmp_path, "2024-03-02-0900", film("D1.MP4", TWO))

    def full(_path: Path, _data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(reports, "write_bytes", full)
    reports.forget(tmp_path, [ONE])
    assert [one.path for one in reports.listed(tmp_path)] == [other] and reports.telling(tmp_path, [ONE]) == []
    monkeypatch.setattr(Path, "unlink", lambda path, missing_ok=False: full(path, b""))
    reports.forget(tmp_path, [TWO])
    assert reports.telling(tmp_path, [TWO]) == [other, other.with_suffix(".html")]


def test_what_a_spreadsheet_rewrote_beyond_reading_goes_whole_when_it_tells_of_what_was_erased(tmp_path: Path) -> None:
    told, other = (written(tmp_path, f"2024-03-0{day}-0900", film("C1.MP4", one)) for day, one in ((1, ONE), (2, TWO)))
    alone = written(tmp_path, "2024-03-03-0900", film("C1.MP4", ONE))
    alone.unlink()
    shutil.copy(told, told.with_name("copie.csv"))
    for path in (told, other):
        path.write_text(path.read_text(encoding="utf-8-sig").replace("état;", "etat;"), encoding="utf-8")
    assert reports.read(told) is None
    reports.forget(tmp_path, [ONE])
    assert sorted(path.name for path in (tmp_path / reports.FOLDER).iterdir()) == [
        "copie.csv",
        "copie.html",
        other.name,
        other.with_suffix(".html").name,
    ]
    assert "C1" not in told.with_name("copie.csv").read_text()
