"""Verksamhetsbeskrivning: a version, its passages under the eight headings, and all that was ever written there."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import Code
from loke.accounts.models import Unit
from loke.description.models.service import Service
from loke.description.models.versions import Versioned, by_whom, version_constraints


class ServiceDescription(Versioned):
    """One version of who the service is for, what it does and why; its text is in passages, see headings.toml."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="descriptions", verbose_name=_("verksamhet"))
    version = models.PositiveIntegerField(_("version"))

    class Meta:
        verbose_name = _("verksamhetsbeskrivning")
        ordering = ["-version"]
        constraints = version_constraints("service_description")


class Part(models.Model):
    """A phase or a type of intervention, told in passages of its own; `code` is the same in all versions."""

    class Kind(models.TextChoices):
        PHASE = "phase", _("fas")
        INTERVENTION = "intervention", _("typ av insats")

    description = models.ForeignKey(ServiceDescription, models.CASCADE, related_name="parts")
    kind = models.CharField(_("slag"), max_length=12, choices=Kind)
    code = Code(_("kod"), max_length=20)
    order = models.PositiveSmallIntegerField(_("ordning"))
    removed = models.DateTimeField(_("borttagen"), null=True, blank=True)

    class Meta:
        verbose_name = _("fas eller typ av insats")
        ordering = ["kind", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["description", "code"], name="part_code")]

    @property
    def access_unit(self) -> Unit:
        return self.description.access_unit


class Passage(models.Model):
    """The text of one field as it stands; `number` grows each time it is written, so that nobody overwrites unseen."""

    description = models.ForeignKey(ServiceDescription, models.CASCADE, related_name="passages")
    part = models.ForeignKey(Part, models.CASCADE, null=True, blank=True, related_name="passages")
    field = Code(_("fält"), max_length=40)
    text = models.TextField(_("text"), blank=True)
    number = models.PositiveIntegerField(_("skrivet antal gånger"), default=0)
    changed = models.DateTimeField(_("ändrad"), default=timezone.now)
    changed_by = by_whom(_("skriven av"))

    class Meta:
        verbose_name = _("stycke")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["description", "field"], condition=Q(part=None), name="passage_once"),
            models.UniqueConstraint(fields=["part", "field"], condition=~Q(part=None), name="passage_once_in_a_part"),
        ]

    @property
    def access_unit(self) -> Unit:
        return self.description.access_unit


class Wording(models.Model):
    """What somebody once wrote in a passage; `aside` when somebody else had written first and one had to be chosen."""

    class Aside(models.TextChoices):
        WAITING = "waiting", _("väntar på val")
        SETTLED = "settled", _("valet är gjort")

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="wordings", verbose_name=_("stycke"))
    number = models.PositiveIntegerField(_("nummer"))
    text = models.TextField(_("text"), blank=True)
    by = by_whom(_("av"))
    begun = models.DateTimeField(_("började"), default=timezone.now)
    at = models.DateTimeField(_("tid"), default=timezone.now)
    aside = models.CharField(_("vid sidan av"), max_length=7, choices=Aside, blank=True)

    class Meta:
        verbose_name = _("lydelse")
        ordering = ["-at", "-pk"]

    @property
    def access_unit(self) -> Unit:
        return self.passage.access_unit


class YearlyAnswer(models.Model):
    """What the group answered when it was asked whether the adopted version still holds."""

    class Answer(models.TextChoices):
        YES = "yes", _("Ja, den stämmer")
        SMALL = "small", _("Nästan, en liten ändring behövs")
        NEW = "new", _("Nej, vi börjar på en ny version")

    description = models.ForeignKey(ServiceDescription, models.CASCADE, related_name="yearly_answers")
    answer = models.CharField(_("svar"), max_length=5, choices=Answer)
    by = by_whom(_("av"))
    at = models.DateField(_("dag"), default=timezone.localdate)

    class Meta:
        verbose_name = _("svar på årets fråga")
        ordering = ["-at", "-pk"]

    @property
    def access_unit(self) -> Unit:
        return self.description.access_unit
