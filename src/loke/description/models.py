"""A service and the versions of what it means to do: description, process description and checkable expectations."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from loke.accounts.access import reach
from loke.accounts.fields import Code, FreeText
from loke.accounts.models import Organisation, Unit, User


class ServiceQuerySet(models.QuerySet):
    def for_user(self, user: User, resource: str = "service", verb: str = "see"):
        """The services in which `user` may do this; the only way from a request to a service."""
        where = reach(user, resource, verb)
        units = where.units | where.own_units
        return self.filter(Q(unit__in=units) | Q(unit__organisation__in=where.organisations)).select_related(
            "unit__organisation"
        )


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

    def touch(self) -> None:
        """Tell whoever keeps figures of this service that they are no longer current."""
        Service.objects.filter(pk=self.pk).update(change=F("change") + 1)


class Version(models.TextChoices):
    """The life of a version: it is drafted, adopted once, and replaced by the next."""

    DRAFT = "draft", _("utkast")
    ADOPTED = "adopted", _("antagen")
    REPLACED = "replaced", _("ersatt")


class ServiceDescription(models.Model):
    """Verksamhetsbeskrivning: one version of who the service is for, what it does and why."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="descriptions", verbose_name=_("verksamhet"))
    version = models.PositiveIntegerField(_("version"))
    status = models.CharField(_("läge"), max_length=10, choices=Version, default=Version.DRAFT)
    adopted = models.DateField(_("antagen"), null=True, blank=True)
    purpose = FreeText(_("idé och syfte"), blank=True)
    target_group = FreeText(_("målgrupp"), blank=True)
    implementation = FreeText(_("genomförande"), blank=True)
    goals = FreeText(_("mål och resultat"), blank=True)
    follow_up = FreeText(_("utvärdering, uppföljning och återföring"), blank=True)
    resources = FreeText(_("resurser"), blank=True)
    conditions = FreeText(_("organisatoriska förutsättningar"), blank=True)

    class Meta:
        verbose_name = _("verksamhetsbeskrivning")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["service", "version"], name="service_description_version"),
            models.CheckConstraint(
                condition=Q(status=Version.DRAFT) | Q(adopted__isnull=False), name="adopted_description_has_a_day"
            ),
        ]

    def __str__(self):
        return f"{self.service} {self.version}"


class ProcessDescription(models.Model):
    """Processbeskrivning: one version of the red thread from target group over intervention to outcome."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="processes", verbose_name=_("verksamhet"))
    version = Code(_("version"), max_length=20)
    status = models.CharField(_("läge"), max_length=10, choices=Version, default=Version.DRAFT)
    adopted = models.DateField(_("antagen"), null=True, blank=True)

    class Meta:
        verbose_name = _("processbeskrivning")
        ordering = ["adopted", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "version"], name="process_description_version"),
            models.CheckConstraint(
                condition=Q(status=Version.DRAFT) | Q(adopted__isnull=False), name="adopted_process_has_a_day"
            ),
            models.UniqueConstraint(
                fields=["service"], condition=Q(status=Version.ADOPTED), name="one_adopted_process_description"
            ),
        ]

    def __str__(self):
        return f"{self.service} {self.version}"


class Intervention(models.Model):
    """An intervention the service gives; one that is not intended has turned up in the records only."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="interventions", verbose_name=_("verksamhet"))
    code = Code(_("kod"))
    name = models.CharField(_("namn"), max_length=200)
    intended = models.BooleanField(_("avsedd"), default=True)

    class Meta:
        verbose_name = _("insats")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["service", "code"], name="intervention_code")]

    def __str__(self):
        return self.name


class PlannedPhase(models.Model):
    """A phase with its place in the order; without a place it is not planned and has turned up in the records only."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="phases", verbose_name=_("verksamhet"))
    code = Code(_("kod"))
    name = models.CharField(_("namn"), max_length=200)
    order = models.IntegerField(_("ordning"), null=True, blank=True)

    class Meta:
        verbose_name = _("planerad fas")
        ordering = [F("order").asc(nulls_last=True), "code"]
        constraints = [models.UniqueConstraint(fields=["service", "code"], name="phase_code")]

    def __str__(self):
        return self.name


class TargetGroup(models.Model):
    """A row in the first column of the process description: for whom."""

    process = models.ForeignKey(ProcessDescription, models.CASCADE, related_name="target_groups")
    text = FreeText(_("målgrupp"))
    order = models.PositiveSmallIntegerField(_("ordning"))
    interventions = models.ManyToManyField(Intervention, related_name="target_groups", verbose_name=_("får insatserna"))

    class Meta:
        verbose_name = _("målgrupp")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["process", "order"], name="target_group_order")]

    def __str__(self):
        return self.text


class IntendedOutcome(models.Model):
    """A row in the last column of the process description: what should change."""

    process = models.ForeignKey(ProcessDescription, models.CASCADE, related_name="outcomes")
    text = FreeText(_("avsett resultat"))
    order = models.PositiveSmallIntegerField(_("ordning"))
    interventions = models.ManyToManyField(
        Intervention, related_name="outcomes", verbose_name=_("insatser som leder dit")
    )

    class Meta:
        verbose_name = _("avsett resultat")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["process", "order"], name="outcome_order")]

    def __str__(self):
        return self.text
