"""Django's SQLite with a queue for the threads that write: the next goes on at once, without looking again and again.

Two processes still wait for each other in SQLite's own way.
"""

from functools import lru_cache
from threading import RLock

from django.db.backends.sqlite3 import base

QUEUE = RLock()


class Cursor(base.SQLiteCursorWrapper):
    """Puts the places of values into SQLite's own words once for each statement, not each time it is sent."""

    def convert_query(self, query, *, param_names=None):
        return _converted(query) if param_names is None else super().convert_query(query, param_names=param_names)


@lru_cache(maxsize=500)
def _converted(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes its place in the queue when a transaction begins and leaves it when that has ended, however it ends."""

    in_queue = False

    def create_cursor(self, name=None):
        return self.connection.cursor(factory=Cursor)

    def _cursor(self, name=None):
        """Without asking each time whether there is a connection, and what went wrong with it."""
        return super()._cursor(name) if self.connection is None else self._prepare_cursor(self.create_cursor(name))

    def _start_transaction_under_autocommit(self):
        # whoever has waited as long as SQLite would is sent on to it, and told by it
        self.in_queue = QUEUE.acquire(timeout=self.settings_dict["OPTIONS"].get("timeout", 5))
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._leave()
            raise

    def _commit(self):
        super()._commit()
        self._leave()

    def _rollback(self):
        try:
            super()._rollback()
        finally:
            self._leave()

    def _close(self):
        try:
            super()._close()
        finally:
            self._leave()

    def _leave(self):
        if self.in_queue:
            self.in_queue = False
            QUEUE.release()
