"""The room's name in Django."""

from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "loke.followup"
    verbose_name = "Följ upp"
