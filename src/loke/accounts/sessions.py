"""Sessions that are kept at once but not synced: a power cut may take a notice and the minute of the last visit."""

from contextlib import contextmanager

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError, connection


class SessionStore(db.SessionStore):
    def save(self, must_create=False):
        """What begins a session is synced as everything else, and so is its end; what is written in between is not."""
        if must_create:
            super().save(must_create)
        else:
            with _not_synced():
                self._save_or_say_why()

    def _save_or_say_why(self):
        """Django takes a database that is away for a session that was ended, and would blame the visitor."""
        try:
            super().save()
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError):
                raise error.__context__ from None
            raise


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
