# SPDX-License-Identifier: GPL-3.0-or-later
"""Files are whole or absent."""

import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from media.errors import Refused
from media.files import arriving, copy_verified, discard, part_name, sha256_of, stale_parts, working_folder, write_bytes


def test_a_temporary_name_keeps_the_extension() -> None:
    assert part_name(Path("films/confiance.mp4"), "12").name == "confiance.12.part.mp4"


def test_a_failure_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    final = tmp_path / "a.srt"
    write_bytes(final, b"old")
    with pytest.raises(RuntimeError), arriving(final) as part:
        part.write_bytes(b"half")
        raise RuntimeError
    assert final.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [final]


def test_a_whole_file_replaces_the_old_one(tmp_path: Path) -> None:
    final = tmp_path / "new" / "a.srt"
    write_bytes(final, b"one")
    write_bytes(final, b"two")
    assert final.read_bytes() == b"two"
    assert list(final.parent.iterdir()) == [final]


def test_a_copy_is_read_back(tmp_path: Path) -> None:
    source = tmp_path / "card.mp4"
    source.write_bytes(b"picture" * 400_000)
    heard: list[int] = []
    copy_verified(source, tmp_path / "originals" / "x", sha256_of(source), heard.append)
    assert sha256_of(tmp_path / "originals" / "x") == hashlib.sha256(source.read_bytes()).hexdigest()
    assert heard[-1] == source.stat().st_size


def test_a_copy_that_differs_is_refused_and_vanishes(tmp_path: Path) -> None:
    source = tmp_path / "card.mp4"
    source.write_bytes(b"picture")
    with pytest.raises(Refused, match=r"card\.mp4"):
        copy_verified(source, tmp_path / "x", "0" * 64)
    assert list(tmp_path.iterdir()) == [source]


def test_a_working_folder_is_private_and_vanishes(tmp_path: Path) -> None:
    with working_folder(tmp_path / "film.mp4") as folder:
        (folder / "subs.ass").write_text("words")
        assert folder.parent == tmp_path and folder.stat().st_mode & 0o077 == 0
        assert list(stale_parts(tmp_path)) == []
    assert list(tmp_path.iterdir()) == []


def test_the_words_that_a_killed_process_left_are_swept(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from media.files import working_folder\n"
        "with working_folder(Path(sys.argv[1])) as folder:\n"
        "    (folder / 'subs.ass').write_text('words')\n"
        "    os.kill(os.getpid(), 9)"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "film.mp4")], check=False, cwd=root)
    (left,) = stale_parts(tmp_path)
    assert (left / "subs.ass").exists()
    discard(left)
    assert list(tmp_path.iterdir()) == []


def test_what_is_removed_during_the_sweep_is_no_trouble(tmp_path: Path) -> None:
    with ExitStack() as others:
        for name in ("a", "b", "c"):
            others.enter_context(working_folder(tmp_path / name / "film.mp4"))
        (tmp_path / "a" / "old.1-0123abcd-0.part.mp4").touch()
        os.utime(tmp_path / "a" / "old.1-0123abcd-0.part.mp4", (0, 0))
        sweep = stale_parts(tmp_path)
        assert next(sweep).name == "old.1-0123abcd-0.part.mp4"
        shutil.rmtree(tmp_path / "b")
        assert list(sweep) == []


def test_what_a_killed_process_left_in_somebodys_folder_goes_with_the_next_work_there(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    mark = f"{int(ended.stdout)}-0123abcd-0123abcd"
    (tmp_path / f"clip.{mark}.part.mp4").write_bytes(b"half")
    (tmp_path / f"work.{mark}.part").mkdir()
    (tmp_path / f"work.{mark}.part" / "head.mkv").write_bytes(b"half")
    (tmp_path / "below").mkdir()
    kept = [tmp_path / f"mine.{mark}.part.mp4.txt", part_name(tmp_path / "running.mp4"), tmp_path / "below" / "a.part"]
    for path in kept:
        path.write_bytes(b"")
    with working_folder(tmp_path / "next.mp4") as folder:
        assert {path for path in tmp_path.rglob("*") if path.is_file()} == set(kept) and folder.is_dir()
