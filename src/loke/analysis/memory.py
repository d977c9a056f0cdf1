"""Memory while tables are made: what holds itself is not searched for, and what is given back is kept for the next."""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3  # as malloc.h of glibc numbers what may be set
LARGEST = 1 << 25  # bytes, the most that glibc lets its own heap hold in one piece


@contextmanager
def put_off() -> Iterator[None]:
    """Python's search for values that hold each other, of which tables leave none behind.

    It goes through everything that the program holds, again and again as rows are added to it.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def keep() -> bool:
    """From now on large arrays use memory again that others have left; whether the system's allocator can be told so.

    To get it anew for each costs a twelfth of all the time. For a process that ends when its tables are told.
    """
    setting = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    return bool(setting and setting(MMAP_THRESHOLD, LARGEST) and setting(TRIM_THRESHOLD, 2**31 - 1))
