"""A service, and the interventions and phases that its records speak of."""

from hashlib import sha256

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from loke.accounts.access import reach
from loke.accounts.fields import Code
from loke.accounts.models import Organisation, Unit, User
from loke.database.statements import send, written_once


class ServiceQuerySet(models.QuerySet):
    def for_user(self, user: User, resource: str = "service", verb: str = "see"):
        """The services in which `user` may do this; the only way from a request to a service."""
        where = reach(user, resource, verb)
        found = Q(unit__in=where.in_units)
        if where.organisations:
            found |= Q(unit__organisation__in=where.organisations)
        return self.filter(found).select_related("unit__organisation")


class Service(models.Model):
    """Something a unit does for clients. `change` grows with everything that may alter a figure."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="services", verbose_name=_("enhet"))
    code = models.SlugField(_("kod"), unique=True, max_length=60)
    name = models.CharField(_("namn"), max_length=200)
    group = models.SlugField(_("jämförelsegrupp"), max_length=60, blank=True)
    client_term = models.CharField(_("ord för klient"), max_length=40, blank=True)
    change = models.BigIntegerField(default=0, editable=False)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("verksamhet")
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def access_unit(self) -> Unit:
        return self.unit

    @property
    def organisation(self) -> Organisation:
        return self.unit.organisation

    @property
    def seal(self) -> str:
        """A digest of what somebody may change of it, which a form carries."""
        return sha256(repr((self.name, self.client_term, self.group)).encode()).hexdigest()[:20]

    def touch(self) -> int:
        """Tell whoever keeps figures of this service that they are no longer current; the new change number."""
        # SQL, since every row that is stored pays for it
        told = send("UPDATE description_service SET change = change + 1 WHERE id = %s RETURNING change", [self.pk])
        return told[0][0]


@written_once(unit=models.BigIntegerField())
def two_in_unit(unit):
    """The numbers of two of its services, where there are so many."""
    return Service.objects.filter(unit=unit).values_list("pk")[:2]


class InUse(models.QuerySet):
    def in_use(self):
        """Those that something may be recorded of: all but what only a draft has brought up."""
        return self.filter(proposed=None)


class Intervention(models.Model):
    """An intervention the service gives; one that is not intended has turned up in the records only.

    `proposed` since a draft brought it up, until a version with it is adopted: nothing is recorded of it yet.
    """

    service = models.ForeignKey(Service, models.CASCADE, related_name="interventions", verbose_name=_("verksamhet"))
    code = Code(_("kod"))
    name = models.CharField(_("namn"), max_length=200)
    intended = models.BooleanField(_("avsedd"), default=True)
    proposed = models.DateField(_("föreslagen"), null=True, blank=True)

    objects = InUse.as_manager()

    class Meta:
        verbose_name = _("insats")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["service", "code"], name="intervention_code")]

    def __str__(self):
        return self.name


@written_once(service=models.BigIntegerField())
def interventions_offered(service):
    """Those in use, as they are offered in a list: the intended ones first."""
    return Intervention.objects.in_use().filter(service=service).order_by("-intended", "pk")


class PlannedPhase(models.Model):
    """A phase with its place in the order; without a place it is not planned and has turned up in the records only."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="phases", verbose_name=_("verksamhet"))
    code = Code(_("kod"))
    name = models.CharField(_("namn"), max_length=200)
    order = models.IntegerField(_("ordning"), null=True, blank=True)
    proposed = models.DateField(_("föreslagen"), null=True, blank=True)

    objects = InUse.as_manager()

    class Meta:
        verbose_name = _("planerad fas")
        ordering = [F("order").asc(nulls_last=True), "code"]
        constraints = [models.UniqueConstraint(fields=["service", "code"], name="phase_code")]

    def __str__(self):
        return self.name


@written_once(service=models.BigIntegerField())
def phases_offered(service):
    return PlannedPhase.objects.in_use().filter(service=service)
