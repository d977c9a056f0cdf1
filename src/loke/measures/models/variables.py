"""Variables: what is recorded for every client in the service's own words, with the options that may be chosen."""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import Code, FreeText
from loke.description.models import Service


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
