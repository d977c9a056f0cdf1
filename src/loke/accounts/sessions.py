"""Sessions that are kept at once but not synced: a power cut may take a notice and the minute of the last visit."""

from contextlib import contextmanager

from django.contrib.sessions.backends import db
from django.db import connection


class SessionStore(db.SessionStore):
    def save(self, must_create=False):
        """What begins a session is synced as everything else, and so is its end; what is written in between is not."""
        if must_create:
            super().save(must_create)
        else:
            with _not_synced():
                super().save()


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
