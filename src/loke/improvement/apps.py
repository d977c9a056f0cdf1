"""The room's name in Django, its step in the list on Översikt, and its counts on Publicerat."""

from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    name = "loke.improvement"
    verbose_name = "Förbättra"

    def ready(self):
        from loke.followup.published.status import COUNTED  # noqa: PLC0415 - the models are there only now
        from loke.followup.steps import LATER  # noqa: PLC0415
        from loke.improvement.board import step_of  # noqa: PLC0415
        from loke.improvement.models import ImprovementCycle  # noqa: PLC0415

        LATER.append(step_of)
        COUNTED.append(lambda services, day: ImprovementCycle.objects.filter(service__in=services).status_counts(day))
