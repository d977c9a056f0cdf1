"""How a questionnaire is worded: title and instruction, questions and the words of their steps, in each language."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import FreeText, no_identifiers
from loke.measures.models.instruments import Instrument, Item


class Translation(models.Model):
    """A questionnaire's texts in one language. The Swedish title stands in the instrument's own name."""

    class Language(models.TextChoices):
        SWEDISH = "sv", _("svenska")
        EASY = "sv-lattlast", _("lätt svenska")
        ENGLISH = "en", _("engelska")
        ARABIC = "ar", _("arabiska")
        SOMALI = "so", _("somaliska")
        TIGRINYA = "ti", _("tigrinska")
        PERSIAN = "fa", _("persiska")
        FINNISH = "fi", _("finska")
        UKRAINIAN = "uk", _("ukrainska")
        NORTHERN_SAMI = "se", _("nordsamiska")

    class Provenance(models.TextChoices):
        OWN = "own", _("skriven av oss")
        PROFESSIONAL = "professional", _("gjord av en översättare")
        MACHINE = "machine", _("gjord av en maskin, inte granskad")

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="translations")
    language = models.CharField(_("språk"), max_length=12, choices=Language)
    provenance = models.CharField(_("texten är"), max_length=12, choices=Provenance, default=Provenance.OWN)
    title = models.CharField(_("titel"), max_length=200, blank=True, validators=[no_identifiers])
    instruction = FreeText(_("instruktion"), blank=True)

    class Meta:
        verbose_name = _("text på ett språk")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["instrument", "language"], name="language_once")]


class ItemText(models.Model):
    """One question in one language; the Swedish wording stands in the item's own name.

    `labels` are the words of the steps, one on each line in the order of the values, or those of the two ends.
    """

    translation = models.ForeignKey(Translation, models.CASCADE, related_name="items")
    item = models.ForeignKey(Item, models.CASCADE, related_name="texts", verbose_name=_("fråga"))
    text = FreeText(_("fråga"), blank=True)
    labels = FreeText(_("ord för svaren"), blank=True)

    class Meta:
        verbose_name = _("fråga på ett språk")
        constraints = [models.UniqueConstraint(fields=["translation", "item"], name="item_once_in_language")]
