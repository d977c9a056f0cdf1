"""The night's work: every step on its own, one night at a time, and health that says what is not well."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.running.homes import filled, in_turn, loke, python

from loke.accounts.models import Invitation, LogHead, WayBack
from loke.running import findings, health, nightly
from loke.running.findings import Finding, tried
from loke.running.trouble import Refused


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return filled(tmp_path_factory.mktemp("home"))


def test_a_night_backs_up_and_proves_and_can_be_run_twice(home, tmp_path):
    commands = [("nightly", "--json"), ("nightly", "--json"), ("health", "--json")]
    ended = in_turn(home, *commands, LOKE_BACKUP=str(tmp_path / "kopior"))
    answers = [json.loads(done.stdout) for done in ended]
    assert [done.returncode for done in ended] == [0, 0, 0], answers
    assert all(answer["ok"] for answer in answers), answers
    says = {one["name"]: one["says"] for one in answers[1]["checks"]}
    assert says["återläsningsprov"] == "gjort nyss"
    assert len(list((tmp_path / "kopior").iterdir())) == 2


@pytest.mark.parametrize(
    ("hours", "said"),
    [(0.9, "nyss"), (1, "för en timme sedan"), (47, "för 47 timmar sedan"), (50, "för 2 dagar sedan")],
)
def test_how_long_ago_is_said_by_the_hour_and_then_by_the_day(hours, said):
    assert findings.ago(timedelta(hours=hours)) == said


def test_a_night_without_copies_is_not_well_unless_others_take_them(home):
    for said, code in (("", 1), ("elsewhere", 0)):
        done = loke(home, "nightly", "--json", LOKE_BACKUP=said)
        failed = [one["name"] for one in json.loads(done.stdout)["checks"] if not one["ok"]]
        assert (done.returncode, failed) == (code, ["säkerhetskopia", "återläsningsprov"] if code else [])


def test_a_night_that_is_at_work_is_not_begun_again(home):
    code = """
from loke import cli
from loke.running.findings import alone
with alone("nightly"):
    raise SystemExit(cli.main(["nightly"]))
"""
    [done] = in_turn(home, code)
    assert (done.returncode, done.stderr) == (2, "Nattkörningen är redan igång.\n")


def test_an_installation_that_was_never_backed_up_is_not_well(home):
    (home / "running.json").unlink(missing_ok=True)
    done = loke(home, "health")
    assert done.returncode == 1
    assert "FEL  säkerhetskopia: aldrig gjord" in done.stdout


def test_a_home_without_an_installation_is_told_of(tmp_path):
    done = loke(tmp_path, "health")
    assert (done.returncode, done.stderr.startswith("Här finns ingen installation än.")) == (2, True)


def test_what_fails_stops_nothing_else_and_its_words_are_not_told(db, settings, tmp_path, monkeypatch, caplog):
    def fails():
        raise ValueError("9001011234")

    settings.HOME = tmp_path
    monkeypatch.setattr(nightly, "STEPS", [("ett", fails), ("två", lambda: "klart")])
    assert nightly.run() == [Finding("ett", False, "gick inte (ValueError)"), Finding("två", True, "klart")]
    assert "9001011234" not in caplog.text
    assert "test_nightly.py" in caplog.text
    assert findings.age_of("nightly") is None


def test_an_invitation_that_nobody_used_goes_and_one_that_is_open_stays(world):
    made = {"organisation": world.ungdom.unit.organisation, "role": "administrator", "name": "A", "email": "a@b.se"}
    old = Invitation.objects.create(digest="1", **made, expires="2026-01-01T00:00Z")
    still = Invitation.objects.create(digest="2", **made)
    lost = {"user": world.aino, "lost": WayBack.Lost.BOTH}
    unused = WayBack.objects.create(digest="1", **lost, expires="2026-01-01T00:00Z")
    used = WayBack.objects.create(digest="2", **lost, expires="2026-01-01T00:00Z", used="2026-01-01T00:00Z")
    nightly.expired()
    assert set(Invitation.objects.filter(pk__in=[old.pk, still.pk])) == {still}
    assert set(WayBack.objects.filter(pk__in=[unused.pk, used.pk])) == {used}


def test_no_crowd_pushes_out_what_the_cache_counts_and_what_has_had_its_time_goes(db):
    cache.set("offrets", 9, 3600)
    for number in range(400):
        cache.set(f"{number}", 1, 3600)
    assert cache.get("offrets") == 9
    with connection.cursor() as cursor:
        long_ago = connection.ops.adapt_datetimefield_value(timezone.now() - timedelta(hours=1))
        cursor.execute("UPDATE cache SET expires = %s WHERE cache_key LIKE %s", [long_ago, "%:7"])
        nightly.expired()
        cursor.execute("SELECT count(*) FROM cache")
        assert cursor.fetchone() == (400,)


def test_a_log_that_was_cut_short_is_not_well(world):
    assert tried("loggar", health._heads).ok
    LogHead.objects.filter(log="audit").update(number=1)
    assert not tried("loggar", health._heads).ok


def test_the_page_for_a_proxy_says_ok_and_nothing_more(world, client, monkeypatch):
    answer = client.get("/halsa/")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    with CaptureQueriesContext(connection) as asked:
        client.get("/halsa/")
    assert [one["sql"] for one in asked] == ["SELECT kind FROM accounts_installation"]

    def fails():
        raise Refused("databasen Älvkulla är borta")

    monkeypatch.setattr(health, "_reached", fails)
    answer = client.get("/halsa/")
    assert (answer.status_code, answer.content) == (503, b"fel\n")
    assert client.post("/halsa/").status_code == 405


def test_a_newer_database_is_refused_with_a_word(home):
    newer = """
from django.db.migrations.recorder import MigrationRecorder
from django.db import connection
MigrationRecorder(connection).record_applied("records", "9999_from_the_future")
from loke import serving
print(serving.prepare("real"))
MigrationRecorder(connection).record_unapplied("records", "9999_from_the_future")
print(serving.prepare("real"))
"""
    assert python(home, newer).split() == ["False", "True"]
