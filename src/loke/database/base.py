"""Django's SQLite with a queue for the threads that write: the next goes on at once, without looking again and again.

Two processes still wait for each other in SQLite's own way.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from threading import RLock, get_ident
from uuid import UUID

from django.db.backends.sqlite3 import base

from loke.database.turn import TURN

QUEUE = RLock()


def _moment(value: datetime) -> str:
    """As Django writes one for SQLite. Raises ValueError for one that does not say in which zone it is."""
    if value.tzinfo is None:
        raise ValueError("A moment is stored with its zone.")
    return value.astimezone(UTC).isoformat(" ").removesuffix("+00:00")


# in the whole process, as adapters are
for kind, write in ((datetime, _moment), (date, date.isoformat), (UUID, lambda value: value.hex)):
    base.Database.register_adapter(kind, write)


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

    def send(self, sql: str, values: Sequence[object] = ()) -> list[tuple]:
        """The rows that a statement gives, without all that Django's cursors ask and wrap on the way each time."""
        if self.connection is None or self.force_debug_cursor or self.execute_wrappers:  # somebody is looking
            with self.cursor() as cursor:
                return cursor.execute(sql, values).fetchall()
        if self.needs_rollback or self._thread_ident != get_ident():
            self.validate_thread_sharing()
            self.validate_no_broken_transaction()
        try:
            return self.connection.execute(_converted(sql), values).fetchall()
        except base.Database.Error:
            with self.wrap_database_errors:
                raise

    def savepoint(self):
        """Called as in every other transaction, so that SQLite knows the statement."""
        if not self.in_atomic_block:
            return None
        self.savepoint_state += 1
        self.send(f"SAVEPOINT s{self.savepoint_state}")
        return f"s{self.savepoint_state}"

    def savepoint_commit(self, sid):
        if self.in_atomic_block:
            self.send(f"RELEASE SAVEPOINT {sid}")

    def _start_transaction_under_autocommit(self):
        self.savepoint_state = 0
        # whoever has waited as long as SQLite would is sent on to it, and told by it
        self.in_queue = QUEUE.acquire(timeout=self.settings_dict["OPTIONS"].get("timeout", 5))
        try:
            self.send(f"BEGIN {self.transaction_mode or ''}")
        except BaseException:
            self._leave()
            raise

    def _commit(self):
        TURN.leave()  # the next computes while this one waits for the disk
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
