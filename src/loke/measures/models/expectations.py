"""Expectations: what a version of the process description says in words that a computer can check."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import Code
from loke.database.statements import written_once
from loke.description.models import IN_FORCE, Intervention, PlannedPhase, ProcessDescription, ProcessRow
from loke.measures.models.instruments import Scale, exact
from loke.measures.models.variables import Option, Variable


class ExpectationQuerySet(models.QuerySet):
    def in_force(self):
        """Those that somebody may be held against: of versions that are or have been adopted."""
        return self.filter(process__status__in=IN_FORCE)


class Expectation(models.Model):
    """An expectation that a computer can check, in one version of the process description.

    Of kind category there is one row for each accepted option, with the same code; `answer` holds yes or no of a
    variable that has no options.
    """

    class Kind(models.TextChoices):
        RANGE = "range", _("inom ett spann")
        CATEGORY = "category", _("rätt alternativ")
        DOSE = "dose", _("antal träffar")
        RECEIVED = "received", _("fick insatsen")
        PHASE = "phase", _("dagar i fas")
        DURATION = "duration", _("dagar i kontakt")
        COMPLETION = "completion", _("fullföljer")
        IMPROVEMENT = "improvement", _("blir bättre")

    process = models.ForeignKey(ProcessDescription, models.CASCADE, related_name="expectations")
    row = models.ForeignKey(
        ProcessRow, models.CASCADE, null=True, blank=True, related_name="expectations", verbose_name=_("rad")
    )
    code = Code(_("kod"))
    kind = models.CharField(_("slag"), max_length=12, choices=Kind)
    text = models.CharField(_("text"), max_length=300)
    valid_from = models.DateField(_("gäller från"))
    valid_to = models.DateField(_("gäller till"), null=True, blank=True)
    variable = models.ForeignKey(Variable, models.PROTECT, null=True, blank=True, verbose_name=_("variabel"))
    of_age = models.BooleanField(_("gäller ålder"), default=False)
    option = models.ForeignKey(Option, models.PROTECT, null=True, blank=True, verbose_name=_("alternativ"))
    answer = Code(_("svar"), blank=True)
    intervention = models.ForeignKey(Intervention, models.PROTECT, null=True, blank=True, verbose_name=_("insats"))
    phase = models.ForeignKey(PlannedPhase, models.PROTECT, null=True, blank=True, verbose_name=_("fas"))
    scale = models.ForeignKey(Scale, models.PROTECT, null=True, blank=True, verbose_name=_("skala"))
    lowest = exact(verbose_name=_("från"))
    highest = exact(verbose_name=_("till"))
    months = models.PositiveSmallIntegerField(_("månader"), null=True, blank=True)
    share = exact(verbose_name=_("andel"))

    objects = ExpectationQuerySet.as_manager()

    class Meta:
        verbose_name = _("förväntan")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["process", "code", "option"], name="expected_option_in_version"),
            models.UniqueConstraint(
                fields=["process", "code", "answer"], condition=Q(option=None), name="expectation_in_version"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="expectation_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(highest__gte=F("lowest")), name="expectation_span_in_order"),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="expectation_share_is_a_share"),
        ]

    def __str__(self):
        return self.text


@written_once(service=models.BigIntegerField(), day=models.DateField())
def in_force_on(service, day):
    """What was expected on the day, that of the latest version first."""
    lasting = Q(valid_to=None) | Q(valid_to__gte=day)
    begun = Expectation.objects.in_force().filter(lasting, process__service=service, valid_from__lte=day)
    return begun.order_by("-valid_from", "pk")
