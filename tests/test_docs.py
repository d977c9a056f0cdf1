"""Keeps the documentation true: links lead somewhere, generated pages are current, and the README's commands run."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from docs import generate

from loke import cli

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "benchmarks").glob("*.md")),
]


def prose(path: Path) -> str:
    """A page without its code blocks."""
    return re.sub(r"```.*?```", "", path.read_text(), flags=re.DOTALL)


def headings(path: Path) -> set[str]:
    """The anchors that the headings of a page get on the web."""
    lines = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).strip().replace(" ", "-") for line in lines}


def leads_somewhere(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    return target.exists() and (not anchor or target.suffix != ".md" or anchor in headings(target))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", prose(page))
    local = [link for link in links if not link.startswith(("https://", "mailto:"))]
    assert [link for link in local if not leads_somewhere(page, link)] == []


def test_every_page_is_reached_from_the_index() -> None:
    reached, waiting = set(), [ROOT / "docs/index.md"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        targets = [(page.parent / link).resolve() for link in re.findall(r"\]\(([^)#\s]+\.md)", prose(page))]
        waiting += [target for target in targets if target.exists() and target not in reached]
    assert [page for page in (ROOT / "docs").rglob("*.md") if page not in reached] == []


@pytest.mark.parametrize("name", generate.PAGES)
def test_a_generated_page_is_current(name: str) -> None:
    assert (generate.REFERENCE / name).read_text() == generate.PAGES[name](), "run ./loke docs"


def commands_in(path: Path) -> list[str]:
    """The commands of the `loke` that a page's shell blocks show."""
    blocks = re.findall(r"```(?:sh|bash|console)\n(.*?)```", path.read_text(), re.DOTALL)
    return [word for block in blocks for word in re.findall(r"^\s*(?:\./)?loke ([\w-]+)", block, re.MULTILINE)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_names_only_commands_that_exist(page: Path) -> None:
    assert set(commands_in(page)) <= set(cli.COMMANDS)


def test_the_readme_shows_the_two_commands() -> None:
    assert commands_in(ROOT / "README.md")[:2] == ["demo", "test"]


@pytest.mark.parametrize("name", sorted(set(cli.COMMANDS) - {"manage", "test"}))
def test_the_help_of_a_command_is_in_swedish(name: str) -> None:
    command = [sys.executable, "-m", "loke", name, "--help"]
    result = subprocess.run(command, capture_output=True, text=True, cwd=ROOT / "src", check=False)
    assert result.returncode == 0, result.stderr
    assert "användning: loke" in result.stdout
    assert not re.search(r"\b(usage|options|show this|arguments:)\b", result.stdout)


def test_decisions_are_numbered_in_one_unbroken_row() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
