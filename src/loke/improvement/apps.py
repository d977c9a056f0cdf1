"""The room's name in Django, and its step in the list on Översikt."""

from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    name = "loke.improvement"
    verbose_name = "Förbättra"

    def ready(self):
        from loke.followup.steps import LATER  # noqa: PLC0415 - the models are there only now
        from loke.improvement.board import step_of  # noqa: PLC0415

        LATER.append(step_of)
