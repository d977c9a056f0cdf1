"""Django's cache in the database, which says so when nothing can be stored: a count that fails lets nobody guess on."""

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError

TRIES = 3  # somebody else's may have come between and gone again


class Cache(DatabaseCache):
    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        """Raises OperationalError when it was not stored and nothing was there before.

        Django keeps silent, and a disk that is full looks like somebody who tries too often.
        """
        for _ in range(TRIES):
            if super().add(key, value, timeout, version):
                return True
            if self.has_key(key, version):
                return False
        raise OperationalError("nothing can be stored")
