"""The least a Django server can do that keeps one row as safely: a view that inserts it, and nothing else."""

import os
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings

from benchmarks import disk
from loke.settings import database  # the same journal, syncing and queueing

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": database(f"sqlite:///{Path(os.environ['LOKE_HOME']) / 'bare.sqlite3'}")},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    ROOT_URLCONF="benchmarks.row",
    SECRET_KEY="none is kept",
    USE_TZ=True,
)
django.setup()
disk.slow_down()
application = import_module("benchmarks.row").application()
