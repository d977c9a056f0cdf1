"""The database refuses every change of an adopted follow-up, and of what was said in it before it was adopted."""

from django.db import migrations

from loke.accounts.guards import Guard, Install

OPEN = "EXISTS (SELECT 1 FROM followup_followup f WHERE f.id = {row}.follow_up_id AND f.adopted IS NULL)"
OLD, NEW = OPEN.format(row="OLD"), OPEN.format(row="NEW")
LATE = "EXISTS (SELECT 1 FROM followup_followup f WHERE f.id = NEW.follow_up_id AND f.adopted IS NOT NULL)"


def said(table: str) -> tuple[Guard, ...]:
    return (
        Guard(f"{table}_in_an_open_one", table, NEW, ("INSERT",)),
        Guard(f"{table}_stays_as_it_was", table, f"{OLD} AND {NEW}", ("UPDATE",)),
        Guard(f"{table}_stays_there", table, OLD, ("DELETE",)),
    )


GUARDS = (
    Guard("followup_adopted_stays_as_it_was", "followup_followup", "OLD.adopted IS NULL", ("UPDATE",)),
    Guard("followup_adopted_stays_there", "followup_followup", "OLD.adopted IS NULL", ("DELETE",)),
    *said("followup_sectionreading"),
    *said("followup_decision"),
    # what was answered late may be answered otherwise; what was frozen may not
    Guard("followup_answer_says_if_late", "followup_deviationanswer", f"NEW.late = {LATE}", ("INSERT",)),
    Guard(
        "followup_answer_stays_as_it_was",
        "followup_deviationanswer",
        f"OLD.follow_up_id = NEW.follow_up_id AND OLD.late = NEW.late AND (OLD.late OR {OLD})",
        ("UPDATE",),
    ),
    Guard("followup_answer_stays_there", "followup_deviationanswer", f"OLD.late OR {OLD}", ("DELETE",)),
)


class Migration(migrations.Migration):
    dependencies = [("followup", "0001_initial")]
    operations = [Install(*GUARDS)]
