"""The measurement plan: which instruments a service uses, and when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from loke.description.models import Service
from loke.measures.models.instruments import Instrument


class MeasurementPlan(models.Model):
    """The service uses the instrument."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="plans", verbose_name=_("verksamhet"))
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="plans", verbose_name=_("instrument"))

    class Meta:
        verbose_name = _("mätplan")
        constraints = [models.UniqueConstraint(fields=["service", "instrument"], name="plan_once")]
