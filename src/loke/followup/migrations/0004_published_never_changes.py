"""The database refuses every change of a release but its next step, and every change of one that has been withdrawn."""

from django.db import migrations

from loke.accounts.guards import Guard, Install

TABLE = "followup_release"
KEPT = ("follow_up_id", "level", "content", "basis", "beside", "digest", "prepared")
SAME = " AND ".join(f"OLD.{column} = NEW.{column}" for column in KEPT)
STEPS = " AND ".join(
    f"(OLD.{step} IS NULL OR (OLD.{step} = NEW.{step} AND OLD.{by} = NEW.{by}))"
    for step, by in (("proposed", "proposed_by_id"), ("published", "approved_by_id"))
)
NEXT = f"OLD.withdrawn IS NULL AND {SAME} AND {STEPS}"  # is NULL where something is taken away
ADOPTED = "EXISTS (SELECT 1 FROM followup_followup f WHERE f.id = NEW.follow_up_id AND f.adopted IS NOT NULL)"
NEW = "NEW.proposed IS NULL AND NEW.published IS NULL AND NEW.withdrawn IS NULL"

GUARDS = (
    Guard("followup_release_of_an_adopted", TABLE, f"{ADOPTED} AND {NEW}", ("INSERT",)),
    Guard("followup_release_goes_step_by_step", TABLE, f"COALESCE({NEXT}, FALSE)", ("UPDATE",)),
    Guard("followup_release_stays_in_the_registry", TABLE, "OLD.published IS NULL", ("DELETE",)),
)


class Migration(migrations.Migration):
    dependencies = [("followup", "0003_releases")]
    operations = [Install(*GUARDS)]
