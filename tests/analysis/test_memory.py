"""Memory: the search for what holds itself goes on after the tables, and the allocator keeps what is freed."""

import gc
import os
import subprocess
import sys

import pytest

from loke.analysis.memory import put_off


@pytest.fixture(autouse=True)
def searching():
    yield
    gc.enable()


@put_off()
def searches() -> bool:
    return gc.isenabled()


def test_it_is_put_off_and_goes_on_afterwards():
    assert not searches()
    assert gc.isenabled()


def test_it_goes_on_also_when_the_tables_could_not_be_made():
    with pytest.raises(ZeroDivisionError), put_off():
        raise ZeroDivisionError
    assert gc.isenabled()


def test_who_had_turned_it_off_before_keeps_it_off():
    gc.disable()
    assert not searches()
    assert not gc.isenabled()


def test_the_allocator_takes_what_it_is_told():
    """In a process of its own, since it is told so for good."""
    if "CS_GNU_LIBC_VERSION" not in getattr(os, "confstr_names", ()):
        pytest.skip("the C library is another")
    told = "import sys; from loke.analysis.memory import keep; sys.exit(not keep())"
    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0
