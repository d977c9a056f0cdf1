"""A month's readings as the manager went through them: what was looked at, what was said, and who signed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import SealedText
from loke.accounts.models import Unit, User


class LogReview(models.Model):
    """A signed review of one unit's readings in one month; never changed."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="log_reviews", verbose_name=_("enhet"))
    month = models.DateField(_("månad"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("vem"))
    at = models.DateTimeField(_("tid"), default=timezone.now)
    note = SealedText(_("anteckning"), max_length=2000, blank=True, bound_to=("unit_id", "month"))
    readings = models.PositiveIntegerField(_("läsningar i månaden"))
    risky = models.PositiveIntegerField(_("läsningar att titta närmare på"))
    digest = models.CharField(max_length=64)  # of what was looked at: each reading's link and the note on it

    class Meta:
        verbose_name = _("granskning av läsningar")
        ordering = ["-month"]
        constraints = [models.UniqueConstraint(fields=["unit", "month"], name="one_review_a_month")]


class ReviewedReading(models.Model):
    """One reading that was looked at, by its number in the log, why it was proposed, and what was said of it."""

    review = models.ForeignKey(LogReview, models.CASCADE, related_name="rows", verbose_name=_("granskning"))
    entry = models.BigIntegerField(_("läsning"))
    score = models.PositiveSmallIntegerField(_("poäng"))
    why = models.CharField(_("varför"), max_length=200, blank=True)  # drawn by lot where nothing is risky
    note = SealedText(_("anteckning"), max_length=300, blank=True, bound_to=("review_id", "entry"))

    class Meta:
        verbose_name = _("granskad läsning")
        ordering = ["pk"]
