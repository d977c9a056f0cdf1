"""Meetings that are planned: no part of any figure until they have become contacts."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import Code
from loke.database.statements import written_once
from loke.description.models import Intervention
from loke.records.models.clients import Episode
from loke.records.models.contacts import Contact


class PlannedContactQuerySet(models.QuerySet):
    def passed(self):
        """Those whose day has been without anybody having said how it went."""
        return self.filter(date__lt=timezone.localdate())

    def between(self, first: date, last: date):
        return self.filter(date__range=(first, last))

    def listed(self):
        """With all that a list of them shows, the first day first."""
        return self.select_related("intervention", "episode__client", "episode__service").order_by("date", "pk")

    def met_by(self, contacts: Sequence[Contact]) -> list["PlannedContact"]:
        """Those that contacts take the place of: one for each contact of the day and kind that was planned."""
        if len(contacts) == 1:
            (one,) = contacts
            found = planned_on(episode=one.episode_id, day=one.date)
            return [planned for planned in found if planned.intervention_id == one.intervention_id][:1]
        kinds = Counter((one.episode_id, one.date, one.intervention_id) for one in contacts)
        episodes, days = {one.episode_id for one in contacts}, {one.date for one in contacts}
        met = []
        for planned in self.filter(episode__in=episodes, date__in=days):
            kind = (planned.episode_id, planned.date, planned.intervention_id)
            if kinds[kind]:
                kinds[kind] -= 1
                met.append(planned)
        return met


@written_once(episode=models.BigIntegerField(), day=models.DateField())
def planned_on(episode, day):
    return PlannedContact.objects.filter(episode=episode, date=day)


@written_once(episode=models.BigIntegerField())
def planned_in(episode):
    """All that lie ahead or wait for an answer, the first day first."""
    return PlannedContact.objects.filter(episode=episode).select_related("intervention").order_by("date", "pk")


class PlannedContact(models.Model):
    """A meeting that is planned, alone or in a series; it goes when it has become a contact."""

    episode = models.ForeignKey(
        Episode, models.CASCADE, db_index=False, related_name="planned", verbose_name=_("kontakt")
    )
    date = models.DateField(_("datum"))
    intervention = models.ForeignKey(Intervention, models.PROTECT, related_name="+", verbose_name=_("insats"))
    minutes = models.PositiveIntegerField(_("minuter"), null=True, blank=True)
    series = Code(_("serie"))

    objects = PlannedContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("planerad träff")
        ordering = ["date", "pk"]
        indexes = [models.Index(fields=["episode", "date"], name="planned_by_episode")]

    @property
    def has_come(self) -> bool:
        """Whether its day is here or has been, so that one can say how it went."""
        return self.date <= timezone.localdate()

    @property
    def has_passed(self) -> bool:
        return self.date < timezone.localdate()
