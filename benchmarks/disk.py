"""How long a sync takes on this machine's disk, and Loke as on a slower one: python -m benchmarks.disk serve."""

import os
import sys
import time
from pathlib import Path
from statistics import median

from django.db.backends.base.base import BaseDatabaseWrapper

SLOWER = "LOKE_BENCHMARK_SYNC"  # milliseconds more for each sync
PAGE = b"x" * 4096


def sync_time(folder: Path, syncs: int = 200) -> float:
    """Milliseconds that a sync of one page takes in the folder: the median."""
    place, taken = folder / "synced", []
    with place.open("wb", buffering=0) as file:
        for _ in range(syncs):
            file.write(PAGE)
            start = time.perf_counter()
            os.fdatasync(file)
            taken.append((time.perf_counter() - start) * 1000)
    place.unlink()
    return median(taken)


def slow_down() -> None:
    """Each commit takes as much longer as the environment says, while whoever writes next waits, as for a disk."""
    if not (more := float(os.environ.get(SLOWER, "0")) / 1000):
        return
    commit = BaseDatabaseWrapper._commit

    def slower(self) -> None:
        commit(self)
        time.sleep(more)

    BaseDatabaseWrapper._commit = slower


if __name__ == "__main__":
    slow_down()
    from loke.cli import main

    sys.exit(main(sys.argv[1:]))
