"""What happened: clients under codes, their episodes, contacts, phases, measurements, goals and endings."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from loke.accounts.access import reach
from loke.accounts.fields import Code, FreeText
from loke.accounts.models import Unit, User
from loke.description.models import Intervention, PlannedPhase, Service
from loke.measures.models import Instrument, Item, Mode, Option, Scale, Variable
from loke.records.pseudonyms import tidy


def visible(user: User, verb: str) -> Q:
    """Condition on episodes: those of the user's units, and where rights reach one's own clients, one's own."""
    where = reach(user, "client", verb)
    mine = Episode.responsible.through.objects.filter(episode=OuterRef("pk"), user=user.pk)
    return Q(service__unit__in=where.units) | (Q(service__unit__in=where.own_units) & Exists(mine))


class ClientQuerySet(models.QuerySet):
    def for_user(self, user: User, verb: str = "read"):
        """The clients whose records `user` may read (or write); to others they do not exist."""
        episodes = Episode.objects.filter(visible(user, verb)).values("client")
        return self.filter(pk__in=episodes)


class Client(models.Model):
    """A person the unit works with, known by a code that means nothing."""

    class Sex(models.TextChoices):
        FEMALE = "female", _("kvinna")
        MALE = "male", _("man")
        OTHER = "other", _("annat")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="clients", verbose_name=_("enhet"))
    code = Code(_("kod"))
    sex = models.CharField(_("kön"), max_length=6, choices=Sex, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("födelseår"), null=True, blank=True)

    objects = ClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("klient")
        constraints = [
            models.UniqueConstraint(fields=["unit", "code"], name="client_code"),
            models.CheckConstraint(
                condition=Q(birth_year__gte=1870, birth_year__lte=2149), name="birth_year_of_a_living_person"
            ),
        ]

    def __str__(self):
        return self.code

    @property
    def access_unit(self) -> Unit:
        return self.unit


class Ending(models.Model):
    """A way in which an episode may end."""

    class Kind(models.TextChoices):
        COMPLETED = "completed", _("fullföljt")
        DISCONTINUED = "discontinued", _("avbrott")
        OTHER = "other", _("annat")

    service = models.ForeignKey(Service, models.CASCADE, related_name="endings", verbose_name=_("verksamhet"))
    code = Code(_("kod"))
    name = models.CharField(_("namn"), max_length=200)
    kind = models.CharField(_("slag"), max_length=12, choices=Kind)
    planned = models.BooleanField(_("planerat"), null=True, blank=True)

    class Meta:
        verbose_name = _("avslutsorsak")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["service", "code"], name="ending_code")]

    def __str__(self):
        return self.name


class EpisodeQuerySet(models.QuerySet):
    def for_user(self, user: User, verb: str = "read"):
        """The episodes that `user` may read (or write): the only door from a request to a record."""
        return self.filter(visible(user, verb))

    def ongoing(self):
        return self.filter(closed=None)

    def ended(self):
        return self.exclude(closed=None)

    def with_code(self, typed: str):
        """Those whose client's code begins as typed, in any of the ways people type codes."""
        return self.filter(Q(client__code__startswith=tidy(typed)) | Q(client__code__startswith=typed))

    def listed(self):
        """The clients' own, the latest started first, ready for a list."""
        return self.exclude(client=None).select_related("client", "service__unit").order_by("-opened", "-pk")


class Episode(models.Model):
    """A client's time in a service, from opening to closing; without a client it is a count-only registration."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="episodes", verbose_name=_("verksamhet"))
    code = Code(_("kod"))
    client = models.ForeignKey(
        Client, models.PROTECT, null=True, blank=True, related_name="episodes", verbose_name=_("klient")
    )
    opened = models.DateField(_("start"))
    closed = models.DateField(_("avslut"), null=True, blank=True)
    ending = models.ForeignKey(Ending, models.PROTECT, null=True, blank=True, verbose_name=_("avslutsorsak"))
    age = models.PositiveSmallIntegerField(_("ålder vid start"), null=True, blank=True)
    responsible = models.ManyToManyField(User, related_name="episodes", verbose_name=_("ansvariga"))

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("kontakt med verksamheten")
        constraints = [
            models.UniqueConstraint(fields=["service", "code"], name="episode_code"),
            models.UniqueConstraint(fields=["client", "service"], condition=Q(closed=None), name="one_open_episode"),
            models.CheckConstraint(condition=Q(closed=None) | Q(closed__gte=F("opened")), name="closes_after_it_opens"),
            models.CheckConstraint(condition=Q(ending=None) | Q(closed__isnull=False), name="ending_when_closed"),
            models.CheckConstraint(condition=Q(age__lte=130), name="age_of_a_living_person"),
        ]
        indexes = [models.Index(fields=["service", "closed", "opened"], name="episode_by_service")]

    def __str__(self):
        return self.code

    @property
    def access_unit(self) -> Unit:
        return self.service.unit


def stored_as(occasion: str) -> tuple[str, ...]:
    """The occasions that answers may be stored under; one that was never stated is the opening."""
    return ("opening", "") if occasion == "opening" else (occasion,)


class Value(models.Model):
    """What was answered to a variable; several rows where several options may be chosen."""

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="values", verbose_name=_("kontakt"))
    variable = models.ForeignKey(Variable, models.PROTECT, related_name="+", verbose_name=_("variabel"))
    occasion = models.CharField(_("tillfälle"), max_length=20, blank=True)
    option = models.ForeignKey(Option, models.PROTECT, null=True, blank=True, verbose_name=_("alternativ"))
    text = FreeText(_("svar"), blank=True)  # a number, a day, yes or no, or words, where there are no options

    class Meta:
        verbose_name = _("värde")
        constraints = [
            models.UniqueConstraint(fields=["episode", "variable", "occasion", "option"], name="option_chosen_once"),
            models.UniqueConstraint(
                fields=["episode", "variable", "occasion"], condition=Q(option=None), name="value_once"
            ),
            models.CheckConstraint(
                condition=Q(option__isnull=False, text="") | (Q(option=None) & ~Q(text="")),
                name="value_is_option_or_text",
            ),
        ]


class Contact(models.Model):
    """A meeting that took place, was missed or was cancelled."""

    class Attendance(models.TextChoices):
        ATTENDED = "attended", _("kom")
        MISSED = "missed", _("uteblev")
        CANCELLED = "cancelled", _("avbokat")

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="contacts", verbose_name=_("kontakt"))
    date = models.DateField(_("datum"))
    intervention = models.ForeignKey(Intervention, models.PROTECT, related_name="+", verbose_name=_("insats"))
    attendance = models.CharField(_("närvaro"), max_length=9, choices=Attendance)
    minutes = models.PositiveIntegerField(_("minuter"), null=True, blank=True)
    session = Code(_("gruppträff"), blank=True)

    class Meta:
        verbose_name = _("träff")
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["episode", "date"], name="contact_by_episode")]


class Phase(models.Model):
    """A stay in a phase."""

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="phases", verbose_name=_("kontakt"))
    phase = models.ForeignKey(PlannedPhase, models.PROTECT, related_name="+", verbose_name=_("fas"))
    entered = models.DateField(_("från"))
    left = models.DateField(_("till"), null=True, blank=True)

    class Meta:
        verbose_name = _("fas")
        ordering = ["entered", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(left=None) | Q(left__gte=F("entered")), name="phase_left_after_entered")
        ]


class Measurement(models.Model):
    """One filling-in of an instrument."""

    class Occasion(models.TextChoices):
        START = "start", _("vid start")
        DURING = "during", _("under tiden")
        END = "end", _("vid avslut")
        AFTER = "after", _("efter avslut")

    Mode = Mode

    # One index over both: with one on the instrument alone, SQLite reads all its fillings-in to find an episode's.
    episode = models.ForeignKey(
        Episode, models.CASCADE, db_index=False, related_name="measurements", verbose_name=_("kontakt")
    )
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, db_index=False, related_name="+", verbose_name=_("instrument")
    )
    code = Code(_("kod"))
    occasion = models.CharField(_("tillfälle"), max_length=6, choices=Occasion)
    date = models.DateField(_("datum"), null=True, blank=True)
    months_after = models.PositiveSmallIntegerField(_("månader efter avslut"), null=True, blank=True)
    respondent = models.CharField(_("den som svarade"), max_length=60, blank=True)
    mode = models.CharField(_("sätt"), max_length=10, choices=Mode, blank=True)

    class Meta:
        verbose_name = _("mätning")
        constraints = [
            models.UniqueConstraint(fields=["episode", "code"], name="measurement_code"),
            models.CheckConstraint(
                condition=~Q(occasion="after") | Q(months_after__isnull=False), name="months_after_when_after"
            ),
        ]
        indexes = [models.Index(fields=["episode", "instrument", "occasion"], name="measurement_by_episode")]


class Answer(models.Model):
    """The answer to one item, or why there is none."""

    class Reason(models.TextChoices):
        NOT_ASKED = "not_asked", _("ej tillfrågad")
        DECLINED = "declined", _("avböjt")
        NOT_APPLICABLE = "not_applicable", _("ej aktuellt")
        DO_NOT_KNOW = "do_not_know", _("vet ej")

    measurement = models.ForeignKey(Measurement, models.CASCADE, related_name="answers", verbose_name=_("mätning"))
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name=_("fråga"))
    value = models.DecimalField(_("svar"), max_digits=20, decimal_places=9, null=True, blank=True)
    reason = models.CharField(_("varför inget svar"), max_length=14, choices=Reason, blank=True)

    class Meta:
        verbose_name = _("svar")
        constraints = [
            models.UniqueConstraint(fields=["measurement", "item"], name="answer_once"),
            models.CheckConstraint(condition=Q(value=None) | Q(reason=""), name="no_reason_beside_an_answer"),
        ]


class Score(models.Model):
    """A score whose items were never entered."""

    measurement = models.ForeignKey(Measurement, models.CASCADE, related_name="scores", verbose_name=_("mätning"))
    scale = models.ForeignKey(Scale, models.PROTECT, related_name="+", verbose_name=_("skala"))
    value = models.DecimalField(_("poäng"), max_digits=20, decimal_places=9)

    class Meta:
        verbose_name = _("poäng")
        constraints = [models.UniqueConstraint(fields=["measurement", "scale"], name="score_once")]


class CarePlanGoal(models.Model):
    """A goal of the care plan and how far it was reached."""

    class Attainment(models.TextChoices):
        FULLY = "fully", _("helt")
        LARGELY = "largely", _("i stor utsträckning")
        SLIGHTLY = "slightly", _("i liten utsträckning")
        NOT_AT_ALL = "not_at_all", _("inte alls")

    episode = models.ForeignKey(Episode, models.CASCADE, related_name="goals", verbose_name=_("kontakt"))
    code = Code(_("mål"), max_length=200)
    attainment = models.CharField(_("måluppfyllelse"), max_length=10, choices=Attainment, blank=True)
    set_on = models.DateField(_("satt"), null=True, blank=True)
    judged_on = models.DateField(_("bedömt"), null=True, blank=True)

    class Meta:
        verbose_name = _("mål i genomförandeplanen")
        constraints = [models.UniqueConstraint(fields=["episode", "code"], name="goal_once")]
