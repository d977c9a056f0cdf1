"""A follow-up of a period: what the group says of it, the whole as it was adopted, and what is published of it."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from loke.accounts.access import reach
from loke.accounts.fields import Code, FreeText
from loke.accounts.models import Unit, User
from loke.description.models import Service
from loke.description.models.versions import Removable, by_whom
from loke.publishing.numbers import period_name


class FollowUpQuerySet(models.QuerySet):
    def open(self):
        return self.filter(adopted=None)

    def adopted(self):
        """The latest adopted first; what was frozen is read only where it is asked for."""
        return self.exclude(adopted=None).order_by("-adopted", "-pk").defer("content")

    def at_hand(self, period: str):
        """Of a service's, the one of the period that is open, else the one that was adopted last; None without."""
        ordered = self.filter(period=period).order_by(F("adopted").desc(nulls_first=True), "-pk")
        return ordered.defer("content").first()


class FollowUp(models.Model):
    """What a group makes of one period. Open until it is adopted; from then on the database refuses every change.

    `content` is the frozen form, see loke.followup.frozen; `verdicts` how each expectation stood, which is in it too.
    """

    service = models.ForeignKey(Service, models.CASCADE, related_name="follow_ups", verbose_name=_("verksamhet"))
    period = models.CharField(_("period"), max_length=10)
    split = Code(_("uppdelning"), blank=True)
    begun = models.DateTimeField(_("påbörjad"), default=timezone.now)
    begun_by = by_whom(_("påbörjad av"))
    met = models.DateField(_("mötets dag"), null=True, blank=True)
    participants = FreeText(_("deltog"), blank=True)
    adopted = models.DateField(_("antagen"), null=True, blank=True)
    adopted_by = by_whom(_("antagen av"))
    language = models.CharField(_("språk"), max_length=10, blank=True)
    verdicts = models.JSONField(_("utfall"), default=list, blank=True)
    content = models.TextField(_("innehåll"), blank=True)
    digest = models.CharField(_("kontrollsumma"), max_length=64, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("uppföljning")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "period"], condition=Q(adopted=None), name="one_open_follow_up_of_a_period"
            ),
            models.CheckConstraint(
                condition=Q(adopted=None, digest="") | (Q(adopted__isnull=False) & ~Q(digest="")),
                name="adopted_follow_up_is_frozen",
            ),
        ]

    def __str__(self):
        return f"{self.service} {self.period}"

    @property
    def name(self) -> str:
        """The period in words."""
        return period_name(self.period, get_language() or "sv")

    @property
    def is_open(self) -> bool:
        return self.adopted is None

    @property
    def access_unit(self) -> Unit:
        return self.service.unit

    def texts(self) -> dict[str, str]:
        """Our own reading by the anchor of its section."""
        return dict(self.readings.exclude(text="").values_list("section", "text")) if self.pk else {}


class Answer(models.TextChoices):
    """The four ways of answering what did not turn out as intended."""

    PRACTICE = "practice", _("Vi ändrar arbetssättet")
    DESCRIPTION = "description", _("Vi ändrar beskrivningen")
    EXPLANATION = "explanation", _("Vi har en förklaring")
    TOO_FEW = "too_few", _("Det är för få för att säga")


class AnswerQuerySet(models.QuerySet):
    def given(self):
        return self.filter(withdrawn=None)


class DeviationAnswer(models.Model):
    """What the group answers to one deviation of a follow-up.

    `deviation` is the code of an expectation with its `version`, or an intervention as in loke.followup.deviations. Of
    a change of practice it holds what will be tried, by whom and until when. `late` was given after the adoption.
    """

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="answers", verbose_name=_("uppföljning"))
    deviation = Code(_("avvikelse"), max_length=80)
    version = Code(_("version"), max_length=20, blank=True)
    text = models.CharField(_("det som var tänkt"), max_length=300)
    answer = models.CharField(_("svar"), max_length=11, choices=Answer)
    words = FreeText(_("hur vi tänker"), blank=True)
    who = FreeText(_("vem"), blank=True)
    until = models.DateField(_("senast"), null=True, blank=True)
    late = models.BooleanField(_("efter antagandet"), default=False)
    number = models.PositiveIntegerField(_("skrivet antal gånger"), default=0)
    changed = models.DateTimeField(_("ändrat"), default=timezone.now)
    changed_by = by_whom(_("av"))
    withdrawn = models.DateTimeField(_("taget tillbaka"), null=True, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("svar på avvikelse")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["follow_up", "deviation", "version"], name="deviation_answered_once")
        ]

    @property
    def access_unit(self) -> Unit:
        return self.follow_up.access_unit


class SectionReading(models.Model):
    """Så läser vi det: the group's own reading of a section, noted while they talk."""

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="readings", verbose_name=_("uppföljning"))
    section = Code(_("fråga"), max_length=40)
    text = FreeText(_("så läser vi det"), blank=True)
    number = models.PositiveIntegerField(_("skrivet antal gånger"), default=0)
    changed = models.DateTimeField(_("ändrat"), default=timezone.now)
    changed_by = by_whom(_("av"))

    class Meta:
        verbose_name = _("gruppens läsning")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["follow_up", "section"], name="section_read_once")]

    @property
    def access_unit(self) -> Unit:
        return self.follow_up.access_unit


class Decision(models.Model):
    """Something the group decides: what, who sees to it, and until when."""

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="decisions", verbose_name=_("uppföljning"))
    section = Code(_("fråga"), max_length=40)
    text = FreeText(_("beslut"))
    who = FreeText(_("vem"), blank=True)
    until = models.DateField(_("senast"), null=True, blank=True)
    made = models.DateTimeField(_("tid"), default=timezone.now)
    made_by = by_whom(_("antecknat av"))
    removed = models.DateTimeField(_("borttaget"), null=True, blank=True)

    objects = Removable.as_manager()

    class Meta:
        verbose_name = _("beslut")
        ordering = ["pk"]

    @property
    def access_unit(self) -> Unit:
        return self.follow_up.access_unit


class ReleaseQuerySet(models.QuerySet):
    def for_user(self, user: User, verb: str = "see"):
        """Those of the units, or of the organisations, where `user` may do this."""
        where = reach(user, "release", verb)
        unit = "follow_up__service__unit"
        return self.filter(Q(**{f"{unit}__in": where.units}) | Q(**{f"{unit}__organisation__in": where.organisations}))

    def registered(self):
        """All that has ever been published, in the order of time; those withdrawn too, since they have been read."""
        return self.exclude(published=None).order_by("published", "pk")

    def of_year(self, service: Service, period: str):
        """Those that a new release of the year is held against."""
        found = self.registered().filter(follow_up__service=service, follow_up__period=period)
        return found.select_related("follow_up").defer("follow_up__content")

    def with_service(self):
        """With the unit and organisation that it is of, but not all that was adopted."""
        return self.select_related("follow_up__service__unit__organisation").defer("follow_up__content")

    def without_content(self):
        """For lists: what they hold is long, and read one by one."""
        return self.defer("content", "basis", "follow_up__content")

    def there(self):
        """What is published now, the latest first."""
        return self.registered().filter(withdrawn=None).order_by("-follow_up__period", "-published")

    def waiting(self):
        """What somebody has proposed and somebody else is to approve."""
        return self.filter(published=None, withdrawn=None).exclude(proposed=None)


class Release(models.Model):
    """What is published of an adopted follow-up: prepared, proposed, published when a second person approves.

    `content` is what is read, see loke.followup.published.content; `basis` the disclosed tables that later releases are
    held against, which differ from the content where that is rounded; `beside` the keys of the earlier releases that it
    was held against itself. The digest is of all three. The database refuses every change of any of them, and that the
    same person proposes and approves.
    """

    class Level(models.TextChoices):
        OUTSIDE = "outside", _("Till ledning och nämnd")
        PUBLIC = "public", _("Till ledning och nämnd att lämna vidare, avrundat")

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="releases", verbose_name=_("uppföljning"))
    level = models.CharField(_("för vem"), max_length=7, choices=Level)
    content = models.TextField(_("innehåll"))
    basis = models.TextField(_("underlag"))
    beside = models.JSONField(_("prövad mot"), default=list, blank=True)
    digest = models.CharField(_("kontrollsumma"), max_length=64)
    prepared = models.DateTimeField(_("förberedd"), default=timezone.now)
    prepared_by = by_whom(_("förberedd av"))
    proposed = models.DateTimeField(_("föreslagen"), null=True, blank=True)
    proposed_by = by_whom(_("föreslagen av"))
    published = models.DateTimeField(_("publicerad"), null=True, blank=True)
    approved_by = by_whom(_("godkänd av"))
    withdrawn = models.DateTimeField(_("tillbakadragen"), null=True, blank=True)
    withdrawn_by = by_whom(_("tillbakadragen av"))
    why = FreeText(_("varför den drogs tillbaka"), blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("publicering")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published=None)
                | Q(proposed__isnull=False, proposed_by__isnull=False, approved_by__isnull=False),
                name="release_is_published_by_two",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")), name="release_by_two_persons"
            ),
        ]

    def __str__(self):
        return f"{self.follow_up} {self.get_level_display()}"

    @property
    def access_unit(self) -> Unit:
        return self.follow_up.access_unit
