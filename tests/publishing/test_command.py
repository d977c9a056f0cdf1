"""`loke analyse` and `loke pack` from the outside: what is written where, and the exit status."""

import argparse
import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction

import pytest
from tests.analysis.small import Episode, Measured, on, snapshot

from loke.analysis.calculation import TABLES, analyse
from loke.analysis.options import Options
from loke.dataset.definitions import (
    Ending,
    Expectation,
    Instrument,
    Intervention,
    Item,
    PlannedPhase,
    Scale,
    Service,
    Variable,
)
from loke.dataset.pack import pack
from loke.publishing import command
from loke.publishing.numbers import signed
from loke.publishing.report import QUESTIONS, WIDTH, aligned, text
from loke.publishing.report_columns import COLUMNS

SERVICE = Service(
    "open",
    "Öppna mottagningen",
    variables=(Variable("hours", "Timmar i skola eller arbete", "background", "number", ("opening", "closing")),),
    interventions=(Intervention("talk", "Samtal", True),),
    endings=(Ending("done", "Klar", "completed"), Ending("left", "Avbröt", "discontinued")),
    phases=(PlannedPhase("first", "Första fasen", 1),),
    expectations=(
        Expectation("dose", "1", on("2000-01-01"), None, "dose", "Minst två träffar", lowest=Fraction(2), months=1),
        Expectation("end", "1", on("2000-01-01"), None, "completion", "Fullföljer", share=Fraction(1, 2)),
    ),
)
INSTRUMENT = Instrument(
    "line", (Item("q", Fraction(0), Fraction(9)),), (Scale("q", "Linjen", "higher", Fraction(1), ("q",), score="sum"),)
)


def episode(number: int) -> Episode:
    opened, closed = on(f"2020-0{1 + number % 6}-01"), on(f"202{number % 2}-10-01")
    measured = [Measured("line", "start", [number % 4]), Measured("line", "end", [3 + number % 5])]
    contacts = [(opened, "talk", "attended"), (opened, "talk", "missed")]
    stays = [("first", opened, closed)]
    return Episode(
        opened, closed, "done" if number % 3 else "left", 15, "male", {"hours": number}, contacts, stays, measured
    )


@pytest.fixture(scope="module")
def data():
    return snapshot({SERVICE: [episode(number) for number in range(14)]}, [INSTRUMENT])


@pytest.fixture
def packed(data, tmp_path):
    path = tmp_path / "data.lokepack"
    pack(data, path)
    return str(path)


def run(*words):
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(words))


def test_json_is_one_object_with_every_table(packed, capsys):
    assert run(packed, "--format", "json", "--period", "year") == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found["tables"]) == set(TABLES)
    assert found["dataset"]["as_of"] == "2021-10-01"
    assert list(found["tables"]["completion"][0])[:3] == ["service", "period", "completed"]


def test_groups_have_columns_of_their_own(packed, capsys):
    assert run(packed, "--format", "json", "--by", "sex") == 0
    rows = json.loads(capsys.readouterr().out)["tables"]["completion"]
    assert [(row["by"], row["group"]) for row in rows] == [(None, None), ("sex", "male")]


def test_the_report_asks_the_handbooks_questions_and_fits_the_terminal(packed, capsys):
    assert run(packed, "--period", "half", "--by", "age") == 0
    shown = capsys.readouterr().out
    assert "Idé mot verklighet" in shown
    assert "Hur fullständigt är det?" in shown
    assert max(map(len, shown.splitlines())) <= WIDTH


def test_the_report_says_counts_beside_shares(data):
    shown = text(analyse(data, Options()))
    assert "9 av 14" in shown
    assert "64\u00a0%" in shown


def test_the_change_itself_stands_beside_its_interval(data):
    (row,) = analyse(data, Options()).tables["change"]
    shown = text(analyse(data, Options()))
    head = shown.splitlines().index("Hur stora är förändringarna?") + 2
    assert "Förändring" in shown.splitlines()[head]
    assert f"  {signed(row.change, 2)}  " in shown.splitlines()[head + 1]


def test_a_period_without_anything_says_so(packed, capsys):
    assert run(packed, "--as-of", "2019-01-01") == 0
    shown = capsys.readouterr().out
    assert shown.rstrip().endswith("Det finns inget att visa för den perioden.")


def test_a_share_on_a_half_is_rounded_up_from_the_counts():
    ended = [replace(episode(number), ending="done" if number < 57 else "left") for number in range(200)]
    shown = text(analyse(snapshot({SERVICE: ended}, [INSTRUMENT]), Options()))
    assert [line.split()[:5] for line in shown.splitlines() if line.startswith("Klar")] == [
        ["Klar", "57", "av", "200", "29"]
    ]


def test_warnings_come_last_on_standard_error_after_a_blank_line(data, tmp_path, capsys):
    path = tmp_path / "warned"
    pack(replace(data, warnings=("episodes: en klient saknas",)), path)
    assert run(str(path)) == run(str(path), "--format", "json") == 0
    assert capsys.readouterr().err == "\nepisodes: en klient saknas\nepisodes: en klient saknas\n"


def test_a_long_text_is_folded():
    lines = list(aligned([["Vad", "Antal"], ["ett " * 40, "7"]], 40))
    assert max(map(len, lines)) <= 40
    assert lines[1].endswith("7")


def test_a_pipe_is_written_to_and_stays_a_pipe(packed, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        read = pool.submit(pipe.read_text)
        assert run(packed, "--format", "json", "-o", str(pipe)) == 0
        assert json.loads(read.result())["tables"]
    assert pipe.is_fifo()


def test_a_link_stays_a_link(packed, tmp_path):
    link, target = tmp_path / "link", tmp_path / "target"
    target.touch()
    link.symlink_to(target)
    assert run(packed, "--format", "json", "-o", str(link)) == 0
    assert link.is_symlink()
    assert json.loads(target.read_text(encoding="utf-8"))["tables"]


def test_a_file_is_written_whole(packed, tmp_path, capsys):
    target = tmp_path / "out.json"
    assert run(packed, "--format", "json", "-o", str(target)) == 0
    assert json.loads(target.read_text(encoding="utf-8"))["dataset"]["services"] == ["open"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.lokepack", "out.json"]
    assert capsys.readouterr().out == ""


REFUSED = [
    ["--public", "--from", "2021-01-01"],
    ["--public", "--to", "2021-01-01"],
    ["--public", "--period", "quarter"],
    ["--public", "--by", "sex", "--by", "age"],
    ["--engine", "sc://localhost:1"],
    ["--format", "xlsx"],
    ["--format", "html"],
    ["--by", "nothing"],
    ["--service", "nowhere"],
    ["--from", "2021-02-01", "--to", "2021-01-01"],
    ["-o", "/no/such/folder/file"],
]


@pytest.mark.parametrize("words", REFUSED)
def test_wrong_options_give_status_2_and_nothing_on_standard_output(packed, words, capsys):
    assert run(packed, *words) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.strip().endswith((".", "directory"))


def test_what_cannot_be_opened_gives_status_2(tmp_path, capsys):
    damaged = tmp_path / "damaged"
    damaged.write_bytes(b"LOKEPACK" + bytes(100))
    assert [run(str(damaged)), run(str(tmp_path / "nothing")), run("service:open")] == [2, 2, 2]
    assert capsys.readouterr().out == ""


def test_a_service_of_the_installation_is_opened_by_whoever_knows_how(data, capsys):
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    asked = []
    assert command.run(parser.parse_args(["service:open"]), lambda code: asked.append(code) or data) == 0
    assert asked == ["open"]
    assert "Öppna mottagningen" in capsys.readouterr().out


def test_every_table_is_in_the_report():
    assert {name for names in QUESTIONS.values() for name in names} == set(TABLES) == set(COLUMNS)
