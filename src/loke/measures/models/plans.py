"""The measurement plan: which instruments a service uses, when, how, and who sees to it."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import FreeText, no_identifiers
from loke.accounts.models import Unit
from loke.database.statements import written_once
from loke.dataset.schema import MOST_MONTHS, TABLES
from loke.description.models import Service
from loke.measures.models.instruments import Instrument
from loke.measures.models.variables import minutes_field

MOST_WEEKS = TABLES["measurement_plan"].column("every_weeks").most


class Mode(models.TextChoices):
    """How a questionnaire is answered."""

    ALONE = "alone", _("själv")
    WITH_STAFF = "with_staff", _("tillsammans med personal")
    PROXY = "proxy", _("av någon annan")
    PAPER = "paper", _("på papper")


def months_in_order(text: str) -> None:
    """Refuse what is not whole numbers of months, apart and each once."""
    words = text.split()
    whole = all(word.isdecimal() for word in words)
    if whole and any(len(word) > 3 or int(word) > MOST_MONTHS for word in words):
        raise ValidationError(_("Skriv högst %(n)s månader.") % {"n": MOST_MONTHS})
    if not whole or not all(map(int, words)) or len(set(map(int, words))) < len(words):
        raise ValidationError(_("Skriv månaderna som hela tal med komma emellan, till exempel 6, 12."))


class MeasurementPlan(models.Model):
    """The service uses the instrument, at the moments named; without any it is no longer asked but can be read."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="plans", verbose_name=_("verksamhet"))
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="plans", verbose_name=_("instrument"))
    at_start = models.BooleanField(_("vid start"), default=True)
    every_weeks = models.PositiveSmallIntegerField(
        _("var n:te vecka"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_WEEKS)],
    )
    at_end = models.BooleanField(_("vid avslut"), default=True)
    months_after = models.CharField(_("månader efter avslut"), max_length=60, blank=True, validators=[months_in_order])
    how = models.CharField(_("sätt"), max_length=10, choices=Mode, blank=True)
    responsible = models.CharField(_("vem ser till det"), max_length=120, blank=True, validators=[no_identifiers])
    minutes = minutes_field()
    note = FreeText(_("anteckning"), blank=True)
    said = models.BooleanField(default=True, editable=False)  # False of what came with a dataset without a plan

    class Meta:
        verbose_name = _("mätplan")
        constraints = [
            models.UniqueConstraint(fields=["service", "instrument"], name="plan_once"),
            models.CheckConstraint(
                condition=Q(every_weeks=None) | Q(every_weeks__gte=1, every_weeks__lte=MOST_WEEKS),
                name="plan_weeks_within_two_years",
            ),
            models.CheckConstraint(condition=Q(minutes=None) | Q(minutes__gt=0), name="plan_takes_time"),
        ]

    def __str__(self):
        return str(self.instrument)

    @property
    def access_unit(self) -> Unit:
        return self.service.unit

    @property
    def months(self) -> list[int]:
        return sorted(map(int, self.months_after.split()))

    @property
    def asked(self) -> bool:
        """Whether it has a moment at all."""
        return bool(self.at_start or self.every_weeks or self.at_end or self.months_after)

    @property
    def shows_change(self) -> bool:
        """Whether anybody is asked more than once."""
        return bool(self.every_weeks) or sum((self.at_start, self.at_end, bool(self.months_after))) > 1


@written_once(service=models.BigIntegerField())
def plans_of(service):
    """Also those that are no longer asked, each with its instrument."""
    return MeasurementPlan.objects.filter(service=service).select_related("instrument").order_by("pk")
