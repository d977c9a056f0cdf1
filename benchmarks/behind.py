"""The same bare view as it would stand in this installation: behind its middleware, sign-in, session and CSRF."""

import os
from importlib import import_module

import django
from django.conf import settings

from benchmarks import disk

os.environ["DJANGO_SETTINGS_MODULE"] = "loke.settings"
settings.ROOT_URLCONF = "benchmarks.row"
django.setup()
disk.slow_down()
application = import_module("benchmarks.row").application()
