"""What was done to the records, one registration at a time, with what stood there before: for history, undo and bin."""

import json
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import SealedText
from loke.accounts.models import Unit, User
from loke.database.statements import written_once
from loke.description.models import Service

UNDO = timedelta(minutes=10)
BIN = timedelta(days=30)
SEALED = "quarantine"  # what a registration is called that keeps a client who is to be erased
GAVE_WAY = "remove_code"  # and one that took an unused code away for a client who came back to it


class RegistrationQuerySet(models.QuerySet):
    def fresh(self, by: User, since: datetime | None = None):
        """Those that `by` has just made and may still undo, the latest first."""
        since = since or timezone.now() - UNDO
        found = self.filter(by=by, at__gt=since, undone=None, undoes=None)
        return found.exclude(what__in=(SEALED, GAVE_WAY)).order_by("-pk")


class Registration(models.Model):
    """One thing that somebody did in the records of a service; undone as a whole.

    `added` holds the numbers of the rows that came, by kind; what stood in rows that were changed or taken away is in
    `changes`. `episode_number` is the episode it concerned, where it concerned one.
    """

    service = models.ForeignKey(
        Service, models.PROTECT, db_index=False, related_name="registrations", verbose_name=_("verksamhet")
    )
    episode_number = models.BigIntegerField(null=True, db_index=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("vem"))
    at = models.DateTimeField(_("tid"), default=timezone.now)
    what = models.CharField(_("vad"), max_length=60)
    why = SealedText(_("varför"), blank=True, bound_to=("service_id", "at"))
    added = models.JSONField(default=dict)
    undone = models.DateTimeField(_("ångrad"), null=True)
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="undoings")

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registrering")
        indexes = [models.Index(fields=["service", "at"], name="registration_by_service")]

    @property
    def access_unit(self) -> Unit:
        return self.service.unit


@written_once(by=models.BigIntegerField(), since=models.DateTimeField(), service=models.BigIntegerField())
def just_made(by, since, service):
    return Registration.objects.fresh(by, since).filter(service=service)


class Change(models.Model):
    """One row that a registration changed or took away, as it stood before."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=20)
    row = models.BigIntegerField()
    client_number = models.BigIntegerField(null=True, db_index=True)
    taken_away = models.BooleanField()
    # the row's fields as JSON
    before = SealedText(bound_to=("registration_id", "kind", "row"))

    class Meta:
        verbose_name = _("ändring")
        indexes = [models.Index(fields=["kind", "row"], name="change_by_row")]

    def stood_under(self) -> tuple[int | None, int | None]:
        """The numbers of the episode and the measurement that the row belonged to."""
        before = json.loads(self.before)
        return tuple(int(before[name]) if before.get(name) else None for name in ("episode_id", "measurement_id"))


class FiguresChange(models.Model):
    """One step of a service's change number that the records took, and the episodes whose figures it may have changed.

    Whoever keeps figures reads these episodes anew instead of all; a number without a row means: read everything.
    """

    service = models.ForeignKey(
        Service, models.CASCADE, db_index=False, related_name="figures_changes", verbose_name=_("verksamhet")
    )
    number = models.BigIntegerField()
    episodes = models.JSONField(default=list)

    class Meta:
        verbose_name = _("ändring av siffror")
        constraints = [models.UniqueConstraint(fields=["service", "number"], name="one_change_of_a_number")]
