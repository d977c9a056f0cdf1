"""An improvement cycle with its steps and its log: what is tried, what is predicted, and what became of it."""

from datetime import date

from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import Code, FreeText, no_identifiers
from loke.accounts.models import Organisation, Unit
from loke.description.models import ProcessDescription, Service
from loke.description.models.versions import Removable, by_whom
from loke.followup.models import Decision, DeviationAnswer

LONGEST_TITLE = 120


class Phase(models.TextChoices):
    PLAN = "plan", _("Planera")
    DO = "do", _("Göra")
    STUDY = "study", _("Studera")
    DONE = "done", _("Agera")


class Kind(models.TextChoices):
    """The two kinds of learning of the handbook."""

    ADAPTIVE = "adaptive", _("Görs saker rätt?")
    DEVELOPMENTAL = "developmental", _("Görs rätt saker?")


class Origin(models.TextChoices):
    """What a cycle starts from."""

    DEVIATION = "deviation", _("Något som inte blev som tänkt")
    DECISION = "decision", _("Ett beslut på ett möte")
    AREA = "area", _("Ett utvecklingsområde")
    ADJUSTED = "adjusted", _("En tidigare förbättring")
    SHARED = "shared", _("En delad idé")
    IDEA = "idea", _("En egen idé")


class Outcome(models.TextChoices):
    KEEP = "keep", _("Behåll")
    ADJUST = "adjust", _("Justera")
    DROP = "drop", _("Lägg ner")


RESULTS = {Outcome.KEEP: _("Behölls"), Outcome.ADJUST: _("Justerades"), Outcome.DROP: _("Lades ner")}


class CycleQuerySet(models.QuerySet):
    def open(self):
        return self.filter(ended=None)

    def ended(self):
        """The latest first."""
        return self.exclude(ended=None).order_by("-ended", "-pk")

    def overdue(self, day: date):
        """Those that should have been seen by now, or have a step that should have been done."""
        late = CycleStep.objects.waiting().filter(until__lt=day)
        return self.open().filter(Q(seen_by__lt=day) | Q(pk__in=late.values("cycle")))

    def shared_in(self, organisation: Organisation):
        """What groups of the organisation have chosen to tell of, the latest first."""
        found = self.filter(service__unit__organisation=organisation).exclude(shared=None)
        return found.select_related("service__unit", "shared_by").order_by("-shared", "-pk")

    def status_counts(self, day: date):
        """For each service how many are open, overdue, kept, adjusted and dropped; no words and no figures."""
        ended = {outcome: Count("pk", Q(outcome=outcome)) for outcome in Outcome.values}
        late = Count("pk", Q(pk__in=self.overdue(day).values("pk")))
        rows = self.order_by().values("service").annotate(open=Count("pk", Q(ended=None)), overdue=late, **ended)
        return {row.pop("service"): row for row in rows}


class ImprovementCycle(models.Model):
    """One turn of plan, do, study and act; when it has ended nothing in it changes.

    `deviation` is the code of what did not turn out as meant, the same in all versions. `measure` is a key of
    loke.improvement.measures. `figures` are those it ended with, as loke.improvement.study wrote them.
    """

    service = models.ForeignKey(Service, models.CASCADE, related_name="cycles", verbose_name=_("verksamhet"))
    title = models.CharField(_("namn"), max_length=LONGEST_TITLE, validators=[no_identifiers])
    kind = models.CharField(_("slag av lärande"), max_length=13, choices=Kind, default=Kind.ADAPTIVE)
    origin = models.CharField(_("börjar från"), max_length=9, choices=Origin, default=Origin.IDEA)
    origin_text = FreeText(_("det som sades då"), blank=True)
    deviation = Code(_("avvikelse"), max_length=80, blank=True)
    answer = models.ForeignKey(
        DeviationAnswer, models.SET_NULL, null=True, blank=True, related_name="cycles", verbose_name=_("svar")
    )
    decision = models.ForeignKey(
        Decision, models.SET_NULL, null=True, blank=True, related_name="cycles", verbose_name=_("beslut")
    )
    before = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="after", verbose_name=_("fortsätter")
    )
    source = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="tried_by", verbose_name=_("hämtad från")
    )
    problem = FreeText(_("problem"), blank=True)
    causes = FreeText(_("tänkbara orsaker"), blank=True)
    trying = FreeText(_("det vi ska pröva"), blank=True)
    owner = by_whom(_("håller i det"))
    begins = models.DateField(_("börjar"), null=True, blank=True)
    prediction = FreeText(_("det vi tror"), blank=True)
    measure = models.CharField(_("mått"), max_length=200, blank=True)
    up = models.BooleanField(_("ökar"), null=True, blank=True)
    size = models.DecimalField(_("hur mycket"), max_digits=7, decimal_places=2, null=True, blank=True)
    seen_by = models.DateField(_("ska synas"), null=True, blank=True)
    phase = models.CharField(_("läge"), max_length=5, choices=Phase, default=Phase.PLAN)
    reading = FreeText(_("så läser vi det"), blank=True)
    outcome = models.CharField(_("det vi gör"), max_length=6, choices=Outcome, blank=True)
    words = FreeText(_("varför"), blank=True)
    ended = models.DateField(_("avslutad"), null=True, blank=True)
    ended_by = by_whom(_("avslutad av"))
    figures = models.JSONField(_("siffror när den avslutades"), null=True, blank=True)
    process = models.ForeignKey(
        ProcessDescription, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ny version")
    )
    shared = models.DateField(_("delad"), null=True, blank=True)
    shared_by = by_whom(_("delad av"))
    reminded = models.DateField(_("påmind"), null=True, blank=True)
    number = models.PositiveIntegerField(_("skriven antal gånger"), default=0)
    begun = models.DateTimeField(_("påbörjad"), default=timezone.now)
    begun_by = by_whom(_("påbörjad av"))
    changed = models.DateTimeField(_("ändrad"), default=timezone.now)
    changed_by = by_whom(_("ändrad av"))

    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = _("förbättring")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "deviation"],
                condition=Q(ended=None) & ~Q(deviation=""),
                name="one_open_cycle_of_a_deviation",
            ),
            models.CheckConstraint(
                condition=Q(ended=None, outcome="") | (Q(ended__isnull=False, phase=Phase.DONE) & ~Q(outcome="")),
                name="ended_cycle_has_its_outcome",
            ),
            models.CheckConstraint(
                condition=Q(shared=None) | Q(ended__isnull=False), name="only_an_ended_cycle_is_shared"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def access_unit(self) -> Unit:
        return self.service.unit

    @property
    def is_open(self) -> bool:
        return self.ended is None

    @property
    def result(self) -> Promise | str:
        """What became of it, in a word; nothing while it goes on."""
        return RESULTS[Outcome(self.outcome)] if self.outcome else ""

    @property
    def started(self) -> date | None:
        """The day that parts before from since; None while it is being planned."""
        return None if self.phase == Phase.PLAN else self.begins


class StepQuerySet(Removable):
    def waiting(self):
        """What remains to be done in cycles that go on."""
        return self.there().filter(done=None, cycle__ended=None)


class CycleStep(models.Model):
    """Something that is to be done, by whom and until when; `done` and `removed` say when it was."""

    cycle = models.ForeignKey(ImprovementCycle, models.CASCADE, related_name="steps", verbose_name=_("förbättring"))
    text = FreeText(_("steg"))
    owner = by_whom(_("vem"))
    until = models.DateField(_("senast"), null=True, blank=True)
    done = models.DateTimeField(_("gjort"), null=True, blank=True)
    removed = models.DateTimeField(_("borttaget"), null=True, blank=True)
    reminded = models.DateField(_("påmind"), null=True, blank=True)
    number = models.PositiveIntegerField(_("skrivet antal gånger"), default=0)
    changed = models.DateTimeField(_("ändrat"), default=timezone.now)
    changed_by = by_whom(_("ändrat av"))

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("steg i en förbättring")
        ordering = [F("until").asc(nulls_last=True), "pk"]

    @property
    def access_unit(self) -> Unit:
        return self.cycle.access_unit


class CycleNote(models.Model):
    """A line of the log: what was noticed on a day."""

    cycle = models.ForeignKey(ImprovementCycle, models.CASCADE, related_name="notes", verbose_name=_("förbättring"))
    day = models.DateField(_("dag"), default=timezone.localdate)
    text = FreeText(_("anteckning"))
    written = models.DateTimeField(_("skriven"), default=timezone.now)
    written_by = by_whom(_("skriven av"))
    removed = models.DateTimeField(_("borttagen"), null=True, blank=True)

    objects = Removable.as_manager()

    class Meta:
        verbose_name = _("anteckning i en förbättring")
        ordering = ["-day", "-pk"]

    @property
    def access_unit(self) -> Unit:
        return self.cycle.access_unit
