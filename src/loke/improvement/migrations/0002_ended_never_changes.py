"""The database refuses every change of a cycle that has ended, but that it is shared and where it is written in."""

from django.db import migrations

from loke.accounts.guards import Guard, Install

TABLE = "improvement_improvementcycle"
KEPT = (
    *("service_id", "title", "kind", "origin", "origin_text", "deviation", "problem", "causes", "trying", "owner_id"),
    *("begins", "prediction", "measure", "up", "size", "seen_by", "phase", "reading", "outcome", "words"),
    *("ended", "ended_by_id", "figures", "begun", "begun_by_id"),
)
FROM = ("answer_id", "decision_id", "before_id", "source_id")  # what it comes from may go, with its own service
SAME = " AND ".join(f"COALESCE(OLD.{one} = NEW.{one}, OLD.{one} IS NULL AND NEW.{one} IS NULL)" for one in KEPT)
CAME = " AND ".join(f"(NEW.{one} IS NULL OR COALESCE(OLD.{one} = NEW.{one}, 1 = 0))" for one in FROM)
OPEN = "EXISTS (SELECT 1 FROM improvement_improvementcycle c WHERE c.id = {row}.cycle_id AND c.ended IS NULL)"
OLD, NEW = OPEN.format(row="OLD"), OPEN.format(row="NEW")


def written(table: str) -> tuple[Guard, ...]:
    return (
        Guard(f"{table}_in_an_open_one", table, NEW, ("INSERT",)),
        Guard(f"{table}_stays_as_it_was", table, f"{OLD} AND {NEW}", ("UPDATE",)),
    )


GUARDS = (
    Guard("improvement_ended_stays_as_it_was", TABLE, f"OLD.ended IS NULL OR ({SAME} AND {CAME})", ("UPDATE",)),
    *written("improvement_cyclestep"),
    *written("improvement_cyclenote"),
)


class Migration(migrations.Migration):
    dependencies = [("improvement", "0001_initial")]
    operations = [Install(*GUARDS)]
