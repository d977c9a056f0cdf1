"""The logs seal what they are about with salt, so that an erased client can be forgotten without breaking the chain.

What stands there already is sealed anew, from the first entry on. The digest that each chain ended with before, and
whether it was whole, is kept in an entry of the audit log: a copy from before is verified against it.
"""

import hashlib
import secrets

from django.db import migrations, models
from django.utils import timezone

import loke.accounts.models
from loke.accounts.guards import Guard, append_only, Install, without_triggers

LOGS = ("accounts_auditentry", "accounts_accessentry", "accounts_accessedclient")


def forgets(table: str, *, forgotten: str, kept: tuple[str, ...]) -> Guard:
    """The only change that a row takes: its salt and its name go, and all else stays."""
    same = " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in kept)
    return Guard(f"{table}_only_forgets", table, f"NEW.salt = '' AND {forgotten} AND {same}", ("UPDATE",))


LINK = ("number", "at", "by_id", "unit_id", "what", "content", "digest")
GUARDS = (
    append_only("accounts_accessentry"),
    Guard("accounts_auditentry_only_grows", "accounts_auditentry", "1 = 0", ("DELETE",)),
    Guard("accounts_accessedclient_only_grows", "accounts_accessedclient", "1 = 0", ("DELETE",)),
    forgets("accounts_auditentry", forgotten="NEW.target = ''", kept=LINK),
    forgets("accounts_accessedclient", forgotten="NEW.client_number IS NULL", kept=("id", "entry_id", "seal")),
)


KEPT: dict[str, tuple[str, bool]] = {}  # of each log the end of its former chain, and whether it was whole


def digest(*parts: object) -> str:
    return hashlib.sha256("\x1f".join("" if part is None else str(part) for part in parts).encode()).hexdigest()


def old_digest(content: object) -> str:
    return hashlib.sha256(str(content).encode()).hexdigest()


def parts(entry, content: str) -> tuple:
    return entry.number, entry.at.isoformat(), entry.by_id, entry.unit_id, entry.what, content


def lift(apps, editor):
    with editor.connection.cursor() as cursor:
        for table in LOGS:
            for statement in append_only(table).drop(editor.connection.vendor):
                cursor.execute(statement)


def reseal(apps, editor):
    audit, access = (apps.get_model("accounts", name) for name in ("AuditEntry", "AccessEntry"))
    for log, model, anew in (("audit", audit, audited), ("access", access, accessed)):
        before, after, whole = "", "", True
        for entry in model.objects.order_by("number").iterator(chunk_size=2000):
            about, content = anew(apps, entry)
            whole = whole and (entry.content, entry.digest) == (about, digest(before, *parts(entry, about)))
            before, after = entry.digest, digest(after, *parts(entry, content))
            model.objects.filter(pk=entry.pk).update(content=content, digest=after)
        head = apps.get_model("accounts", "LogHead").objects.filter(log=log).first()
        if head:
            KEPT[log] = (head.digest, whole and head.digest == before)
            apps.get_model("accounts", "LogHead").objects.filter(log=log).update(digest=after)


def audited(apps, entry) -> tuple[str, str]:
    salt = secrets.token_hex(16)
    type(entry).objects.filter(pk=entry.pk).update(salt=salt)
    return old_digest(entry.target), digest(salt, entry.target)


def accessed(apps, entry) -> tuple[str, str]:
    rows = list(apps.get_model("accounts", "AccessedClient").objects.filter(entry=entry.pk))
    for row in rows:
        row.salt = secrets.token_hex(16)
        row.seal = digest(row.salt, row.client_number)
        type(row).objects.filter(pk=row.pk).update(salt=row.salt, seal=row.seal)
    return old_digest(sorted(row.client_number for row in rows)), digest("", *sorted(row.seal for row in rows))


def note(apps, editor):
    """An entry in the audit log for each log that was sealed anew, with the end of its former chain."""
    entry, heads = apps.get_model("accounts", "AuditEntry"), apps.get_model("accounts", "LogHead").objects
    for log, (former, whole) in sorted(KEPT.items()):
        head, __ = heads.get_or_create(log="audit")
        target, salt = f"{log} {former}", secrets.token_hex(16)
        made = entry(number=head.number + 1, at=timezone.now(), target=target, salt=salt, content=digest(salt, target))
        made.what = "seal_log_anew" if whole else "seal_broken_log_anew"
        made.digest = digest(head.digest, *parts(made, made.content))
        made.save(force_insert=True)
        heads.filter(log="audit").update(number=made.number, digest=made.digest)


def salt_field() -> models.CharField:
    return models.CharField(blank=True, default=loke.accounts.models.new_salt, max_length=32)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_logs_only_grow")]
    operations = [
        *without_triggers(
            migrations.AddField("accessedclient", "salt", salt_field()),
            migrations.AddField("accessedclient", "seal", models.CharField(default="", max_length=64)),
            migrations.AddField("auditentry", "salt", salt_field()),
            migrations.AlterField("accessedclient", "client_number", models.BigIntegerField(db_index=True, null=True)),
        ),
        migrations.RunPython(lift),
        migrations.RunPython(reseal),
        Install(*GUARDS),
        migrations.RunPython(note),
    ]
