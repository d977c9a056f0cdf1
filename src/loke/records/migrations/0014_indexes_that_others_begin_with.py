from django.conf import settings
from django.db import migrations
from django.db.models import CASCADE, PROTECT, ForeignKey, Index

from loke.database.indexes import LeaveIndex


def pointing(to, on_delete, name, words, **more):
    return ForeignKey(db_index=False, on_delete=on_delete, related_name=name, to=to, verbose_name=words, **more)


EPISODE = pointing("records.episode", CASCADE, "contacts", "kontakt")
CLIENT = pointing("records.client", PROTECT, "episodes", "klient", blank=True, null=True)
BY = pointing(settings.AUTH_USER_MODEL, PROTECT, "+", "vem", null=True)
SERVICES = [
    ("episode", PROTECT, "episodes", "records_episode_service_id_a150f185"),
    ("figureschange", CASCADE, "figures_changes", "records_figureschange_service_id_6d027101"),
    ("registration", PROTECT, "registrations", "records_registration_service_id_5af265b1"),
]
# in the order they are shown: SQLite otherwise reads all of a service, which lie in that order, for those of one client
BY_CLIENT = Index(fields=["client", "service", "closed", "opened"], name="episode_by_client")


class Migration(migrations.Migration):
    dependencies = [("records", "0013_figures_changes")]
    operations = [
        migrations.AddIndex("episode", BY_CLIENT),
        LeaveIndex("contact", "episode", EPISODE, "records_contact_episode_id_f306e239", "episode_id"),
        LeaveIndex("episode", "client", CLIENT, "records_episode_client_id_5eacd5be", "client_id"),
        # what somebody has just done in a service is found by the service and the time; nobody asks for all of it
        LeaveIndex("registration", "by", BY, "records_registration_by_id_3565e1ae", "by_id"),
        *(
            LeaveIndex(model, "service", pointing("description.service", *how, "verksamhet"), index, "service_id")
            for model, *how, index in SERVICES
        ),
    ]
