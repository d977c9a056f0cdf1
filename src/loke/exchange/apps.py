"""The room's name in Django."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "loke.exchange"
    verbose_name = "In och ut"
