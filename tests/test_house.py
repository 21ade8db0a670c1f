# SPDX-License-Identifier: GPL-3.0-or-later
"""The house stays a house: the stair, the forbidden imports, the size of rooms, the language of its signs."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("media", "subtitles", "archive", "webui")
MODULE_LINES = 300
FUNCTION_LINES = 40
SPDX = "# SPDX-License-Identifier: GPL-3.0-or-later"


def modules(*floors: str) -> list[Path]:
    found = [path for floor in floors or FLOORS for path in sorted((ROOT / floor).rglob("*.py"))]
    return [path for path in found if "versions" not in path.parts]  # migrations are generated


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def roots(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


@pytest.mark.parametrize("floor", FLOORS)
def test_no_floor_looks_up(floor: str) -> None:
    above = set(FLOORS[FLOORS.index(floor) + 1 :])
    looking_up = {name_of(path): roots(path) & above for path in modules(floor) if roots(path) & above}
    assert looking_up == {}


def test_only_the_search_room_imports_whoosh() -> None:
    allowed = {name_of(path) for path in modules("archive") if "search" in path.parts}
    assert {name_of(path) for path in modules() if "whoosh" in roots(path)} <= allowed


def test_flask_lives_on_the_top_floor_only() -> None:
    web = {"flask", "flask_babel", "werkzeug", "jinja2", "waitress"}
    assert [name_of(path) for path in modules("media", "subtitles", "archive") if roots(path) & web] == []


def test_processes_start_in_the_runner_and_where_serve_starts_its_worker() -> None:
    starters = [name_of(path) for path in modules() if starts_processes(path)]
    assert starters == ["media/process.py", "webui/serve.py"]


def starts_processes(path: Path) -> bool:
    calls = {"run", "Popen", "call", "check_call", "check_output"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ):
            owner, verb = node.func.value.id, node.func.attr
            if (owner == "subprocess" and verb in calls) or (
                owner == "os" and re.match(r"system|popen|spawn|exec", verb)
            ):
                return True
    return "multiprocessing" in roots(path)


def test_only_config_reads_the_environment() -> None:
    reading = re.compile(r"\bos\.(environ|getenv)\b|from os import .*\b(environ|getenv)\b")
    assert [name_of(path) for path in modules() if reading.search(path.read_text(encoding="utf-8"))] == [
        "archive/config.py"
    ]


def test_sql_is_spoken_in_the_catalogue_only_elsewhere_a_session_is_passed_on() -> None:
    outside = [path for path in modules() if not {"catalogue", "vault"} & set(path.parts)]
    wanted = {"sqlalchemy.orm", "sqlalchemy.orm.Session"}
    sql = ("sqlalchemy", "alembic", "sqlite3")
    extra = {name_of(path): {name for name in imported(path) if name.startswith(sql)} - wanted for path in outside}
    assert {name: found for name, found in extra.items() if found} == {}


def test_posix_calls_stand_in_one_room_per_floor() -> None:
    posix_only = {"fcntl", "resource", "pwd", "grp", "msvcrt"}
    users = [name_of(path) for path in modules() if roots(path) & posix_only]
    assert all(name.endswith("/posix.py") for name in users), users


def test_rooms_are_small() -> None:
    too_large = {
        name_of(path): lines
        for path in [*modules(), *sorted((ROOT / "tests").rglob("*.py"))]
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MODULE_LINES
    }
    assert too_large == {}


def test_functions_do_one_job() -> None:
    too_long = {
        f"{name_of(path)}:{node.name}": length
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES
    }
    assert too_long == {}


def test_no_room_is_a_junk_drawer() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "core"}
    assert [name_of(path) for path in modules() if path.stem in drawers or path.parent.name in drawers] == []


def test_every_module_names_its_licence_and_promises_something() -> None:
    for path in modules():
        text = path.read_text(encoding="utf-8")
        assert text.startswith(SPDX), name_of(path)
        assert ast.get_docstring(ast.parse(text)), name_of(path)


def test_public_functions_keep_a_promise_in_writing() -> None:
    silent = [
        f"{name_of(path)}:{node.name}"
        for path in modules()
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
        and not node.name.endswith("Row")
    ]
    assert silent == []


def test_below_the_command_line_nothing_prints_or_exits() -> None:
    speaking = re.compile(r"^\s*(print\(|sys\.exit\()", re.MULTILINE)
    below = [path for path in modules() if "cli" not in path.parts and path.name not in ("cli.py", "serve.py")]
    children = {"media/probe_child.py", "media/rejoin_child.py", "media/splice_child.py"}
    allowed = children | {"archive/catalogue/migrations/make.py"}
    assert [
        name_of(p) for p in below if speaking.search(p.read_text(encoding="utf-8")) and name_of(p) not in allowed
    ] == []


def test_asking_for_help_loads_nothing_heavy() -> None:
    code = "import sys; from webui.cli import ALL; from archive.cli.main import main\ntry: main(ALL, ['--help'])\nexcept SystemExit: pass\nprint(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    heavy = {
        "sqlalchemy",
        "flask",
        "numpy",
        "av",
        "ffmpeg",
        "whoosh",
        "alembic",
        "simplemma",
        "pysrt",
        "tqdm",
        "chardet",
    }
    assert heavy & set(loaded) == set()


def test_the_imports_have_no_circle() -> None:
    """A module may not reach itself through its imports, lazy ones inside functions included."""
    graph = {dotted(path): targets(path) for path in modules()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail[trail.index(name) :], name))
        if name not in done:
            for target in sorted(graph[name]):
                visit(target, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def targets(path: Path) -> set[str]:
    known = {dotted(other) for other in modules()}
    me = dotted(path)
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= inner & known or {node.module}
    return (found & known) - {me}
