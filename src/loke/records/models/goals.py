"""Goals of the care plan and how far they were reached."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import SealedText
from loke.accounts.models import Unit
from loke.database.statements import written_once
from loke.records.models.clients import Episode

LONGEST = 200  # characters of a goal


class CarePlanGoal(models.Model):
    """A goal of the care plan and how far it was reached."""

    class Attainment(models.TextChoices):
        FULLY = "fully", _("helt")
        LARGELY = "largely", _("i stor utsträckning")
        SLIGHTLY = "slightly", _("i liten utsträckning")
        NOT_AT_ALL = "not_at_all", _("inte alls")

    class Judge(models.TextChoices):
        STAFF = "staff", _("personalen")
        CLIENT = "client", _("klienten")
        TOGETHER = "together", _("klienten och personalen tillsammans")

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="goals", verbose_name=_("kontakt"))
    code = SealedText(_("mål"), validators=[MaxLengthValidator(LONGEST)], bound_to=("episode_id",))
    attainment = models.CharField(_("måluppfyllelse"), max_length=10, choices=Attainment, blank=True)
    set_on = models.DateField(_("satt"), null=True, blank=True)
    judged_on = models.DateField(_("bedömt"), null=True, blank=True)
    judged_by = models.CharField(_("bedömt av"), max_length=8, choices=Judge, blank=True)

    class Meta:
        verbose_name = _("mål i genomförandeplanen")
        ordering = ["pk"]

    @property
    def access_unit(self) -> Unit:
        return self.episode.access_unit


@written_once(episode=models.BigIntegerField())
def goals_in(episode):
    return CarePlanGoal.objects.filter(episode=episode)
