"""Goals of the care plan and how far they were reached."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import Code
from loke.records.models.clients import Episode


class CarePlanGoal(models.Model):
    """A goal of the care plan and how far it was reached."""

    class Attainment(models.TextChoices):
        FULLY = "fully", _("helt")
        LARGELY = "largely", _("i stor utsträckning")
        SLIGHTLY = "slightly", _("i liten utsträckning")
        NOT_AT_ALL = "not_at_all", _("inte alls")

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="goals", verbose_name=_("kontakt"))
    code = Code(_("mål"), max_length=200)
    attainment = models.CharField(_("måluppfyllelse"), max_length=10, choices=Attainment, blank=True)
    set_on = models.DateField(_("satt"), null=True, blank=True)
    judged_on = models.DateField(_("bedömt"), null=True, blank=True)

    class Meta:
        verbose_name = _("mål i genomförandeplanen")
        constraints = [models.UniqueConstraint(fields=["episode", "code"], name="goal_once")]
