"""The room's name in Django, and its step in the list on Översikt."""

from django.apps import AppConfig


class PromisingPracticeConfig(AppConfig):
    name = "loke.promising_practice"
    verbose_name = "Lovande arbetssätt"

    def ready(self):
        from loke.followup.steps import LATER  # noqa: PLC0415 - the models are there only now

        LATER.append(_step)


def _step(*about):
    from loke.promising_practice.practices import step_of  # noqa: PLC0415 - reads figures, as few commands do

    return step_of(*about)
