"""The room's name in Django."""

from django.apps import AppConfig


class PromisingPracticeConfig(AppConfig):
    name = "loke.promising_practice"
    verbose_name = "Lovande arbetssätt"
