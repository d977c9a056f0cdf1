"""Variables: what is recorded for every client in the service's own words, with the options that may be chosen."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import Code, FreeText, no_identifiers
from loke.accounts.models import Unit
from loke.database.statements import written_once
from loke.description.models import Service

LEAST_OPTIONS = 2  # to choose between


def minutes_field():
    """Estimated minutes for one time; nothing means that they are reckoned from what is asked."""
    limits = [MinValueValidator(Decimal("0.1")), MaxValueValidator(240)]
    return models.DecimalField(_("minuter"), max_digits=4, decimal_places=1, null=True, blank=True, validators=limits)


class VariableQuerySet(models.QuerySet):
    def in_use(self):
        """Those that are asked."""
        return self.filter(retired=None)


class Variable(models.Model):
    """One thing recorded for every client, and what the answer is to be used for."""

    class Role(models.TextChoices):
        BACKGROUND = "background", _("bakgrund")
        INTERVENTION = "intervention", _("insats")
        OUTCOME = "outcome", _("utfall")

    class Type(models.TextChoices):
        CHOICE = "choice", _("ett val")
        CHOICES = "choices", _("flera val")
        NUMBER = "number", _("tal")
        YES_NO = "yes_no", _("ja eller nej")
        DATE = "date", _("datum")
        TEXT = "text", _("text")

    class Occasion(models.TextChoices):
        OPENING = "opening", _("vid start")
        CLOSING = "closing", _("vid avslut")
        FOLLOW_UP = "follow_up", _("vid uppföljning efter avslut")

    class Quality(models.TextChoices):
        STRUCTURE = "structure", _("strukturkvalitet")
        PROCESS = "process", _("processkvalitet")
        RESULT = "result", _("resultatkvalitet")

    service = models.ForeignKey(Service, models.CASCADE, related_name="variables", verbose_name=_("verksamhet"))
    code = Code(_("kod"))
    name = models.CharField(_("namn"), max_length=200, validators=[no_identifiers])
    role = models.CharField(_("slag"), max_length=12, choices=Role)
    type = models.CharField(_("svarstyp"), max_length=8, choices=Type)
    occasion = models.CharField(_("när"), max_length=40, blank=True)
    component = models.CharField(_("rad i processbeskrivningen"), max_length=200, blank=True)
    purpose = FreeText(_("vad svaret ska användas till"), blank=True)
    quality = models.CharField(_("kvalitet"), max_length=9, choices=Quality, blank=True)
    registered_by = models.CharField(_("vem registrerar"), max_length=120, blank=True, validators=[no_identifiers])
    minutes = minutes_field()
    reason = FreeText(_("varför en till"), blank=True)  # of one that came on top of many
    order = models.PositiveSmallIntegerField(_("ordning"), default=0)
    retired = models.DateField(_("ur bruk från"), null=True, blank=True)

    objects = VariableQuerySet.as_manager()

    class Meta:
        verbose_name = _("variabel")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "code"], name="variable_code"),
            models.CheckConstraint(condition=Q(minutes=None) | Q(minutes__gt=0), name="variable_takes_time"),
        ]

    def __str__(self):
        return self.name

    @property
    def occasions(self) -> list[str]:
        return self.occasion.split() or ["opening"]

    @property
    def access_unit(self) -> Unit:
        return self.service.unit

    @property
    def answered(self) -> bool:
        """Whether rows of the rooms above, which this one does not know by name, point at it."""
        others = (f for f in self._meta.get_fields(include_hidden=True) if f.one_to_many and f.auto_created)
        above = (f for f in others if f.related_model._meta.app_label != self._meta.app_label)
        return any(f.related_model._default_manager.filter(**{f.field.name: self}).exists() for f in above)

    @property
    def has_options(self) -> bool:
        return self.type in (self.Type.CHOICE, self.Type.CHOICES)


@written_once(service=models.BigIntegerField())
def variables_asked(service):
    return Variable.objects.in_use().filter(service=service)


class Option(models.Model):
    """One answer to choose from. It keeps its code for ever, and what has been answered with it can always be read.

    Retired, it is no longer offered; `becomes` then names the option that its answers count as, if any.
    """

    variable = models.ForeignKey(Variable, models.CASCADE, related_name="options", verbose_name=_("variabel"))
    code = Code(_("kod"))
    name = models.CharField(_("namn"), max_length=200, validators=[no_identifiers])
    order = models.IntegerField(_("ordning"), null=True, blank=True)
    retired = models.DateField(_("ur bruk från"), null=True, blank=True)
    becomes = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="earlier", verbose_name=_("räknas som")
    )

    class Meta:
        verbose_name = _("svarsalternativ")
        ordering = [F("order").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["variable", "code"], name="option_code"),
            models.CheckConstraint(condition=Q(becomes=None) | ~Q(becomes=F("pk")), name="option_becomes_another"),
        ]

    def __str__(self):
        return self.name

    @property
    def access_unit(self) -> Unit:
        return self.variable.access_unit
