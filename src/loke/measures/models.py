"""What is recorded and how: variables, instruments with items, scales and norms, and what is expected of them."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import Code, FreeText
from loke.accounts.models import Organisation
from loke.description.models import Intervention, PlannedPhase, ProcessDescription, Service


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

    service = models.ForeignKey(Service, models.CASCADE, related_name="variables", verbose_name=_("verksamhet"))
    code = Code(_("kod"))
    name = models.CharField(_("namn"), max_length=200)
    role = models.CharField(_("slag"), max_length=12, choices=Role)
    type = models.CharField(_("svarstyp"), max_length=8, choices=Type)
    occasion = models.CharField(_("när"), max_length=40, blank=True)
    component = models.CharField(_("rad i processbeskrivningen"), max_length=200, blank=True)
    purpose = FreeText(_("vad svaret ska användas till"), blank=True)

    class Meta:
        verbose_name = _("variabel")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["service", "code"], name="variable_code")]

    def __str__(self):
        return self.name

    @property
    def occasions(self) -> list[str]:
        return self.occasion.split() or ["opening"]


class Option(models.Model):
    variable = models.ForeignKey(Variable, models.CASCADE, related_name="options", verbose_name=_("variabel"))
    code = Code(_("kod"))
    name = models.CharField(_("namn"), max_length=200)
    order = models.IntegerField(_("ordning"), null=True, blank=True)

    class Meta:
        verbose_name = _("svarsalternativ")
        ordering = [F("order").asc(nulls_last=True), "pk"]
        constraints = [models.UniqueConstraint(fields=["variable", "code"], name="option_code")]

    def __str__(self):
        return self.name


class Instrument(models.Model):
    """A questionnaire with its scoring, shared by the services of an organisation."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="instruments")
    code = Code(_("kod"))
    name = models.CharField(_("namn"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("instrument")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="instrument_code")]

    def __str__(self):
        return self.name or self.code


class MeasurementPlan(models.Model):
    """The service uses the instrument."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="plans", verbose_name=_("verksamhet"))
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="plans", verbose_name=_("instrument"))

    class Meta:
        verbose_name = _("mätplan")
        constraints = [models.UniqueConstraint(fields=["service", "instrument"], name="plan_once")]


def exact(**kwargs):
    return models.DecimalField(max_digits=24, decimal_places=9, null=True, blank=True, **kwargs)


class Item(models.Model):
    """One question of an instrument; `own_limits` when its limits were stated for itself, not by the scale."""

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="items", verbose_name=_("instrument"))
    code = Code(_("kod"))
    name = models.CharField(_("lydelse"), max_length=300, blank=True)  # of questionnaires that are free to show
    order = models.PositiveSmallIntegerField(_("ordning"))
    lowest = exact(verbose_name=_("lägst"))
    highest = exact(verbose_name=_("högst"))
    allowed = models.CharField(_("tillåtna värden"), max_length=2000, blank=True)
    own_limits = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("fråga")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "code"], name="item_code"),
            models.CheckConstraint(condition=Q(highest__gte=F("lowest")), name="item_limits_in_order"),
        ]

    def __str__(self):
        return self.name or self.code

    def allows(self, value: Decimal) -> bool:
        """Whether the value lies within the limits and, where only some values are allowed, is one of them."""
        above = self.lowest is None or self.lowest <= value
        below = self.highest is None or value <= self.highest
        return above and below and (not self.allowed or value in map(Decimal, self.allowed.split()))


class Scale(models.Model):
    """How answers become a score, and which change in it counts."""

    class Score(models.TextChoices):
        MEAN = "mean", _("medelvärde")
        SUM = "sum", _("summa")

    class Better(models.TextChoices):
        HIGHER = "higher", _("högre är bättre")
        LOWER = "lower", _("lägre är bättre")

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="scales", verbose_name=_("instrument"))
    code = Code(_("kod"))
    name = models.CharField(_("namn"), max_length=200)
    items = models.CharField(_("frågor"), max_length=2000, blank=True)
    reversed = models.CharField(_("vända frågor"), max_length=2000, blank=True)
    parts = models.CharField(_("delskalor"), max_length=2000, blank=True)
    score = models.CharField(_("poäng"), max_length=4, choices=Score, blank=True)
    lowest = exact(verbose_name=_("lägst"))
    highest = exact(verbose_name=_("högst"))
    need = models.PositiveSmallIntegerField(_("minst besvarade"), null=True, blank=True)
    multiply = exact(verbose_name=_("gånger"))
    add = exact(verbose_name=_("plus"))
    better = models.CharField(_("riktning"), max_length=6, choices=Better)
    step = models.DecimalField(_("minsta förändring som räknas"), max_digits=24, decimal_places=9)
    sd = exact(verbose_name=_("standardavvikelse"))
    reliability = exact(verbose_name=_("tillförlitlighet"))
    reliability_kind = models.CharField(_("slag av tillförlitlighet"), max_length=60, blank=True)
    reliable = exact(verbose_name=_("poäng för tillförlitlig förändring"))
    cutoff = exact(verbose_name=_("gräns"))
    cutoff_female = exact(verbose_name=_("gräns för kvinnor"))
    cutoff_male = exact(verbose_name=_("gräns för män"))
    source = models.TextField(_("källa"), blank=True)

    class Meta:
        verbose_name = _("skala")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "code"], name="scale_code"),
            models.CheckConstraint(condition=Q(step__gt=0), name="step_is_positive"),
        ]

    def __str__(self):
        return self.name


class Norm(models.Model):
    """A published mean to compare with, and of whom."""

    scale = models.ForeignKey(Scale, models.CASCADE, related_name="norms", verbose_name=_("skala"))
    code = Code(_("kod"))
    name = models.CharField(_("namn"), max_length=200)
    mean = models.DecimalField(_("medelvärde"), max_digits=24, decimal_places=9)
    sd = exact(verbose_name=_("standardavvikelse"))
    n = models.PositiveIntegerField(_("antal"), null=True, blank=True)
    country = models.CharField(_("land"), max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(_("år"), null=True, blank=True)
    ages = models.CharField(_("åldrar"), max_length=60, blank=True)
    source = models.TextField(_("källa"), blank=True)

    class Meta:
        verbose_name = _("normgrupp")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["scale", "code"], name="norm_code")]

    def __str__(self):
        return self.name


class Expectation(models.Model):
    """An expectation that a computer can check, in one version of the process description.

    Of kind category there is one row for each accepted option, with the same code; `answer` holds yes or no of a
    variable that has no options.
    """

    class Kind(models.TextChoices):
        RANGE = "range", _("inom ett spann")
        CATEGORY = "category", _("rätt alternativ")
        DOSE = "dose", _("antal träffar")
        RECEIVED = "received", _("fick insatsen")
        PHASE = "phase", _("dagar i fas")
        DURATION = "duration", _("dagar i kontakt")
        COMPLETION = "completion", _("fullföljer")
        IMPROVEMENT = "improvement", _("blir bättre")

    process = models.ForeignKey(ProcessDescription, models.CASCADE, related_name="expectations")
    code = Code(_("kod"))
    kind = models.CharField(_("slag"), max_length=12, choices=Kind)
    text = models.CharField(_("text"), max_length=300)
    valid_from = models.DateField(_("gäller från"))
    valid_to = models.DateField(_("gäller till"), null=True, blank=True)
    variable = models.ForeignKey(Variable, models.PROTECT, null=True, blank=True, verbose_name=_("variabel"))
    of_age = models.BooleanField(_("gäller ålder"), default=False)
    option = models.ForeignKey(Option, models.PROTECT, null=True, blank=True, verbose_name=_("alternativ"))
    answer = Code(_("svar"), blank=True)
    intervention = models.ForeignKey(Intervention, models.PROTECT, null=True, blank=True, verbose_name=_("insats"))
    phase = models.ForeignKey(PlannedPhase, models.PROTECT, null=True, blank=True, verbose_name=_("fas"))
    scale = models.ForeignKey(Scale, models.PROTECT, null=True, blank=True, verbose_name=_("skala"))
    lowest = exact(verbose_name=_("från"))
    highest = exact(verbose_name=_("till"))
    months = models.PositiveSmallIntegerField(_("månader"), null=True, blank=True)
    share = exact(verbose_name=_("andel"))

    class Meta:
        verbose_name = _("förväntan")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["process", "code", "option"], name="expected_option_in_version"),
            models.UniqueConstraint(
                fields=["process", "code", "answer"], condition=Q(option=None), name="expectation_in_version"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="expectation_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(highest__gte=F("lowest")), name="expectation_span_in_order"),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="expectation_share_is_a_share"),
        ]

    def __str__(self):
        return self.text
