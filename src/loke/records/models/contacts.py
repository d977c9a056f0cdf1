"""Meetings that took place, were missed or were cancelled, and stays in phases."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import Code
from loke.accounts.models import Unit
from loke.database.statements import written_once
from loke.description.models import Intervention, PlannedPhase
from loke.records.models.clients import Episode


class Contact(models.Model):
    """A meeting that took place, was missed or was cancelled."""

    class Attendance(models.TextChoices):
        ATTENDED = "attended", _("kom")
        MISSED = "missed", _("uteblev")
        CANCELLED = "cancelled", _("avbokat")

    MOST_MINUTES = 24 * 60  # a day and a night

    episode = models.ForeignKey(
        Episode, models.CASCADE, db_index=False, related_name="contacts", verbose_name=_("kontakt")
    )
    date = models.DateField(_("datum"))
    intervention = models.ForeignKey(Intervention, models.PROTECT, related_name="+", verbose_name=_("insats"))
    attendance = models.CharField(_("närvaro"), max_length=9, choices=Attendance)
    minutes = models.PositiveIntegerField(_("minuter"), null=True, blank=True)
    session = Code(_("gruppträff"), blank=True)

    class Meta:
        verbose_name = _("träff")
        ordering = ["-date", "-pk"]
        # all that figures are made of, so that they are read from here alone, in order
        indexes = [models.Index(fields=["episode", "date", "intervention", "attendance"], name="contact_by_episode")]

    @property
    def access_unit(self) -> Unit:
        return self.episode.access_unit


def lasted(attendance: str, minutes: int | None) -> int | None:
    """The minutes of a contact: a meeting that was to be so long took no time when nobody came."""
    return minutes if attendance == Contact.Attendance.ATTENDED else None


@written_once(episode=models.BigIntegerField())
def contacts_in(episode):
    """What is shown of each, the first day first."""
    found = Contact.objects.filter(episode=episode).order_by("date", "pk")
    return found.values_list("pk", "date", "attendance", "minutes", "intervention", "intervention__name", "session")


class Phase(models.Model):
    """A stay in a phase."""

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="phases", verbose_name=_("kontakt"))
    phase = models.ForeignKey(PlannedPhase, models.PROTECT, related_name="+", verbose_name=_("fas"))
    entered = models.DateField(_("från"))
    left = models.DateField(_("till"), null=True, blank=True)

    class Meta:
        verbose_name = _("fas")
        ordering = ["entered", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(left=None) | Q(left__gte=F("entered")), name="phase_left_after_entered")
        ]

    @property
    def access_unit(self) -> Unit:
        return self.episode.access_unit


@written_once(episode=models.BigIntegerField())
def phases_in(episode):
    return Phase.objects.filter(episode=episode).select_related("phase")
