"""What an organisation has said about the library's instruments: used, licensed, confirmed, and what alarms."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import FreeText, no_identifiers
from loke.accounts.models import Organisation, User
from loke.measures.models.instruments import Instrument, Item


class FromLibrary(models.Model):
    """The instrument was made from the entry of the library."""

    instrument = models.OneToOneField(Instrument, models.CASCADE, related_name="from_library")
    entry = models.SlugField(_("i biblioteket"), max_length=60)

    class Meta:
        verbose_name = _("instrument ur biblioteket")


class Alarm(models.Model):
    """An answer of `lowest` or more to the item must be shown to staff at once, with these words."""

    item = models.OneToOneField(Item, models.CASCADE, related_name="alarm", verbose_name=_("fråga"))
    lowest = models.DecimalField(_("från och med"), max_digits=24, decimal_places=9)
    say = FreeText(_("säg till personalen"))

    class Meta:
        verbose_name = _("larmfråga")


class Licence(models.Model):
    """The organisation's right to use a licensed instrument; the latest one counts."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="licences")
    entry = models.SlugField(_("i biblioteket"), max_length=60)
    holder = models.CharField(_("licensen har"), max_length=200, validators=[no_identifiers])
    agreement = models.CharField(_("nummer eller avtal"), max_length=200, validators=[no_identifiers])
    valid_until = models.DateField(_("gäller till och med"), null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("antecknad av"))
    recorded = models.DateTimeField(_("antecknad"), default=timezone.now)

    class Meta:
        verbose_name = _("licens")
        ordering = ["-recorded", "-pk"]


class ConfirmedFact(models.Model):
    """The organisation has found a source for a fact that the library was not sure of; `value` is what it said then."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="confirmed_facts")
    entry = models.SlugField(_("i biblioteket"), max_length=60)
    fact = models.CharField(_("uppgift"), max_length=120)
    value = models.TextField(_("värde"))
    source = FreeText(_("källa"), max_length=500)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("bekräftad av"))
    confirmed = models.DateTimeField(_("bekräftad"), default=timezone.now)

    class Meta:
        verbose_name = _("bekräftad uppgift")
        constraints = [models.UniqueConstraint(fields=["organisation", "entry", "fact"], name="fact_confirmed_once")]
