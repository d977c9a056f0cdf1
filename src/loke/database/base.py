"""Django's SQLite with a queue for the threads that write: the next goes on at once, without looking again and again.

Two processes still wait for each other in SQLite's own way.
"""

from threading import RLock

from django.db.backends.sqlite3 import base

QUEUE = RLock()


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes its place in the queue when a transaction begins and leaves it when that has ended, however it ends."""

    in_queue = False

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
