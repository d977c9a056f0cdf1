"""What has been moved goes, and from now on the database refuses every change of an adopted version."""

from django.db import migrations

from loke.accounts.guards import Guard, Install, same

OPEN = "SELECT 1 FROM description_{kind} d WHERE d.id = {row}.{key} AND d.status IN ('draft', 'comments')"
THROUGH = (
    "SELECT 1 FROM description_processrow r JOIN description_processdescription d ON d.id = r.process_id "
    "WHERE r.id = {row}.start_id AND d.status IN ('draft', 'comments')"
)
KEYS = {
    "description_passage": OPEN.replace("{kind}", "servicedescription").replace("{key}", "description_id"),
    "description_part": OPEN.replace("{kind}", "servicedescription").replace("{key}", "description_id"),
    "description_processrow": OPEN.replace("{kind}", "processdescription").replace("{key}", "process_id"),
    "description_thread": THROUGH,
}


def frozen(table: str, query: str) -> tuple[Guard, Guard]:
    """A row may be written, and taken away, as long as its version has not been adopted."""
    return (
        Guard(f"{table}_of_an_open_version", table, f"EXISTS ({query.format(row='NEW')})"),
        Guard(f"{table}_of_an_adopted_version", table, f"EXISTS ({query.format(row='OLD')})", ("DELETE",)),
    )


GUARDS = (
    *(guard for table, query in KEYS.items() for guard in frozen(table, query)),
    same(
        "thread_within_one_process",
        "description_thread",
        "SELECT process_id FROM description_processrow WHERE id = NEW.start_id",
        "SELECT process_id FROM description_processrow WHERE id = NEW.end_id",
    ),
    same(
        "passage_of_a_part_of_its_description",
        "description_passage",
        "SELECT description_id FROM description_part WHERE id = NEW.part_id",
        "NEW.description_id",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("description", "0003_move_texts_and_rows")]
    operations = [
        migrations.RemoveField(
            model_name="servicedescription",
            name="conditions",
        ),
        migrations.RemoveField(
            model_name="servicedescription",
            name="follow_up",
        ),
        migrations.RemoveField(
            model_name="servicedescription",
            name="goals",
        ),
        migrations.RemoveField(
            model_name="servicedescription",
            name="implementation",
        ),
        migrations.RemoveField(
            model_name="servicedescription",
            name="purpose",
        ),
        migrations.RemoveField(
            model_name="servicedescription",
            name="resources",
        ),
        migrations.RemoveField(
            model_name="servicedescription",
            name="target_group",
        ),
        migrations.DeleteModel(
            name="IntendedOutcome",
        ),
        migrations.DeleteModel(
            name="TargetGroup",
        ),
        Install(*GUARDS),
    ]
