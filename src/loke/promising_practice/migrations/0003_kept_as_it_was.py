"""The database refuses every change of evidence that has been taken and of what has been published."""

from django.db import migrations

from loke.accounts.guards import Guard, append_only, Install

SAME = " AND ".join(
    f"OLD.{column} = NEW.{column}"
    for column in ("review_id", "care_form", "target_group", "content", "words", "digest", "published")
)
WITHDRAWN_ONCE = "OLD.withdrawn IS NULL AND NEW.withdrawn IS NOT NULL"
GUARDS = (
    append_only("promising_practice_evidence"),
    Guard(
        "promising_practice_published_stays",
        "promising_practice_publication",
        f"{SAME} AND {WITHDRAWN_ONCE}",
        ("UPDATE",),
    ),
    Guard("promising_practice_published_is_kept", "promising_practice_publication", "1 = 0", ("DELETE",)),
)


class Migration(migrations.Migration):
    dependencies = [("promising_practice", "0002_evidence")]
    operations = [Install(*GUARDS)]
