"""The web application as servers know it."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loke.settings")
# seconds: at every statement a thread lets the others run, and whoever holds the database must not wait long for them
sys.setswitchinterval(0.0005)
application = get_wsgi_application()
