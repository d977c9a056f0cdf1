"""The room's name in Django."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "loke.measures"
    verbose_name = "Mät"
