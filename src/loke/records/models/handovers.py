"""What one service of an organisation hands over to another about a client, until it is received."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from loke.accounts.models import Unit
from loke.description.models import Service
from loke.records.models.clients import Episode


class HandoverQuerySet(models.QuerySet):
    def used(self):
        return self.filter(episode_number__in=Episode.objects.values("pk"))


class Handover(models.Model):
    """Sealed with a code that is stored nowhere. Who gave it, from where and at what hour is not kept."""

    to = models.ForeignKey(Service, models.CASCADE, related_name="handovers", verbose_name=_("mottagande verksamhet"))
    digest = models.CharField(max_length=64, unique=True)  # of the code
    until = models.DateField(_("gäller till och med"))
    sealed = models.BinaryField()
    # of the episode that took it over: used as long as that is there, so that undoing it gives the code back
    episode_number = models.BigIntegerField(null=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("överlämning")

    @property
    def access_unit(self) -> Unit:
        return self.to.unit
