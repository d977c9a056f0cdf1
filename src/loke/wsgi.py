"""The web application as servers know it, with what nearly every page takes read before anybody asks."""

import gc
import os
import sys
import threading
from pathlib import Path

from django.conf import LazySettings, settings
from django.core.cache import caches
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.template.loader import get_template
from django.urls import base as urls
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import trans_real

from loke.accounts.sso.chosen import chosen

AT_ONCE = ("base.html", "components/*.html", "records/*.html")  # templates of the pages that most people open first

KEPT_APART = (  # what Django keeps for each who is served; it asks at every look whether that is done asynchronously
    (connections, "_connections"),
    (caches, "_connections"),
    (trans_real, "_active"),
    (timezone, "_active"),
    (urls, "_prefixes"),
    (urls, "_urlconfs"),
)


def warm() -> None:
    """Import the views and compile templates: the first who come would each do so at the same time and wait for all."""
    with translation.override(settings.LANGUAGE_CODE):
        reverse("choose_service")
    chosen()  # what the file of the identity provider says is known when somebody breaks it
    folder = Path(__file__).parent / "templates"
    for path in (path for some in AT_ONCE for path in sorted(folder.glob(some))):
        get_template(str(path.relative_to(folder)))


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loke.settings")
# seconds: at every statement a thread lets the others run, and whoever holds the database must not wait long for them
sys.setswitchinterval(0.0005)
application = get_wsgi_application()
# nobody is served between the steps of somebody else: whose connection or language it is, the thread says
for place, name in KEPT_APART:
    setattr(place, name, threading.local())
LazySettings.__getattribute__ = object.__getattribute__  # they stand for no object with methods that theirs would hide
warm()
gc.set_threshold(20_000)  # so many more things than there were before Python looks for those that nobody has any longer
gc.collect()
gc.freeze()  # what is here now stays: to look through it for what is not would halt everybody for a fifth of a second
