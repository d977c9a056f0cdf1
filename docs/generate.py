"""Writes the reference pages that come out of the code; `./loke docs` runs it and tests/test_docs.py compares."""

import ast
import csv
import os
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from docs.parts import bill_of_materials

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
NOTE = "<!-- Written by `./loke docs`. Change the code, not this page. -->"


def cli() -> str:
    """The commands, as `./loke` shows them."""
    from loke.cli import help_text

    return page("The commands", "What `./loke` writes:", f"```text\n{help_text()}\n```")


def first_sentence(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text())) or ""
    return " ".join(docstring.split("\n\n")[0].split())


def rooms() -> list[str]:
    """The names of the rooms from the top of the house to the bottom, as the import contract has them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = (name.strip(" ()") for layer in contracts[0]["layers"] for name in layer.split("|"))
    return [name for name in layers if (ROOT / "src/loke" / name).is_dir()]


def house_map() -> str:
    """Every room with its modules, in the order of the imports."""
    return page(
        "The map",
        "One room per step of the method; a room imports only from those below it.",
        *map(room_part, rooms()),
        "## Around the rooms\n\n" + "\n".join(module_lines(ROOT / "src/loke")),
    )


def room_part(name: str) -> str:
    folder = ROOT / "src/loke" / name
    purpose = first_sentence(folder / "__init__.py") if (folder / "__init__.py").exists() else ""
    return "\n".join([f"## {name}", "", purpose, "", *module_lines(folder)]).replace("\n\n\n", "\n\n")


def module_lines(folder: Path) -> list[str]:
    paths = sorted(path for path in folder.rglob("*.py") if path.parent == folder or (folder.parent.name == "loke"))
    return [
        f"- [`{path.relative_to(folder)}`](../../{path.relative_to(ROOT)}): {first_sentence(path)}"
        for path in paths
        if path.name != "__init__.py" and "migrations" not in path.parts
    ]


def data_dictionary() -> str:
    """The tables and columns of a data set."""
    from loke.dataset.dictionary import data_dictionary as write

    return write()


def rights() -> str:
    """Who may do what, as the one table says it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loke.settings")
    import django
    from django.utils.text import capfirst
    from django.utils.translation import override

    from loke.accounts.roles import RELATIONS, ROLES, RULES

    django.setup()
    parts = ["What stands nowhere here nobody may do."]
    with override("en"):
        for role in ROLES:
            rows = [f"| {one.description} | {RELATIONS[one.relation]} |" for one in RULES if one.role == role.code]
            parts += [
                f"## {capfirst(role.name)}",
                str(role.description),
                "\n".join(["| may | where |", "|---|---|", *rows]),
            ]
    return page("Who may do what", *parts)


def glossary() -> str:
    """The words of the method in Swedish beside the names they have in the code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loke.settings")
    import django
    from django.apps import apps

    django.setup()
    ours = [model for model in apps.get_models() if model.__module__.startswith("loke.")]
    head = ["| on the screen | in the code | room | meaning |", "|---|---|---|---|"]
    table = "\n".join([*head, *map(glossary_row, sorted(ours, key=word))])
    return page("Glossary", "The words on the screen, and the classes that carry them.", table)


def word(model: type) -> str:
    return str(model._meta.verbose_name)


def glossary_row(model: type) -> str:
    written = "" if model.__doc__.startswith(f"{model.__name__}(") else model.__doc__  # Django's own lists the fields
    meaning = " ".join(written.split("\n\n")[0].split()).replace("|", "\\|")
    return f"| {word(model)} | `{model.__name__}` | {model._meta.app_label} | {meaning} |"


def classified() -> dict:
    """docs/security/fields.toml: the classes, how long things are kept, and every model with its fields."""
    return tomllib.loads((ROOT / "docs/security/fields.toml").read_text("utf-8"))


def fields() -> str:
    """Every field that is stored, by how sensitive it is."""
    models = classified()
    classes, kept = models.pop("classes"), models.pop("kept")
    head = ["| what | for what | how long | fields by class |", "|---|---|---|---|"]
    rows = [
        f"| `{name}` | {of['purpose']} | {kept[of['kept']]} | "
        + "<br>".join(f"{code}: {', '.join(f'`{field}`' for field in of[code])}" for code in classes if code in of)
        + " |"
        for name, of in models.items()
    ]
    return page(
        "Every field that is stored",
        "Made from `docs/security/fields.toml`. A field that is not there fails the tests.",
        "\n".join(f"- **{code}** {words}" for code, words in classes.items()),
        "\n".join([*head, *rows]),
    )


STATES = {
    "tested": "by tests that run with the others, or, when they are long, by a command of their own",
    "by hand": "measured now and then",
    "later": "the part it concerns is not built, or not all of it has been tried",
    "not applicable": "there is nothing of the kind",
}
KINDS = {"C": "Checks of the ASVS", "A": "Attacks", "F": "Faults"}


def security_checks() -> str:
    """What is guarded against, and the tests that hold us to it."""
    with (ROOT / "docs/security/checks.csv").open(encoding="utf-8", newline="") as file:
        checks = list(csv.DictReader(file))
    counts = Counter(one["state"] for one in checks)
    return page(
        "What is guarded against",
        "Made from `docs/security/checks.csv`: checks of the OWASP ASVS 5.0, attacks that similar systems have met, "
        "and faults to survive. The tests see to it that each is there and that every test it names exists.",
        "\n".join(f"- **{state}** ({counts[state]}): {words}." for state, words in STATES.items()),
        *(checks_part(title, [one for one in checks if one["id"].startswith(kind)]) for kind, title in KINDS.items()),
    )


def checks_part(title: str, checks: list[dict[str, str]]) -> str:
    rows = [f"| {one['id']} | {check_words(one)} | {one['state']} | {links_to(one['tests'])} |" for one in checks]
    return "\n".join([f"## {title}", "", "| | what | state | tests |", "|---|---|---|---|", *rows])


def check_words(one: dict[str, str]) -> str:
    asvs = f" ({one['asvs'].replace(' ', ', ')})" if one["asvs"] else ""
    return f"{one['what']}{asvs}" + (f"<br>*{one['note']}*" if one["note"] else "")


def links_to(tests: str) -> str:
    named = (test.partition("::") for test in tests.split())
    return "<br>".join(f"[{name.removeprefix('test_').replace('_', ' ')}](../../{path})" for path, _, name in named)


def page(title: str, *parts: str) -> str:
    return "\n\n".join([NOTE, f"# {title}", *parts]) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "../security/sbom.json": bill_of_materials,
    "cli.md": cli,
    "map.md": house_map,
    "data-dictionary.md": data_dictionary,
    "glossary.md": glossary,
    "rights.md": rights,
    "fields.md": fields,
    "security-checks.md": security_checks,
}


def write_pages() -> Iterator[Path]:
    """Write every page whose text has changed, and give the ones written."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, text in ((name, make()) for name, make in PAGES.items()):
        path = REFERENCE / name
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
            yield path


if __name__ == "__main__":
    for written in write_pages():
        print(written.relative_to(ROOT))
