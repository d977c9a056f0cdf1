"""The room's name in Django."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "loke.records"
    verbose_name = "Dokumentera"
