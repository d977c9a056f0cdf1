"""Sessions that are kept at once but not synced: a power cut may take the minute of the last visit."""

from contextlib import contextmanager

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from loke.database.statements import written_once


@written_once(key=CharField(), now=DateTimeField())
def going_on(key, now):
    return Session.objects.filter(session_key=key, expire_date__gt=now)


class SessionStore(db.SessionStore):
    def _get_session_from_db(self):
        if found := going_on(key=self.session_key, now=timezone.now()):
            return found[0]
        self._session_key = None
        return None

    def save(self, must_create=False):
        """What begins a session is synced as everything else, and so is its end; what is written in between is not."""
        if must_create or self.session_key is None:
            super().save(must_create)
        else:
            self._keep(self.encode(self._get_session()))

    def _keep(self, data: str) -> None:
        """Raises UpdateError when the session has ended meanwhile, and what went wrong when the database is away."""
        mine = Session.objects.filter(session_key=self.session_key)
        with _not_synced(), transaction.atomic():
            if not mine.update(session_data=data, expire_date=self.get_expiry_date()):
                raise UpdateError


@contextmanager
def _not_synced():
    """SQLite only, and outside a transaction. What is synced next takes along all that was written before it."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = NORMAL")
        try:
            yield
        finally:
            cursor.execute("PRAGMA synchronous = FULL")
