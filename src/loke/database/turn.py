"""Whose turn it is to compute, of those who send a form in the same moment.

Whoever holds SQLite needs Python at every statement, and gets it later the more there are who want it: eight who take
turns are done sooner than eight at once.
"""

import threading


class Turn(threading.local):
    """One for all; each thread knows whether it has it."""

    lock = threading.Lock()
    mine = False

    def take(self, patience: float) -> None:
        """Waits so many seconds at most: nobody has to wait longer for somebody who is slow."""
        self.mine = self.mine or self.lock.acquire(timeout=patience)

    def leave(self) -> None:
        if self.mine:
            self.mine = False
            self.lock.release()


TURN = Turn()
