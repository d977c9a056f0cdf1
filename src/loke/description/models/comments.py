"""What others say of a description, what the group answers, and who from outside is let in to say it."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import Code, FreeText
from loke.accounts.models import Membership, Unit, User
from loke.database.statements import written_once
from loke.description.models.descriptions import ServiceDescription
from loke.description.models.processes import ProcessDescription
from loke.description.models.service import Service
from loke.description.models.versions import OfVersion, about_one, by_whom


class Comment(OfVersion, models.Model):
    """A comment on a version of either description, beside the field or row that `place` names, or on all of it."""

    class Question(models.TextChoices):
        """The three questions of the handbook's annex 2, in our words."""

        THREAD = "thread", _("Hänger problemen och resultaten ihop?")
        REASONABLE = "reasonable", _("Är det rimligt att insatserna leder dit?")
        INSTRUMENTS = "instruments", _("Finns det instrument som kan visa om det blir så?")

    class Answer(models.TextChoices):
        TAKEN = "taken", _("tas in")
        NOT_TAKEN = "not_taken", _("tas inte in")

    description = models.ForeignKey(ServiceDescription, models.CASCADE, null=True, blank=True, related_name="comments")
    process = models.ForeignKey(ProcessDescription, models.CASCADE, null=True, blank=True, related_name="comments")
    place = Code(_("gäller"), max_length=80, blank=True)
    question = models.CharField(_("fråga"), max_length=11, choices=Question, blank=True)
    text = FreeText(_("kommentar"))
    by = by_whom(_("av"))
    at = models.DateTimeField(_("tid"), default=timezone.now)
    answer = models.CharField(_("svar"), max_length=9, choices=Answer, blank=True)
    why = FreeText(_("varför"), blank=True)
    answered_by = by_whom(_("besvarad av"))
    answered = models.DateTimeField(_("besvarad"), null=True, blank=True)

    class Meta:
        verbose_name = _("kommentar")
        ordering = ["at", "pk"]
        constraints = [about_one("comment_on_one_description")]


class ReviewQuerySet(models.QuerySet):
    def open(self, day: date | None = None):
        """Those that let somebody in on the day (today): agreed to, begun, not ended, not past their last day.

        Whoever no longer holds any role in the organisation is let in nowhere; whoever assesses may hold one elsewhere.
        """
        day = day or timezone.localdate()
        return self._with_partners(day).filter(agreed=True, ended=None, since__lte=day, until__gte=day)

    def waiting(self):
        """Those that the other service of a pair has not said yes or no to, while there is time."""
        asked = self.filter(agreed=False, ended=None, until__gte=timezone.localdate())
        return asked.filter(pair__isnull=False, pair__ended=None)

    def _with_partners(self, day: date):
        held = Membership.objects.active(day).filter(user=OuterRef("partner"))
        here = held.filter(organisation=OuterRef("service__unit__organisation"))
        return self.filter(Exists(here) | Q(Exists(held), task=Review.Task.ASSESS))

    def of(self, user: User):
        return self.filter(partner=user) if user.is_authenticated else self.none()


class Review(models.Model):
    """An invitation to one person to read the descriptions of one service until a day, and nothing else of it.

    Two services that review each other have one each, tied by `pair`; the other's is not `agreed` until they say yes.
    """

    class Task(models.TextChoices):
        COMMENT = "comment", _("läsa och kommentera")
        DRAFT = "draft", _("skriva ett utkast och kommentera")
        ASSESS = "assess", _("läsa och göra en egen bedömning av ett arbetssätt")

    class State(models.TextChoices):
        """Where it stands; whether an agreed one lets its partner in is for `open` to say."""

        WAITING = "waiting", _("väntar på svar")
        AGREED = "agreed", _("läser")
        OVER = "over", _("tiden är ute")
        ENDED = "ended", _("avslutad")

    service = models.ForeignKey(Service, models.CASCADE, related_name="reviews", verbose_name=_("verksamhet"))
    partner = models.ForeignKey(User, models.PROTECT, related_name="reviews", verbose_name=_("reflektionspartner"))
    task = models.CharField(_("uppgift"), max_length=7, choices=Task, default=Task.COMMENT)
    message = FreeText(_("hälsning"), blank=True)
    since = models.DateField(_("från"), default=timezone.localdate)
    until = models.DateField(_("sista dag"))
    invited_by = by_whom(_("inbjuden av"))
    agreed = models.BooleanField(_("överenskommen"), default=True)
    ended = models.DateTimeField(_("avslutad"), null=True, blank=True)
    pair = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("kollegiegranskning")
        ordering = ["-until", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="review_ends_after_start"),
            models.UniqueConstraint(
                fields=["service", "partner"], condition=Q(ended=None, agreed=True), name="invited_once_at_a_time"
            ),
        ]

    @property
    def access_unit(self) -> Unit:
        return self.service.unit

    @property
    def state(self) -> "Review.State":
        if self.ended:
            return self.State.ENDED
        if self.until < timezone.localdate():
            return self.State.OVER
        return self.State.AGREED if self.agreed else self.State.WAITING


@written_once(partner=models.BigIntegerField())
def let_in_ever(partner):
    """One invitation of theirs, of whatever day."""
    return Review.objects.filter(partner=partner).values_list("pk")[:1]
