"""Python's search for values that hold each other, put off while tables are made: they leave none behind."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def put_off() -> Iterator[None]:
    """A search goes through everything that the program holds, again and again as rows are added to it."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()
