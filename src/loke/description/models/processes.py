"""Processbeskrivning: a version of the red thread, as rows in columns and the threads between them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import Code, no_identifiers
from loke.accounts.models import Unit
from loke.description.models.service import Intervention, PlannedPhase, Service
from loke.description.models.versions import Removable, Versioned, by_whom, version_constraints

LONGEST_ROW = 200  # characters; a row is a headline, the telling is in the verksamhetsbeskrivning


class ProcessDescription(Versioned):
    """One version of the red thread from target group over intervention to outcome."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="processes", verbose_name=_("verksamhet"))
    version = Code(_("version"), max_length=20)

    class Meta:
        verbose_name = _("processbeskrivning")
        ordering = ["adopted", "pk"]
        constraints = version_constraints("process_description")


class ProcessRow(models.Model):
    """A row of the page: a target group, an intervention, an intended outcome or a phase.

    `code` is the same in all versions. A row of interventions or phases is what the records speak of by that name.
    """

    class Column(models.TextChoices):
        TARGET_GROUP = "target_group", _("målgrupp")
        INTERVENTION = "intervention", _("insats")
        OUTCOME = "outcome", _("avsett resultat")
        PHASE = "phase", _("fas")

    process = models.ForeignKey(ProcessDescription, models.CASCADE, related_name="rows")
    column = models.CharField(_("kolumn"), max_length=12, choices=Column)
    code = Code(_("kod"), max_length=20)
    text = models.CharField(_("text"), max_length=LONGEST_ROW, validators=[no_identifiers])
    order = models.PositiveSmallIntegerField(_("ordning"))
    intervention = models.ForeignKey(
        Intervention, models.PROTECT, null=True, blank=True, related_name="rows", verbose_name=_("insats")
    )
    phase = models.ForeignKey(
        PlannedPhase, models.PROTECT, null=True, blank=True, related_name="rows", verbose_name=_("fas")
    )
    number = models.PositiveIntegerField(_("skriven antal gånger"), default=0)
    changed = models.DateTimeField(_("ändrad"), default=timezone.now)
    changed_by = by_whom(_("ändrad av"))
    removed = models.DateTimeField(_("borttagen"), null=True, blank=True)

    objects = Removable.as_manager()

    class Meta:
        verbose_name = _("rad i processbeskrivningen")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["process", "code"], name="process_row_code"),
            models.CheckConstraint(
                condition=Q(column="intervention", intervention__isnull=False)
                | (~Q(column="intervention") & Q(intervention=None)),
                name="row_of_interventions_has_one",
            ),
            models.CheckConstraint(
                condition=Q(column="phase", phase__isnull=False) | (~Q(column="phase") & Q(phase=None)),
                name="row_of_phases_has_one",
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def access_unit(self) -> Unit:
        return self.process.access_unit


class Thread(models.Model):
    """That one row is meant to lead to another: target group to intervention, intervention to outcome."""

    start = models.ForeignKey(ProcessRow, models.CASCADE, related_name="leads_to", verbose_name=_("från"))
    end = models.ForeignKey(ProcessRow, models.CASCADE, related_name="comes_from", verbose_name=_("till"))

    class Meta:
        verbose_name = _("tråd")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["start", "end"], name="thread_once")]

    @property
    def access_unit(self) -> Unit:
        return self.start.access_unit
