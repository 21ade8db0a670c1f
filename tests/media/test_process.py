# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs are run within limits and end without leaving anything."""

import re
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from media.errors import Cancelled
from media.process import Conversation, Limits, ProcessFailed, network_closed, run

ROOT = Path(__file__).parents[2]
NEVER = [sys.executable, "-c", "import time; print('begun', flush=True); time.sleep(600)"]


def python(code: str) -> list[str]:
    return [sys.executable, "-c", textwrap.dedent(code)]


def test_a_program_is_heard_on_both_lines() -> None:
    done = run(python("import sys; print('out'); print('log', file=sys.stderr)"))
    assert (done.output, done.log) == (("out",), ("log",))


def test_a_failure_tells_the_last_words() -> None:
    with pytest.raises(ProcessFailed, match="the disk is full") as caught:
        run(python("import sys; sys.exit('the disk is full')"))
    assert caught.value.log == ("the disk is full",)


def test_a_fatal_line_fails_although_the_program_claims_success() -> None:
    with pytest.raises(ProcessFailed, match="fontselect: failed"):
        run(python("import sys; print('fontselect: failed', file=sys.stderr)"), fatal=re.compile("fontselect: failed"))


def test_a_program_that_is_not_there_says_so() -> None:
    with pytest.raises(ProcessFailed, match="Impossible de lancer"):
        run(["/nowhere/ffmpeg"])


def test_nothing_passes_through_a_shell(tmp_path: Path) -> None:
    run([sys.executable, "-c", "import sys; assert sys.argv[1] == '; touch hurt'", "; touch hurt"], folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_progress_only_goes_forward() -> None:
    heard: list[int] = []
    lines = ["out_time_us=1000000", "out_time_us=N/A", "out_time_us=500000", "out_time_us=2000000", "progress=end"]
    run(python(f"print(*{lines!r}, sep='\\n')"), progress=heard.append)
    assert heard == [1000, 2000]


def test_cancelling_ends_the_child_and_its_children(tmp_path: Path) -> None:
    grandchild = tmp_path / "pid"
    code = f"""
        import subprocess, sys, time
        child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])
        open({str(grandchild)!r}, 'w').write(str(child.pid))
        print('begun', flush=True)
        time.sleep(600)
    """
    with pytest.raises(Cancelled):
        run(python(code), cancelled=lambda: grandchild.exists() and bool(grandchild.read_text()))
    assert gone(int(grandchild.read_text()))


def test_a_program_that_gets_no_further_is_ended() -> None:
    with pytest.raises(ProcessFailed, match="n’avançait plus"):
        run(NEVER, limits=Limits(stall_seconds=0))


def test_memory_is_bounded() -> None:
    with pytest.raises(ProcessFailed, match="MemoryError") as caught:
        run(python("bytearray(1 << 30)"), limits=Limits(memory_bytes=1 << 29))
    assert "memory_mb" in caught.value.hint


def test_processor_time_is_bounded() -> None:
    code = "import resource; print(resource.getrlimit(resource.RLIMIT_CPU)[0])"
    assert run(python(code), limits=Limits(cpu_seconds=7)).output == ("7",)


def test_a_killed_parent_takes_its_child_along(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    tells = f"import os, time; open({str(told)!r}, 'w').write(f'{{os.getpid()}}.'); time.sleep(600)"
    code = f"""
        import sys
        from media.process import run
        run([sys.executable, '-c', {tells!r}])
    """
    with subprocess.Popen(python(code), cwd=ROOT) as parent:
        while not (told.exists() and told.read_text().endswith(".")):
            assert parent.poll() is None
            time.sleep(0.01)
        parent.kill()
    assert gone(int(told.read_text().rstrip(".")))


def test_a_conversation_answers_line_by_line() -> None:
    with Conversation(
        python("import sys\nfor line in sys.stdin: print(line.upper(), end='', flush=True)"), Limits()
    ) as child:
        assert [child.ask("un", 120), child.ask("deux", 120)] == ["UN", "DEUX"]


def test_a_child_that_dies_in_the_conversation_is_noticed() -> None:
    with (
        Conversation(python("input(); raise SystemExit('hurt')"), Limits()) as child,
        pytest.raises(ProcessFailed, match="hurt"),
    ):
        child.ask("hello", 120)


def test_a_child_that_falls_silent_is_noticed() -> None:
    with Conversation(python("import time; time.sleep(600)"), Limits()) as child, pytest.raises(ProcessFailed):
        child.ask("hello", 0.05)


def gone(pid: int) -> bool:
    """Wait until no living process has this number; a zombie does not live."""
    for _turn in range(12_000):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state in "ZX":
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize(
    ("script", "said", "way_out"),
    [
        ("echo 'a.mp4: No space left on device' >&2; exit 1", "No space left", "disque est plein"),
        ("echo \"No such filter: 'zscale'\" >&2; exit 1", "zscale", "réglage ffmpeg"),
        ("echo 'Unknown encoder libx264' >&2; exit 8", "libx264", "réglage ffmpeg"),
        ("kill -9 $$", "signal 9", "mémoire"),
        ("echo 'frame dropped' >&2; kill -15 $$", "signal 15", ""),
    ],
)
def test_what_was_lacking_is_named_with_the_way_out(script: str, said: str, way_out: str) -> None:
    with pytest.raises(ProcessFailed) as failure:
        run(["sh", "-c", script])
    assert said in failure.value.message and way_out in failure.value.hint


@pytest.mark.skipif(not network_closed(), reason="this system gives nobody a network of their own")
def test_a_program_reaches_nobody_not_even_this_computer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        said = run(
            python(f"""
            import socket
            try:
                socket.create_connection(("127.0.0.1", {port}), 3)
                print("reached")
            except OSError as error:
                print("alone")
        """)
        )
    assert said.output == ("alone",)
