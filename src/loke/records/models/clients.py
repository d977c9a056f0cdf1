"""Clients under codes, their episodes in a service and the ways in which an episode may end."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from loke.accounts.access import reach
from loke.accounts.fields import Code
from loke.accounts.models import Unit, User
from loke.description.models import Service
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


Responsible = Episode.responsible.through
