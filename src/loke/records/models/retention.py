"""How long records are kept, and what is on its way out: proposed, approved by two, in quarantine, erased."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from loke.accounts.access import reach
from loke.accounts.fields import FreeText, SealedText
from loke.accounts.models import Unit, User
from loke.description.models import Service
from loke.records.models.history import Registration

QUARANTINE = timedelta(days=30)


class RetentionRule(models.Model):
    """What an organisation has decided for a service: a shorter time than the law's, or to wait on a legal ground.

    The latest holds; without one the law's does. `months` is empty when the service waits.
    """

    service = models.ForeignKey(Service, models.PROTECT, related_name="retention_rules", verbose_name=_("verksamhet"))
    months = models.PositiveSmallIntegerField(_("månader efter avslut"), null=True, blank=True)
    ground = models.CharField(_("rättsligt stöd"), max_length=200, blank=True)
    why = FreeText(_("varför"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("vem"))
    at = models.DateTimeField(_("tid"), default=timezone.now)

    class Meta:
        verbose_name = _("bevarandetid")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(months__gte=1, ground="") | (Q(months=None) & ~Q(ground="")), name="time_or_ground_to_wait"
            )
        ]

    @property
    def access_unit(self) -> Unit:
        return self.service.unit


class ErasureQuerySet(models.QuerySet):
    def for_user(self, user: User, verb: str):
        """Those of the units, or of the organisations, where `user` may approve or confirm."""
        where = reach(user, "retention", verb)
        return self.filter(Q(unit__in=where.units) | Q(unit__organisation__in=where.organisations))

    def open(self):
        return self.filter(erased=None, withdrawn=None)

    def waiting(self):
        """Those that the manager has not approved."""
        return self.open().filter(first_by=None)

    def half_way(self):
        """Those that wait for the second approval."""
        return self.open().filter(second_by=None).exclude(first_by=None)

    def quarantined(self):
        return self.open().exclude(second_by=None)


class Erasure(models.Model):
    """Clients of a unit that are to be erased together, and in the end the record of it, which names no client."""

    class Ground(models.TextChoices):
        TIME = "time", _("tiden har gått ut")
        REQUEST = "request", _("personen har begärt det")
        DECISION = "decision", _("ett beslut")
        WRONG = "wrong", _("uppgifterna är felaktigt registrerade")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="erasures", verbose_name=_("enhet"))
    ground = models.CharField(_("grund"), max_length=8, choices=Ground)
    rules = models.JSONField(_("regel"), default=dict, blank=True)  # months by service, as approved
    proposed = models.DateTimeField(_("föreslagen"), default=timezone.now)
    why = SealedText(_("varför"), blank=True, bound_to=("unit_id", "proposed"))  # not kept when it has been erased
    proposed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("föreslagen av")
    )
    first = models.DateTimeField(_("godkänd"), null=True, blank=True)
    first_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("godkänd av")
    )
    second = models.DateTimeField(_("godkänd av den andra"), null=True, blank=True)
    second_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("den andra")
    )
    until = models.DateField(_("i karantän till"), null=True, blank=True)
    withdrawn = models.DateTimeField(_("tillbakadragen"), null=True, blank=True)
    erased = models.DateTimeField(_("raderad"), null=True, blank=True)
    counts = models.JSONField(_("antal"), default=dict, blank=True)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("gallring")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(second_by=None) | Q(first_by__isnull=False), name="first_before_second"),
            models.CheckConstraint(condition=~Q(second_by=F("first_by")), name="approved_by_two"),
            models.CheckConstraint(condition=~Q(second_by=F("proposed_by")), name="proposer_does_not_confirm"),
            models.CheckConstraint(
                condition=Q(erased=None) | Q(second_by__isnull=False, until__isnull=False, why=""),
                name="erased_after_two_approvals",
            ),
        ]


class ErasedClient(models.Model):
    """A client on its way out, by number, or an episode that was only counted; one that is spared waits until a day."""

    erasure = models.ForeignKey(Erasure, models.CASCADE, related_name="clients", verbose_name=_("gallring"))
    client_number = models.BigIntegerField(null=True, blank=True, db_index=True)
    episodes = models.JSONField(default=list, blank=True)
    ended = models.DateField(_("upphörde"), null=True, blank=True)
    latest = models.DateField(_("senast"), null=True, blank=True)
    sealed = models.OneToOneField(Registration, models.PROTECT, null=True, blank=True, related_name="+")
    spared_until = models.DateField(_("undantagen till"), null=True, blank=True)
    spared_why = SealedText(_("varför"), blank=True, bound_to=("erasure_id", "spared_until"))
    spared_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("vem"))

    class Meta:
        verbose_name = _("klient som ska gallras")
        ordering = ["latest", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["client_number"], condition=Q(spared_until=None), name="on_its_way_out_once"
            ),
            models.CheckConstraint(
                condition=Q(spared_until=None) | (Q(sealed=None) & ~Q(spared_why="")), name="spared_for_a_reason"
            ),
        ]
