"""Starting: demo and real data never meet, and a database is copied before it is changed."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from tests.running.homes import loke, ready

from loke.serving import OF_THE_REAL_ONE, free_port

SRC = Path(__file__).parents[1] / "src"
DJANGO = "import django; django.setup(); "
THE_DEMOS = DJANGO + "from loke.accounts.models import Installation as I; I.objects.update(kind='demo')"
SERVE = "from argparse import Namespace; print(serving.serve(Namespace(host='127.0.0.1', port=0, new=False)))"
OLDER = DJANGO + "from django.core.management import call_command as c; c('migrate', 'mfa', 'zero')"


def run(home: Path, code: str, **more: str) -> subprocess.CompletedProcess:
    """Run Python in a home of its own, outside the tests' own settings and database."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "LOKE_DEMO")}
    environment = {**kept, "PYTHONPATH": str(SRC), "LOKE_HOME": str(home), **more}
    command = [sys.executable, "-c", f"from loke import serving\n{code}"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def home(tmp_path) -> Path:
    return ready(tmp_path)


@pytest.fixture(scope="module")
def older(tmp_path_factory) -> Path:
    """A home that an older version has left."""
    home = ready(tmp_path_factory.mktemp("older"))
    run(home, OLDER)
    return home


def test_a_new_home_becomes_a_real_installation_with_nobody_in_it(tmp_path):
    code = "print(serving.prepare('real')); from loke.accounts.models import User; print(User.objects.count())"
    assert run(tmp_path, code).stdout.split() == ["True", "0"]
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_the_demo_refuses_a_database_with_real_data(home):
    result = run(home, "print(serving.prepare('demo'))", LOKE_DEMO="1")
    assert result.stdout.strip() == "False"
    assert "riktiga uppgifter" in result.stderr


def test_the_server_does_not_start_with_a_provider_that_cannot_be_used_and_touches_nothing(tmp_path):
    file = tmp_path / "sso.toml"
    result = run(tmp_path / "home", f"{DJANGO}{SERVE}", DJANGO_SETTINGS_MODULE="loke.settings", LOKE_SSO=str(file))
    assert (result.stdout.strip(), result.stderr) == ("2", f"LOKE_SSO går inte att använda: {file} finns inte\n")
    assert not (tmp_path / "home/loke.sqlite3").exists()


@pytest.mark.parametrize("command", ["serve", "health", "manage"])
def test_a_slip_in_a_setting_is_told_of_in_words(tmp_path, command):
    done = loke(tmp_path, command, LOKE_EMAIL_HOST="smtp.example.org", LOKE_EMAIL_TLS="STARTTLS")
    assert (done.returncode, done.stderr) == (2, "LOKE_EMAIL_TLS ska vara starttls, tls eller none, inte STARTTLS.\n")


def test_no_setting_of_the_real_ones_letters_reaches_the_demo():
    read = re.findall(r'"(LOKE_EMAIL_\w+)"', (SRC / "loke/settings.py").read_text())
    assert len(read) == 6
    assert set(read) <= set(OF_THE_REAL_ONE)


def test_the_real_server_refuses_the_demos_database(home):
    result = run(home, f"{THE_DEMOS}; {SERVE}")
    assert result.stdout.strip() == "2"
    assert "är demons" in result.stderr


def test_a_file_is_copied_before_an_upgrade_and_only_then(older, tmp_path):
    home = shutil.copytree(older, tmp_path, dirs_exist_ok=True)
    assert list(home.glob("*före-uppgradering*")) == []
    assert run(home, "print(serving.prepare('real'), serving.prepare('real'))").stdout.split() == ["True", "True"]
    [copy] = home.glob("loke-*T*-före-uppgradering.sqlite3")
    assert copy.stat().st_mode & 0o077 == 0


def test_nothing_is_changed_under_a_server_that_is_running(older, tmp_path):
    home = shutil.copytree(older, tmp_path, dirs_exist_ok=True)
    code = """
import os, django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loke.settings")
django.setup()
with serving.held("serving", shared=True):
    print(serving.prepare("real"))
print(serving.prepare("real"))
"""
    result = run(home, code)
    assert result.stdout.split() == ["False", "True"]
    assert "Servern är igång" in result.stderr


def test_a_demo_whose_building_broke_off_is_built_again(tmp_path, tmp_path_factory):
    (tmp_path / "loke.building").write_text("half a database")
    made = ready(tmp_path_factory.mktemp("made")) / "loke.sqlite3"
    begin = f"""
import django; django.setup()
import sqlite3, shutil, loke.demo as d
from loke.accounts.models import Installation as I
def migrate():
    shutil.copy({str(made)!r}, serving.connection.settings_dict["NAME"])
    I.objects.all().delete()
serving.migrate = migrate
"""
    code = begin + "d.build = lambda day, progress: {}; print(serving.prepare('demo'))"
    settings = {"LOKE_DEMO": "1", "DJANGO_SETTINGS_MODULE": "loke.settings"}
    assert "ZeroDivisionError" in run(tmp_path, code.format("1 / 0"), **settings).stderr
    assert not (tmp_path / "loke.sqlite3").exists()
    assert run(tmp_path, code.format("I.objects.create(pk=1, kind='demo')"), **settings).stdout.strip() == "True"
    assert [path.name for path in tmp_path.glob("loke.*")] == ["loke.sqlite3"]


def test_the_pages_that_most_open_are_read_before_anybody_asks(home):
    loaders = "from django.template import engines; kept = engines['django'].engine.template_loaders[0]"
    code = f"import sys, loke.wsgi; {loaders}.get_template_cache.keys()"
    views = "'loke.records.views.clients' in sys.modules"
    told = run(home, f"{code}; print({views}, {{'base.html', 'records/client.html'}} <= kept)")
    assert told.stdout.split() == ["True", "True"]


def test_whoever_is_served_has_a_language_of_their_own(home):
    told = "from django.utils.translation import activate, get_language; activate('en')"
    beside = "from concurrent.futures import ThreadPoolExecutor as P; other = P(1).submit(get_language).result()"
    assert run(home, f"import loke.wsgi; {told}; {beside}; print(other, get_language())").stdout.split() == ["sv", "en"]


def test_a_port_that_is_taken_is_passed_over():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) > port


@pytest.mark.parametrize("role", ["administrator", "manager"])
def test_the_first_person_is_invited_from_the_command_line(home, role):
    words = ["invite", "a@example.org", "--name", "A", "--organisation", "Älvkulla kommun", "--role", role]
    result = run(home, f"from loke.cli import main; raise SystemExit(main({words!r}))")
    assert result.returncode == (0 if role == "administrator" else 2)
    assert result.stdout.startswith("https://localhost/inbjudan/") is (role == "administrator")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["analyse", "service:x"], "Här finns ingen installation än."),
        (["export", "x", "ut"], "Här finns ingen installation än."),
        (
            ["invite", "a@b.se", "--name", "A", "--organisation", "B", "--role", "manager"],
            "Ange enhetens kod med --unit.",
        ),
    ],
)
def test_an_empty_home_is_told_of_without_a_trace(tmp_path, words, said):
    result = run(tmp_path, f"import sys; from loke import cli; sys.exit(cli.main({words}))")
    assert (result.returncode, said in result.stderr, "Traceback" in result.stderr) == (2, True, False)
    assert not (tmp_path / "loke.sqlite3").exists()


def test_the_server_does_not_share_its_port_with_another(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        asked = f"Namespace(host='127.0.0.1', port={port}, new=False)"
        result = run(tmp_path, f"from argparse import Namespace; print(serving.serve({asked}))")
    assert result.stdout.strip() == "2"
    assert "Välj en annan port" in result.stderr


def test_an_import_never_lands_in_the_demos_database(home):
    result = run(home, f"{THE_DEMOS}; import sys; from loke import cli; sys.exit(cli.main(['import', 'ingenting']))")
    assert (result.returncode, "är demons" in result.stderr) == (2, True)
