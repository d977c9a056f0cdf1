"""What the source never does, so that what somebody writes cannot be run, unpacked or asked as SQL."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

import loke

PACKAGE = Path(loke.__file__).parent
TEMPLATES = {path.relative_to(PACKAGE): path.read_text("utf-8") for path in PACKAGE.rglob("*.html")}
SCRIPTS = {path.name: path.read_text("utf-8") for path in (PACKAGE / "static/loke").glob("*.js")}
WEB = (
    *("accounts/", "description/", "exchange/", "followup/", "forms", "improvement/", "measures/", "navigation"),
    *("promising_practice/", "records/"),
)
RUNS_CODE = {"eval", "exec", "compile", "__import__"}
UNPACKS_CODE = {"pickle", "cPickle", "marshal", "shelve", "dill", "yaml", "jsonpickle", "joblib", "code", "runpy"}
RUNS_PROGRAMS = {  # and why; of these only one is reached from a page, and its words are all its own
    "cli.py": "the tests",
    "publishing/documents/apart.py": "the process apart",
    "running/postgresql.py": "pg_dump and its like",
    "running/proof.py": "a copy of its own",
}
ITSELF = "analysis/batches.py"  # goes on in processes of its own, which are told nothing and start no program
SQL_OF_ITS_OWN = {  # what asks the database in words that are put together, all of them ours
    "accounts/guards.py",
    "accounts/keys.py",
    "followup/dataset/kept.py",
    "followup/dataset/rows.py",
    "records/retention/erasing.py",
}
CHANCE = {  # beside the demo; keys and codes that open something come out of `secrets`
    "records/pseudonyms.py": "the system's own source of chance",
    "records/review.py": "a few readings by lot",
}
ASKS = {"order_by", "filter", "exclude", "annotate", "alias", "aggregate", "values", "values_list", "only", "get", "F"}


@cache
def sources() -> dict[str, ast.Module]:
    """Every file, read when the first test asks: other tests are collected with these and need none."""
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8"))
        for path in PACKAGE.rglob("*.py")
        if "migrations" not in path.parts
    }


@cache  # a walk of all files takes seconds, and most tests want one
def nodes(tree: ast.AST) -> tuple[ast.Call | ast.Import | ast.ImportFrom, ...]:
    return tuple(node for node in ast.walk(tree) if isinstance(node, ast.Call | ast.Import | ast.ImportFrom))


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call by the last part of its name."""
    for node in nodes(tree):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "attr", getattr(node.func, "id", "")), node


def imported(tree: ast.AST) -> set[str]:
    names = {alias.name for node in nodes(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "" for node in nodes(tree) if isinstance(node, ast.ImportFrom)}


def where(wrong) -> list[tuple[str, int]]:
    """Every place of the source with a call that is `wrong`, by file and line."""
    return [
        (name, call.lineno) for name, tree in sources().items() for called, call in calls(tree) if wrong(called, call)
    ]


def test_no_text_is_run_as_code():
    assert where(lambda name, call: name in RUNS_CODE and isinstance(call.func, ast.Name)) == []


def test_nothing_is_unpacked_that_could_be_code():
    found = {name: imported(tree) & UNPACKS_CODE for name, tree in sources().items()}
    assert {name: modules for name, modules in found.items() if modules} == {}
    assert settings.SESSION_SERIALIZER == "django.contrib.sessions.serializers.JSONSerializer"


def test_no_shell_is_started_and_programs_by_four_files_only():
    shells = {"system", "popen", "getoutput", "getstatusoutput", "create_subprocess_shell", "spawnl", "spawnv"}
    assert where(lambda name, call: name in shells or any(key.arg == "shell" for key in call.keywords)) == []
    users = {name for name, tree in sources().items() if imported(tree) & {"subprocess", "multiprocessing", "pty"}}
    assert users == {*RUNS_PROGRAMS}
    goes_on = {name for name, tree in sources().items() if any(called == "fork" for called, _ in calls(tree))}
    assert goes_on == {ITSELF}
    asks = {name for name, tree in sources().items() if "loke.analysis.batches" in imported(tree)}
    assert asks == {"publishing/command.py"}  # the command line, and no page


def test_the_one_program_that_a_page_starts_is_told_nothing_that_somebody_wrote():
    started = [call for name, call in calls(sources()["publishing/documents/apart.py"]) if name == "run"]
    assert [ast.unparse(call.args[0]) for call in started] == ["[sys.executable, '-P', '-c', CONFINED, task]"]
    told = [line for line in ast.walk(sources()["publishing/documents/apart.py"]) if isinstance(line, ast.Assign)]
    assert [type(line.value) for line in told if ast.unparse(line.targets[0]) == "CONFINED"] == [ast.Constant]


def test_no_sql_is_put_together_where_pages_are_made():
    own = [name for name in sources() if name.startswith(WEB) and name not in SQL_OF_ITS_OWN]
    told = [
        (name, call) for name in own for called, call in calls(sources()[name]) if called in ("execute", "executemany")
    ]
    assert [(name, call.lineno) for name, call in told if not isinstance(call.args[0], ast.Constant)] == []
    assert where(lambda name, call: name in {"RawSQL", "raw", "extra"}) == []


def test_the_names_in_a_question_never_come_from_a_request():
    def named(name: str, call: ast.Call) -> bool:
        loose = [one for one in call.args if isinstance(one, ast.Starred) or name in ("order_by", "F", "values_list")]
        loose += [one.value for one in call.keywords if one.arg is None]
        return name in ASKS and any("request." in ast.unparse(one) for one in loose)

    assert where(named) == []


def test_only_our_own_pictures_are_put_into_a_page_as_they_are():
    safe = {found for text in TEMPLATES.values() for found in re.findall(r"{{\s*([^}|]+)\|[^}]*\bsafe\b", text)}
    assert {found for found in safe if not found.endswith(".svg")} == {"frozen.html"}  # drawn by a template, and sealed
    assert [str(name) for name, text in TEMPLATES.items() if "autoescape" in text or "safeseq" in text] == []
    assert where(lambda name, call: name in {"mark_safe", "SafeString", "SafeText"}) == []


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_a_script_makes_neither_markup_nor_code_out_of_text(name):
    wrong = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setTimeout\(['\"]|srcdoc"
    assert re.findall(wrong, SCRIPTS[name]) == []


def test_nothing_is_kept_in_the_browser_but_when_a_meetings_clock_is_to_ring():
    kept = {name: re.findall(r"localStorage|indexedDB|sessionStorage\S*", text) for name, text in SCRIPTS.items()}
    clock = ['sessionStorage.getItem("until"))', 'sessionStorage.setItem("until",']
    assert {name: found for name, found in kept.items() if found} == {"meeting.js": clock}


def test_no_form_lets_the_browser_remember_what_was_typed():
    forms = {str(name): re.findall(r"<form\b[^>]*", text) for name, text in TEMPLATES.items()}
    assert sum(map(len, forms.values())) > 100
    assert {name for name, found in forms.items() if any('autocomplete="off"' not in form for form in found)} == set()


def test_no_key_is_made_of_ordinary_chance():
    chance = {name for name, tree in sources().items() if "random" in imported(tree)}
    assert {name for name in chance if not name.startswith("demo/")} == set(CHANCE)
    assert where(lambda name, call: name in {"uuid1", "uuid3", "uuid5", "getrandbits"}) == []
