"""What a dataset said of a service that no other room has use for, kept so that it comes out as it went in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from loke.description.models import Service
from loke.records.models import Client


class Origin(models.Model):
    """The dataset that a service was last imported from; what it listed without an episode is still its own."""

    service = models.OneToOneField(Service, models.CASCADE, related_name="origin", verbose_name=_("verksamhet"))
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    clients = models.ManyToManyField(Client, related_name="+", verbose_name=_("uppräknade klienter"))

    class Meta:
        verbose_name = _("ursprung")
