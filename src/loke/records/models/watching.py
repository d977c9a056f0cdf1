"""What keeps the records whole: doubts that somebody has answered, and the weekly reminder."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import SealedText
from loke.accounts.models import Unit, User
from loke.description.models import Service
from loke.records.models.clients import Episode

MONDAY, FRIDAY = 0, 4


class Dismissal(models.Model):
    """Somebody has said of one finding of a quality rule that it is right as it stands, and why."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="dismissals", verbose_name=_("verksamhet"))
    episode = models.ForeignKey(Episode, models.CASCADE, related_name="+", verbose_name=_("kontakt"))
    rule = models.CharField(_("regel"), max_length=40)
    key = models.CharField(max_length=120)  # the finding as it was; changed, it is another
    why = SealedText(_("varför"), bound_to=("service_id", "rule", "key"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("vem"))
    at = models.DateTimeField(_("tid"), default=timezone.now)

    class Meta:
        verbose_name = _("anmärkning som stämmer ändå")
        constraints = [models.UniqueConstraint(fields=["service", "rule", "key"], name="dismissed_once")]

    @property
    def access_unit(self) -> Unit:
        return self.service.unit


class ReminderChoice(models.Model):
    """The day of the week on which somebody wants to be reminded; without one never. Nobody's choice is Monday."""

    user = models.OneToOneField(User, models.CASCADE, related_name="reminder", verbose_name=_("person"))
    weekday = models.PositiveSmallIntegerField(_("veckodag"), null=True, blank=True)

    class Meta:
        verbose_name = _("val av påminnelse")
        constraints = [
            models.CheckConstraint(condition=Q(weekday=None) | Q(weekday__lte=FRIDAY), name="reminded_on_a_working_day")
        ]


class SentReminder(models.Model):
    """That somebody has been reminded in the week that begins on this Monday."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    week = models.DateField(_("vecka"))

    class Meta:
        verbose_name = _("skickad påminnelse")
        constraints = [models.UniqueConstraint(fields=["user", "week"], name="reminded_once_a_week")]
