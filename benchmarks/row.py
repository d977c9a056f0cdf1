"""One row with the columns of a contact, and the least that a view can do to store it."""

from datetime import date

from django.core.wsgi import get_wsgi_application
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path


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


insert.rule = lambda request: None if request.user.is_authenticated else HttpResponse(status=403)
urlpatterns = [path("", insert)]


def application():
    """The view as a server wants it, with a table for its rows in the database of the settings."""
    if Row._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(Row)
    connection.close()
    return get_wsgi_application()
