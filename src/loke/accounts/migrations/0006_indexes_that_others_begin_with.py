from django.conf import settings
from django.db import migrations
from django.db.models import PROTECT, ForeignKey

from loke.database.indexes import LeaveIndex

ENTRY = ForeignKey(db_index=False, on_delete=PROTECT, related_name="clients", to="accounts.accessentry")
LINK = {"db_index": False, "null": True, "on_delete": PROTECT, "related_name": "+"}
BY = ForeignKey(**LINK, to=settings.AUTH_USER_MODEL, verbose_name="vem")
UNIT = ForeignKey(**LINK, to="accounts.unit", verbose_name="enhet")
SENDER = ForeignKey(db_index=False, on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_seal_second_factors")]
    operations = [
        LeaveIndex("accessedclient", "entry", ENTRY, "accounts_accessedclient_entry_id_72b0ad19", "entry_id"),
        LeaveIndex("accessentry", "by", BY, "accounts_accessentry_by_id_611b9a6e", "by_id"),
        LeaveIndex("accessentry", "unit", UNIT, "accounts_accessentry_unit_id_575c818b", "unit_id"),
        LeaveIndex("submission", "by", SENDER, "accounts_submission_by_id_161aa3e8", "by_id"),  # nobody asks by it
    ]
