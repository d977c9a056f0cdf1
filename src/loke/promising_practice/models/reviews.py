"""A review of a way of working by the guide: what is answered row by row, judged element by element, and all in all."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import Code, FreeText
from loke.accounts.models import Unit
from loke.description.models import Service
from loke.description.models.versions import Removable, by_whom
from loke.improvement.models import ImprovementCycle, Outcome


class Verdict(models.TextChoices):
    """How far the way of working meets the guide, all in all."""

    VERY_GOOD = "very_good", _("Mycket bra")
    MOSTLY = "mostly", _("Till största delen")
    NEEDS_WORK = "needs_work", _("Behöver utvecklas i flera delar")


class PracticeReviewQuerySet(models.QuerySet):
    def own(self):
        """The group's own, without what second assessors have written."""
        return self.filter(of=None)

    def named(self, practice: str):
        """The group's own of a way of working, however it is written, the latest first; SQLite folds no å, ä or ö."""
        wanted = practice.strip().casefold()
        same = [pk for pk, name in self.own().values_list("pk", "practice") if name.casefold() == wanted]
        return self.filter(pk__in=same).order_by("-number")


class PracticeReview(models.Model):
    """A revision of the review of one way of working. Open until it is judged; from then on nothing in it is written.

    `before` is the revision it was begun from. A second assessor's own judgement of a review has it as `of`, and is
    read by nobody else until it is judged. `written` grows each time its own texts are written.
    """

    service = models.ForeignKey(Service, models.CASCADE, related_name="practice_reviews", verbose_name=_("verksamhet"))
    practice = Code(_("arbetssätt"), max_length=200)
    number = models.PositiveIntegerField(_("revidering"), default=1)
    about = FreeText(_("kort om arbetssättet och målgruppen"), blank=True)
    motive = FreeText(_("varför just det valdes"), blank=True)
    plan = FreeText(_("plan"), blank=True)
    begun = models.DateTimeField(_("påbörjad"), default=timezone.now)
    begun_by = by_whom(_("påbörjad av"))
    of = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="assessments")
    before = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    verdict = models.CharField(_("samlad bedömning"), max_length=10, choices=Verdict, blank=True)
    verdict_motive = FreeText(_("motivering"), blank=True)
    responsible = Code(_("ansvarig för bedömningen"), max_length=200, blank=True)
    judged = models.DateField(_("bedömd"), null=True, blank=True)
    written = models.PositiveIntegerField(_("skriven antal gånger"), default=0)
    changed = models.DateTimeField(_("ändrad"), default=timezone.now)
    changed_by = by_whom(_("ändrad av"))

    objects = PracticeReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("genomgång av ett arbetssätt")
        ordering = ["practice", "-number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "practice", "number"], condition=Q(of=None), name="practice_review_number"
            ),
            models.UniqueConstraint(
                fields=["service", "practice"], condition=Q(of=None, judged=None), name="one_open_practice_review"
            ),
            models.UniqueConstraint(fields=["of", "begun_by"], name="assessed_once_by_each"),
            models.CheckConstraint(condition=Q(judged=None) | ~Q(verdict=""), name="judged_review_has_a_verdict"),
        ]

    def __str__(self):
        return f"{self.practice} {self.number}"

    @property
    def is_open(self) -> bool:
        return self.judged is None

    @property
    def access_unit(self) -> Unit:
        return self.service.unit


class OfReview(models.Model):
    """What every part of a review has."""

    class Meta:
        abstract = True

    @property
    def access_unit(self) -> Unit:
        return self.review.access_unit


class Participant(OfReview):
    """Somebody who takes part in a review, and who may be among those who judge; clients without their names."""

    review = models.ForeignKey(PracticeReview, models.CASCADE, related_name="participants")
    name = Code(_("namn"), max_length=200, blank=True)
    function = Code(_("funktion"), max_length=200, blank=True)
    organisation = Code(_("organisation"), max_length=200, blank=True)
    external = models.BooleanField(_("extern"), default=False)
    assessor = models.BooleanField(_("deltar vid bedömningen"), default=False)
    removed = models.DateTimeField(_("borttagen"), null=True, blank=True)

    objects = Removable.as_manager()

    class Meta:
        verbose_name = _("deltagare")
        ordering = ["pk"]

    @property
    def called(self) -> str:
        return self.name or self.function


class Written(OfReview):
    """A part that several write in: `number` grows each time, so that nobody overwrites unseen."""

    number = models.PositiveIntegerField(_("skrivet antal gånger"), default=0)
    changed = models.DateTimeField(_("ändrat"), default=timezone.now)
    changed_by = by_whom(_("av"))

    class Meta:
        abstract = True


class RowAnswer(Written):
    """What is answered on one row of the guide."""

    class Answer(models.TextChoices):
        YES = "yes", _("Ja")
        NO = "no", _("Nej")
        NOT_RELEVANT = "not_relevant", _("Ej relevant")

    class Status(models.TextChoices):
        DONE = "done", _("På plats")
        UNDER_WAY = "under_way", _("På gång")
        PLANNED = "planned", _("Planerat")
        NOT_PLANNED = "not_planned", _("Inte planerat")

    review = models.ForeignKey(PracticeReview, models.CASCADE, related_name="answers")
    row = Code(_("fråga"), max_length=10)
    answer = models.CharField(_("svar"), max_length=12, choices=Answer, blank=True)
    reason = FreeText(_("varför ej relevant"), blank=True)
    status = models.CharField(_("hur långt"), max_length=11, choices=Status, blank=True)
    status_text = FreeText(_("hur långt, med egna ord"), blank=True)
    description = FreeText(_("beskrivning"), blank=True)

    class Meta:
        verbose_name = _("svar på en fråga i guiden")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["review", "row"], name="row_answered_once")]


class ElementJudgement(Written):
    """What is said of one element as a whole."""

    class Status(models.TextChoices):
        VERY_GOOD = "very_good", _("Mycket bra")
        ON_THE_WAY = "on_the_way", _("På god väg")
        NEEDS_WORK = "needs_work", _("Behöver utvecklas vidare")

    review = models.ForeignKey(PracticeReview, models.CASCADE, related_name="judgements")
    element = models.PositiveSmallIntegerField(_("element"))
    summary = FreeText(_("sammanfattning"), blank=True)
    comment = FreeText(_("kommentar"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, blank=True)

    class Meta:
        verbose_name = _("bedömning av ett element")
        ordering = ["element"]
        constraints = [models.UniqueConstraint(fields=["review", "element"], name="element_judged_once")]


class DevelopmentArea(Written):
    """Something to develop, in order of priority, of one element or of the whole.

    `before` is the one in the revision before that it goes on from. `done` is said at any time, also when the review
    is judged; of what has become a cycle the cycle says it.
    """

    review = models.ForeignKey(PracticeReview, models.CASCADE, related_name="areas")
    element = models.PositiveSmallIntegerField(_("element"), null=True, blank=True)
    text = FreeText(_("att utveckla"))
    priority = models.PositiveSmallIntegerField(_("prioritet"))
    responsible = Code(_("ansvarig"), max_length=200, blank=True)
    until = models.DateField(_("senast"), null=True, blank=True)
    removed = models.DateTimeField(_("borttaget"), null=True, blank=True)
    done = models.DateField(_("klart"), null=True, blank=True)
    before = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    cycle = models.ForeignKey(
        ImprovementCycle, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("förbättring")
    )

    objects = Removable.as_manager()

    class Meta:
        verbose_name = _("utvecklingsområde")
        ordering = ["priority", "pk"]

    @property
    def last_cycle(self) -> ImprovementCycle | None:
        """Its cycle, or the last of those that went on from it when it was adjusted."""
        cycle = self.cycle
        while cycle and cycle.outcome == Outcome.ADJUST and (after := cycle.after.last()):
            cycle = after
        return cycle

    @property
    def is_open(self) -> bool:
        """Whether it remains to be done."""
        cycle = self.last_cycle
        return self.done is None and not (cycle and cycle.outcome in (Outcome.KEEP, Outcome.DROP))


class Comment(OfReview):
    """What somebody says to the others beside a row, or beside the element as a whole when it names none."""

    review = models.ForeignKey(PracticeReview, models.CASCADE, related_name="comments")
    element = models.PositiveSmallIntegerField(_("element"))
    row = Code(_("fråga"), max_length=10, blank=True)
    text = FreeText(_("kommentar"))
    by = by_whom(_("av"))
    made = models.DateTimeField(_("tid"), default=timezone.now)
    settled = models.DateTimeField(_("klar"), null=True, blank=True)
    settled_by = by_whom(_("klar enligt"))

    class Meta:
        verbose_name = _("kommentar i genomgången")
        ordering = ["pk"]
