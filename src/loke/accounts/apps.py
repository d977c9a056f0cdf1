"""The room of people: who works where and may do what."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "loke.accounts"
    verbose_name = "Personer och rättigheter"
