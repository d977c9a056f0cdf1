"""What is kept beside a review: figures as they were when they were taken, what the work costs, what is published."""

import json
from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import Code, FreeText
from loke.accounts.models import Unit
from loke.description.models import Service
from loke.description.models.versions import by_whom
from loke.promising_practice.models.reviews import PracticeReview, RowAnswer


class Evidence(models.Model):
    """The service's own figures as they stood when they were taken for an answer; the database refuses every change.

    `content` is canonical JSON, see loke.promising_practice.evidence. A newer one of the same kind stands beside it.
    """

    answer = models.ForeignKey(RowAnswer, models.CASCADE, related_name="evidence", verbose_name=_("svar"))
    kind = Code(_("slag"))
    period = models.CharField(_("period"), max_length=10)
    content = models.TextField(_("innehåll"))
    digest = models.CharField(_("kontrollsumma"), max_length=64)
    taken = models.DateTimeField(_("taget"), default=timezone.now)
    taken_by = by_whom(_("taget av"))

    class Meta:
        verbose_name = _("underlag")
        ordering = ["pk"]

    @property
    def access_unit(self) -> Unit:
        return self.answer.access_unit

    @property
    def said(self) -> dict[str, Any]:
        """What was taken, as it was taken."""
        return json.loads(self.content)


class FileTakenIn(models.Model):
    """A filled-in Word file that became a review, and what in it was not understood, line by line."""

    review = models.OneToOneField(PracticeReview, models.CASCADE, related_name="taken_in", verbose_name=_("genomgång"))
    name = models.CharField(_("filnamn"), max_length=200)
    findings = models.TextField(_("det som inte lästes in"), blank=True)
    at = models.DateTimeField(_("tid"), default=timezone.now)
    by = by_whom(_("av"))

    class Meta:
        verbose_name = _("inläst beskrivning av ett arbetssätt")

    @property
    def access_unit(self) -> Unit:
        return self.review.access_unit


def _amount(words) -> models.DecimalField:
    positive = [MinValueValidator(Decimal("0.01"))]
    return models.DecimalField(words, max_digits=12, decimal_places=2, null=True, blank=True, validators=positive)


class Cost(models.Model):
    """What a period's work costs, in kronor or in hours, and what the group means by having been helped.

    `helped` is a code of loke.promising_practice.costing.
    """

    service = models.ForeignKey(Service, models.CASCADE, related_name="costs", verbose_name=_("verksamhet"))
    period = models.CharField(_("period"), max_length=10)
    kr = _amount(_("kronor"))
    hours = _amount(_("arbetstimmar"))
    hourly = _amount(_("kronor per timme"))
    included = FreeText(_("vad som är räknat"), blank=True)
    helped = Code(_("vad som räknas som hjälpt"), max_length=160, blank=True)
    number = models.PositiveIntegerField(_("skriven antal gånger"), default=0)
    changed = models.DateTimeField(_("ändrad"), default=timezone.now)
    changed_by = by_whom(_("ändrad av"))

    class Meta:
        verbose_name = _("kostnad")
        ordering = ["-period"]
        constraints = [
            models.UniqueConstraint(fields=["service", "period"], name="cost_of_a_period_once"),
            models.CheckConstraint(
                condition=Q(kr__isnull=False, hours=None, hourly=None) | Q(kr=None, hours__isnull=False),
                name="cost_in_kronor_or_hours",
            ),
        ]

    @property
    def access_unit(self) -> Unit:
        return self.service.unit


class PublicationQuerySet(models.QuerySet):
    def out(self):
        """Those that are published today."""
        return self.filter(withdrawn=None)


class Publication(models.Model):
    """A description as everybody in the installation may read it. Its content never changes; it can be withdrawn.

    `content` is canonical JSON with nothing in it but what disclosure control has let through; `words` are what is
    searched, in small letters.
    """

    class CareForm(models.TextChoices):
        OPEN = "open", _("Öppenvård")
        RESIDENTIAL = "residential", _("Heldygnsvård")
        BOTH = "both", _("Både öppenvård och heldygnsvård")

    review = models.ForeignKey(PracticeReview, models.PROTECT, related_name="publications", verbose_name=_("genomgång"))
    care_form = models.CharField(_("vårdform"), max_length=11, choices=CareForm, blank=True)
    target_group = FreeText(_("målgrupp"), blank=True)
    content = models.TextField(_("innehåll"))
    words = models.TextField(_("sökord"))
    digest = models.CharField(_("kontrollsumma"), max_length=64)
    published = models.DateTimeField(_("publicerad"), default=timezone.now)
    published_by = by_whom(_("publicerad av"))
    withdrawn = models.DateTimeField(_("tillbakadragen"), null=True, blank=True)
    withdrawn_by = by_whom(_("tillbakadragen av"))

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publicerad beskrivning")
        ordering = ["-published", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["review"], condition=Q(withdrawn=None), name="review_published_once")
        ]

    @property
    def access_unit(self) -> Unit:
        return self.review.access_unit
