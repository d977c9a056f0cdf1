"""Instruments: questionnaires with their items, scales and norms, shared by the services of an organisation."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import Code, no_identifiers
from loke.accounts.models import Organisation, Unit
from loke.database.statements import bring, written_once


def exact(**kwargs):
    return models.DecimalField(max_digits=24, decimal_places=9, null=True, blank=True, **kwargs)


class Instrument(models.Model):
    """A questionnaire with its scoring, shared by the services of an organisation."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="instruments")
    code = Code(_("kod"))
    name = models.CharField(_("namn"), max_length=200, blank=True, validators=[no_identifiers])
    made_by = models.ForeignKey(
        Unit, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("gjort av")
    )

    class Meta:
        verbose_name = _("instrument")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="instrument_code")]

    def __str__(self):
        return self.name or self.code


class Item(models.Model):
    """One question of an instrument; `own_limits` when its limits were stated for itself, not by the scale.

    `kind` is empty where nobody has said how it is answered: then every number within the limits is taken.
    """

    class Kind(models.IntegerChoices):
        STEPS = 1, _("steg med ord")
        NUMBER = 2, _("ett helt tal")
        LINE = 3, _("en linje, med en decimal")

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="items", verbose_name=_("instrument"))
    code = Code(_("kod"))
    name = models.CharField(_("lydelse"), max_length=300, blank=True, validators=[no_identifiers])  # if free to show
    order = models.PositiveSmallIntegerField(_("ordning"))
    lowest = exact(verbose_name=_("lägst"))
    highest = exact(verbose_name=_("högst"))
    allowed = models.CharField(_("tillåtna värden"), max_length=2000, blank=True)
    own_limits = models.BooleanField(default=False)
    kind = models.PositiveSmallIntegerField(_("svarssätt"), choices=Kind, null=True, blank=True)

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
        """Whether the value lies within the limits, has no more decimals than the kind allows and, where only some
        values are allowed, is one of them."""
        decimals = {self.Kind.NUMBER: 0, self.Kind.LINE: 1}.get(self.kind)
        if decimals is not None and value != round(value, decimals):
            return False
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
    score_lowest = exact(verbose_name=_("lägsta poäng"))
    score_highest = exact(verbose_name=_("högsta poäng"))

    class Meta:
        verbose_name = _("skala")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "code"], name="scale_code"),
            models.CheckConstraint(condition=Q(step__gt=0), name="step_is_positive"),
        ]

    def __str__(self):
        return self.name

    @property
    def given(self) -> bool:
        """Whether its scores come ready, since it is not made of answers."""
        return not self.items and not self.parts

    def allows(self, score: Decimal) -> bool:
        above = self.score_lowest is None or self.score_lowest <= score
        return above and (self.score_highest is None or score <= self.score_highest)


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


@written_once(instrument=models.BigIntegerField())
def _items(instrument):
    return Item.objects.filter(instrument=instrument)


@written_once(instrument=models.BigIntegerField())
def _scales(instrument):
    return Scale.objects.filter(instrument=instrument)


@written_once(instrument=models.BigIntegerField())
def _norms(instrument):
    return Norm.objects.filter(scale__instrument=instrument)


def bring_parts(instrument: Instrument) -> None:
    """Its items, its scales and their norms, at hand from now on."""
    scales = _scales(instrument=instrument.pk)
    bring([instrument], "items", _items(instrument=instrument.pk), "instrument_id")
    bring([instrument], "scales", scales, "instrument_id")
    bring(scales, "norms", _norms(instrument=instrument.pk), "scale_id")
