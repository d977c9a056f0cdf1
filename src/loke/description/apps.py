"""The room's name in Django."""

from django.apps import AppConfig


class DescriptionConfig(AppConfig):
    name = "loke.description"
    verbose_name = "Beskriv"
