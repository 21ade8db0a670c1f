# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of ingests: newest first, what needs somebody first, hostile names as they are, nothing of what was erased."""

from datetime import datetime, timedelta
from pathlib import Path

from archive import reports
from archive.model.intake import Line, Receipt, Sort
from tests.pages import Archive, Browser

HOSTILE = "<b onload=x>&.mp4"
GONE = "e" * 64
DAY = datetime(2024, 3, 5, 15, 42)


def line(state: str, name: str, **more: str) -> Line:
    return Line(Sort.FILM, state, name, "DCIM", "CARTE", "GAO-01", **more)


def told(archive: Archive, *lines: Line, day: int = 0) -> Path:
    at = DAY + timedelta(days=day)
    path = archive.library.folder / reports.FOLDER / f"ingest-{at:%Y-%m-%d-%H%M}.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(reports.table(Receipt(lines, "Awa", at)))
    path.with_suffix(".html").write_bytes(reports.page(Receipt(lines, "Awa", at), "archive"))
    return path


def address(archive: Archive, path: Path) -> str:
    return next(f"/versements/{one.id}" for one in reports.listed(archive.library.folder) if one.path == path)


def test_without_an_ingest_the_page_says_how_to_make_one(browser: Browser) -> None:
    assert "Aucun versement" in browser.text("/versements") and "baro --archive" in browser.text("/versements")


def test_ingests_are_listed_newest_first_with_their_counts(archive: Archive, browser: Browser) -> None:
    for day in range(21):
        told(archive, line("versé", "C1.MP4"), line("versé", "C2.MP4"), line("refusé", "C3.MP4"), day=day)
    page = browser.text("/versements")
    assert page.index("25 mars 2024") < page.index("24 mars 2024") and "5 mars 2024 à 15:42" in page
    assert page.count("versé\u00a02") == 20 and page.count("refusé\u00a01") == 20
    assert browser.text("/versements?page=2").count("versé\u00a02") == 1


def test_a_report_tells_what_needs_somebody_first_and_names_as_they_are(archive: Archive, browser: Browser) -> None:
    path = told(archive, line("versé", "C1.MP4", recording=archive.video.id), line("refusé", HOSTILE, remark="Vide."))
    page = browser.text(address(archive, path))
    assert page.index("&lt;b onload=x&gt;&amp;.mp4") < page.index("C1.MP4") and "<b onload" not in page
    assert "1 fichier n’est pas dans l’archive" in page and f"/rushes/{archive.video.id}" in page


def test_both_files_leave_as_they_lie_there(archive: Archive, browser: Browser) -> None:
    path = told(archive, line("versé", "C1.MP4"))
    for name, ending in (("tableau.csv", ".csv"), ("rapport.html", ".html")):
        answer = browser.get(f"{address(archive, path)}/{name}")
        assert answer.data == path.with_suffix(ending).read_bytes()
        assert answer.headers["Content-Disposition"] == f"attachment; filename={path.stem}{ending}"
    path.with_suffix(".html").unlink()
    assert browser.get(f"{address(archive, path)}/rapport.html").status_code == 404
    assert "rapport.html" not in browser.text(address(archive, path))


def test_of_what_was_erased_a_line_stays_and_a_table_rewritten_elsewhere_can_only_be_downloaded(
    archive: Archive, browser: Browser
) -> None:
    path = told(archive, line("versé", "C1.MP4", sha256=GONE), line("versé", "C2.MP4"))
    reports.forget(archive.library.folder, [GONE])
    page = browser.text(address(archive, path))
    assert "C1.MP4" not in page and "effacé\u00a01" in page and "a été effacé pour toujours" in page
    path.write_text("autre;chose\n1;2\n")
    assert "ne se lit plus" in browser.text(address(archive, path)) and "illisible" in browser.text("/versements")
