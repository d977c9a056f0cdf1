"""Clients under codes, their episodes in a service and the ways in which an episode may end."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from loke.accounts.access import reach
from loke.accounts.fields import Code, SealedText
from loke.accounts.models import Grant, Unit, User
from loke.database.statements import written_once
from loke.description.models import Service
from loke.records.pseudonyms import tidy

OPEN = timedelta(hours=12)  # a long working day; the next one takes a reason of its own


class Found(Func):
    """Whether there is such a row, asked in SQL: Django takes longer to write a question within a question than to ask.

    The arguments take the places of %s in the template, in its order.
    """

    output_field = models.BooleanField()

    def as_sql(self, compiler, connection):
        compiled = [compiler.compile(one) for one in self.get_source_expressions()]
        return self.template % tuple(sql for sql, _ in compiled), [one for _, params in compiled for one in params]


class Mine(Found):
    template = "EXISTS(SELECT 1 FROM records_episode_responsible r WHERE r.episode_id = %s AND r.user_id = %s)"


class Opened(Found):
    template = (
        "EXISTS(SELECT 1 FROM records_openedforreason o JOIN records_client c ON c.id = o.client_id"
        " WHERE c.id = %s AND c.protected IS NULL AND o.by_id = %s AND o.until > %s)"
    )


def visible(user: User, verb: str) -> Q:
    """Condition on episodes: those of the user's units, and where rights reach one's own clients, one's own.

    Besides those what has been opened by saying why, and what the manager has let somebody see; never in either way
    somebody whose personal data are protected.
    """
    where = reach(user, "client", verb)
    found = Q(service__unit__in=where.units)
    if where.own_units:
        found |= Q(service__unit__in=where.own_units) & Mine("pk", Value(user.pk))
    if where.reason_units:
        found |= Q(service__unit__in=where.reason_units) & Opened("client", Value(user.pk), Value(timezone.now()))
    if where.granted_units:
        let_in = GrantedRows.objects.filter(grant__in=Grant.objects.current().filter(to=user.pk))
        let_in = let_in.filter(Q(whole=True) | Q(clients=OuterRef("client")), service=OuterRef("service"))
        found |= Q(service__unit__in=where.granted_units, client__protected=None) & Exists(let_in)
    return found


class ClientQuerySet(models.QuerySet):
    def for_user(self, user: User, verb: str = "read"):
        """The clients whose records `user` may read (or write); to others they do not exist."""
        episodes = Episode.objects.filter(visible(user, verb)).values("client")
        return self.filter(pk__in=episodes)

    def unopened(self, typed: str):
        """Those who have a code that begins as typed and no episode anywhere yet."""
        found = self.filter(Q(code__startswith=tidy(typed)) | Q(code__istartswith=typed))
        return found.filter(episodes=None).order_by("code")


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
    protected = models.DateField(_("skyddade personuppgifter sedan"), null=True, blank=True)

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
        return self.filter(Q(client__code__startswith=tidy(typed)) | Q(client__code__istartswith=typed))

    def first_shown_first(self):
        """The ongoing one, then those that have ended, the latest first."""
        return self.order_by(F("closed").desc(nulls_first=True), "-opened", "-pk")

    def listed(self):
        """The clients' own, the latest started first, ready for a list."""
        return self.exclude(client=None).select_related("client", "service__unit").order_by("-opened", "-pk")


class Episode(models.Model):
    """A client's time in a service, from opening to closing; without a client it is a count-only registration."""

    service = models.ForeignKey(
        Service, models.PROTECT, db_index=False, related_name="episodes", verbose_name=_("verksamhet")
    )
    code = Code(_("kod"))
    client = models.ForeignKey(
        Client, models.PROTECT, null=True, blank=True, db_index=False, related_name="episodes", verbose_name=_("klient")
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
        indexes = [
            models.Index(fields=["service", "closed", "opened"], name="episode_by_service"),
            models.Index(fields=["client", "service", "closed", "opened"], name="episode_by_client"),
        ]

    def __str__(self):
        return self.code

    @property
    def access_unit(self) -> Unit:
        return self.service.unit


def _near(user, now) -> dict[str, Any]:
    return {"mine": Mine("pk", user), "opened_for": Opened("client", user, now), "in_unit": F("service__unit")}


HELD = ("opened", "closed", "ending", "age")  # what whoever came before may have changed
NUMBER, TIME = models.BigIntegerField(), models.DateTimeField()


@written_once(user=NUMBER, now=TIME, episode=NUMBER)
def held_episode(user, now, episode):
    """Held until the transaction ends, and how near the user stood to it when it was asked for."""
    found = Episode.objects.filter(pk=episode).annotate(**_near(user, now))
    return found.select_for_update(of=("self",)).only(*HELD)


@written_once(user=NUMBER, now=TIME, service=models.CharField(), client=NUMBER)
def near_of_client(user, now, service, client):
    """All that a client has been in the service, and how near the user stands to each; whoever asks then sorts out."""
    found = Episode.objects.filter(service__code=service, client=client).annotate(**_near(user, now))
    return found.select_related("client", "ending", "service__unit__organisation").first_shown_first()


def near_enough(user: User, verb: str, near: Episode) -> bool:
    """What `visible` says, of one that was asked for with how near the user stands to it."""
    where = reach(user, "client", verb)
    units = where.units | (where.own_units if near.mine else set()) | (where.reason_units if near.opened_for else set())
    if near.in_unit in units:
        return True
    let_in = near.in_unit in where.granted_units  # to some of what is there
    return let_in and Episode.objects.for_user(user, verb).filter(pk=near.pk).exists()


Responsible = Episode.responsible.through
Responsible._meta.verbose_name = _("ansvarig")


@written_once(episode=NUMBER)
def responsible_for(episode):
    return User.objects.filter(episodes=episode)


class OpenedQuerySet(models.QuerySet):
    def current(self):
        return self.filter(until__gt=timezone.now())


class OpenedForReason(models.Model):
    """A colleague's client that somebody opened by saying why, and until when."""

    class Reason(models.TextChoices):
        STANDS_IN = "stands_in", _("Jag vikarierar för den som ansvarar")
        URGENT = "urgent", _("Jour eller akut")
        CALLED = "called", _("Klienten hörde av sig till mig")
        MEETING = "meeting", _("Vi möter klienten tillsammans")
        CORRECTS = "corrects", _("Jag rättar en registrering")

    client = models.ForeignKey(Client, models.CASCADE, related_name="openings", verbose_name=_("klient"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("vem"))
    at = models.DateTimeField(_("tid"), default=timezone.now)
    reason = models.CharField(_("skäl"), max_length=12, choices=Reason)
    words = SealedText(_("mer om skälet"), max_length=300, blank=True, bound_to=("client_id", "by_id", "at"))
    until = models.DateTimeField(_("till"))

    objects = OpenedQuerySet.as_manager()

    class Meta:
        verbose_name = _("öppnad med skäl")
        ordering = ["-at"]
        indexes = [models.Index(fields=["by", "until"], name="opening_by_person")]

    @property
    def access_unit(self) -> Unit:
        return self.client.unit


@written_once(client=NUMBER)
def openings_of(client):
    """The latest five, which is what a page shows."""
    return OpenedForReason.objects.filter(client=client).select_related("by")[:5]


class GrantedRows(models.Model):
    """What a grant lets somebody read: the whole service, or some of its clients."""

    grant = models.OneToOneField(Grant, models.CASCADE, related_name="rows", verbose_name=_("given tillgång"))
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", verbose_name=_("verksamhet"))
    whole = models.BooleanField(_("hela verksamheten"), default=False)
    clients = models.ManyToManyField(Client, related_name="+", verbose_name=_("klienter"))

    class Meta:
        verbose_name = _("rader som en given tillgång gäller")
