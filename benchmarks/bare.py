"""The least a Django server can do that keeps one row as safely: a view that inserts it, and nothing else."""

import os
from datetime import date
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

from loke.settings import database  # the same journal, syncing and queueing

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": database(f"sqlite:///{Path(os.environ['LOKE_HOME']) / 'bare.sqlite3'}")},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    ROOT_URLCONF="benchmarks.bare",
    SECRET_KEY="none is kept",
    USE_TZ=True,
)
django.setup()


class Row(models.Model):
    """The columns of a contact."""

    episode = models.BigIntegerField(db_index=True)
    date = models.DateField()
    intervention = models.BigIntegerField()
    attendance = models.CharField(max_length=9)
    minutes = models.PositiveIntegerField(null=True)
    session = models.CharField(max_length=60)

    class Meta:
        app_label = "bare"


def insert(request: HttpRequest) -> HttpResponse:
    told = request.POST
    with transaction.atomic():
        Row.objects.create(
            episode=1,
            date=date.fromisoformat(told["date"]),
            intervention=int(told["intervention"]),
            attendance=told["attendance"],
            minutes=int(told["minutes"]),
            session="",
        )
    return HttpResponse(status=303, headers={"Location": "/"})


urlpatterns = [path("", insert)]
if Row._meta.db_table not in connection.introspection.table_names():
    with connection.schema_editor() as editor:
        editor.create_model(Row)
connection.close()
application = get_wsgi_application()
