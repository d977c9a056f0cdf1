"""Keeps the rules of the house that import-linter cannot see, and runs the linters."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ["dataset", "analysis", "publishing", "accounts", "description", "measures", "records", "exchange", "followup"]
ROOMS += ["improvement", "promising_practice"]
PURE = ROOMS[:3]
TEXT = {".py", ".md", ".toml", ".html", ".css", ".js", ".txt", ".sql", ".lock", ".po", ".csv", ".json", ".sh"}
FORBIDDEN_NAMES = {"utils", "helpers", "services", "managers", "signals", "common", "misc"}
SAVING = {"save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
CLOCK = {"today", "localdate", "localtime", "now", "utcnow", "time"}
MAX_FILE, MAX_VIEW = 300, 30
Function = ast.FunctionDef | ast.AsyncFunctionDef


def source_files(*folders: str, suffix: str = ".py") -> list[Path]:
    found = (path for folder in folders for path in (ROOT / folder).rglob(f"*{suffix}"))
    return sorted(path for path in found if not {"__pycache__", "data"} & set(path.relative_to(ROOT).parts))


def text_files() -> list[Path]:
    top = [path for path in ROOT.iterdir() if path.is_file() and (path.suffix in TEXT or path.name == "loke")]
    inside = source_files("src", "tests", "docs", "benchmarks", ".ci", suffix="")
    return top + [path for path in inside if path.is_file() and (path.suffix in TEXT or path.parent.name == ".ci")]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def hand_written(*folders: str) -> list[Path]:
    return [path for path in source_files(*folders) if "migrations" not in path.parts]


@cache  # read once for all of the rules
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def calls(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the last part of the name of what is called."""
    found = (one for one in ast.walk(node) if isinstance(one, ast.Call))
    return ((getattr(call.func, "attr", getattr(call.func, "id", "")), call) for call in found)


def of_kind(kind: str) -> list[Path]:
    """The modules of one kind in all rooms, be it views.py or the folder views/."""
    return [path for path in hand_written("src") if kind in {path.stem, path.parent.name}]


# The linters


@pytest.mark.parametrize("command", ["ruff check .", "ruff format --check .", "mypy", "lint-imports"])
def test_the_linter_finds_nothing(command: str) -> None:
    program, *words = command.split()
    result = subprocess.run(
        [Path(sys.executable).with_name(program), *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


# Size and names


def test_no_file_is_over_300_lines() -> None:
    ours = [path for path in text_files() if "migrations" not in path.parts]
    paths = [path for path in ours if path.suffix in {".py", ".sql", ".js", ".html"}]
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in paths}
    assert {name: n for name, n in lengths.items() if n > MAX_FILE} == {}


def test_half_of_all_functions_are_under_10_lines() -> None:
    lengths = [(f.end_lineno or 0) - f.lineno + 1 for path in hand_written("src") for f in functions(path)]
    assert median(lengths) < 10


def test_no_module_has_a_name_that_says_nothing() -> None:
    named = [name_of(path) for path in source_files("src", "tests", "benchmarks") if path.stem in FORBIDDEN_NAMES]
    assert named == []


def test_every_module_begins_with_a_sentence_that_says_what_lives_there() -> None:
    paths = [path for path in hand_written("src", "tests", "benchmarks") if path.read_text().strip()]
    first = {name_of(path): (ast.get_docstring(tree(path)) or "").split("\n\n")[0] for path in paths}
    assert [name for name, sentence in first.items() if not sentence.endswith((".", ":"))] == []


def test_every_room_says_what_it_is_for() -> None:
    rooms = [path for path in (ROOT / "src/loke").iterdir() if path.is_dir() and list(path.glob("*.py"))]
    assert [room.name for room in rooms if not (room / "__init__.py").exists()] == []


# The pure rooms


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_reads_no_clock_and_no_environment(room: str) -> None:
    forbidden = re.compile(r"\b(date\.today|datetime\.now|datetime\.utcnow|time\.time|os\.environ|os\.getenv)\b")
    found = [name_of(path) for path in hand_written(f"src/loke/{room}") if forbidden.search(path.read_text())]
    assert found == []


# Models


def relations(path: Path) -> Iterator[ast.Call]:
    kinds = {"ForeignKey", "OneToOneField", "ManyToManyField"}
    return (call for name, call in calls(tree(path)) if name in kinds)


def test_a_foreign_key_names_the_class_never_a_string() -> None:
    named = [
        f"{name_of(path)}:{call.lineno}"
        for path in of_kind("models")
        for call in relations(path)
        if call.args and isinstance(call.args[0], ast.Constant) and call.args[0].value != "self"
    ]
    assert named == []


def test_a_foreign_key_points_down_the_list_of_rooms() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("loke.")]
    upwards = [
        f"{model.__name__}.{field.name}"
        for model in ours
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model in ours
        if ROOMS.index(field.related_model._meta.app_label) > ROOMS.index(model._meta.app_label)
    ]
    assert upwards == []


def test_every_model_has_its_swedish_name() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("loke.")]
    assert [model.__name__ for model in ours if "verbose_name" not in model._meta.original_attrs] == []


# Views and actions


def test_a_view_has_at_most_30_lines() -> None:
    views = [(path, function) for path in of_kind("views") for function in functions(path)]
    long = [f"{name_of(p)}:{f.name}" for p, f in views if (f.end_lineno or 0) - f.lineno + 1 > MAX_VIEW]
    assert long == []


def test_a_view_never_saves() -> None:
    saving = [
        f"{name_of(path)}:{call.lineno} {name}"
        for path in of_kind("views")
        for name, call in calls(tree(path))
        if name in SAVING or (name == "update" and "objects" in ast.unparse(call.func))
    ]
    assert saving == []


def actions() -> list[tuple[Path, ast.FunctionDef]]:
    """The public functions of the actions modules, but for `action` itself, which makes a function one."""
    return [
        (path, node)
        for path in of_kind("actions")
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.name != "action"
    ]


def test_an_action_is_keyword_only_and_takes_by() -> None:
    wrong = [
        f"{name_of(path)}:{node.name}"
        for path, node in actions()
        if node.args.args or node.args.posonlyargs or "by" not in [argument.arg for argument in node.args.kwonlyargs]
    ]
    assert wrong == []


def test_an_action_is_atomic_and_logged_under_its_own_name() -> None:
    wrong = [
        f"{name_of(path)}:{node.name}"
        for path, node in actions()
        if f"action('{node.name}')" not in [ast.unparse(decorator) for decorator in node.decorator_list]
    ]
    assert wrong == []


# Tests


def asserts(node: ast.AST) -> bool:
    """An assert statement, pytest.raises, or a call to a function whose name says that it asserts."""
    named = (name for name, _ in calls(node))
    return any(isinstance(part, ast.Assert) for part in ast.walk(node)) or any(
        name in {"raises", "fail", "expect"} or name.startswith(("assert", "check")) for name in named
    )


def test_every_test_asserts_something() -> None:
    empty = [
        f"{name_of(path)}:{node.name}"
        for path in source_files("tests")
        for node in functions(path)
        if node.name.startswith("test") and not asserts(node)
    ]
    assert empty == []


def test_no_test_measures_time() -> None:
    clock = re.compile(r"\b(perf_counter|monotonic|process_time|time\.sleep)\b")
    timed = [
        name_of(path) for path in source_files("tests") if path != Path(__file__) and clock.search(path.read_text())
    ]
    assert timed == []


def test_no_test_knows_the_day_before_it_runs() -> None:
    """A run may go on past midnight: no clock is asked directly at import, nor in what several tests share."""
    kept, early = re.compile(r"cache\b|scope="), []
    for path in source_files("tests"):
        module = tree(path)
        for node in ast.walk(module):
            if isinstance(node, Function) and not kept.search(" ".join(map(ast.unparse, node.decorator_list))):
                node.body = []
        early += [f"{name_of(path)}:{call.lineno}" for name, call in calls(module) if name in CLOCK]
    assert early == []


# What the files say


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    places = re.compile(r"(?<![\w.])/(home|root|Users|work|opt)/\w|file://|--(extra-)?index-url|--find-links")
    found = [name_of(p) for p in text_files() if p != Path(__file__) and places.search(p.read_text(errors="replace"))]
    assert found == []


def test_the_locks_name_hashes_and_no_addresses() -> None:
    for name in ("requirements.lock", "requirements-test.lock"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert all("==" in entry and "--hash=sha256:" in entry for entry in re.split(r"\n(?=\S)", text.strip()))


def locked(name: str) -> set[str]:
    return set(re.findall(r"^[\w.\[\]-]+==\S+", (ROOT / name).read_text(), re.MULTILINE))


def test_the_test_lock_holds_all_of_the_other() -> None:
    assert locked("requirements.lock") <= locked("requirements-test.lock")


def test_the_lock_has_every_dependency_of_the_project() -> None:
    names = {entry.partition("==")[0].partition("[")[0] for entry in locked("requirements.lock")}
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    assert {re.match(r"[\w-]+", each)[0] for each in wanted} <= names


def test_pages_have_no_inline_style_or_script_and_no_outside_host() -> None:
    forbidden = re.compile(r"\sstyle=|<style|\son\w+=\"|(src|href)=\"(https?:)?//", re.IGNORECASE)
    paths = source_files("src/loke/templates", suffix=".html")
    assert [name_of(path) for path in paths if forbidden.search(path.read_text())] == []


def test_the_pages_do_not_shout() -> None:
    aside = re.compile(r"{#.*?#}|{% comment.*?{% endcomment %}|<!--.*?-->|<!doctype[^>]*>", re.DOTALL | re.IGNORECASE)
    paths = source_files("src/loke", suffix=".html")
    assert [name_of(p) for p in paths if re.search(r"!(?!=)", aside.sub("", p.read_text()))] == []


def test_what_the_program_says_does_not_shout_and_keeps_a_space_before_the_per_cent_sign() -> None:
    said = [
        (f"{name_of(path)}:{call.lineno}", str(argument.value))
        for path in hand_written("src")
        for name, call in calls(tree(path))
        if name in {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}
        for argument in call.args
        if isinstance(argument, ast.Constant)
    ]
    assert [where for where, text in said if "!" in text or re.search(r"\d%|[}s)]%(?!\()", text)] == []
