"""Installation, organisation, unit, person, role, grant and session."""

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import FreeText
from loke.accounts.people import People
from loke.accounts.roles import ROLE_NAMES, UNIT_ROLES


class Installation(models.Model):
    """What this database is: one row that says whether it holds real data or the demo's."""

    class Kind(models.TextChoices):
        REAL = "real", _("riktiga uppgifter")
        DEMO = "demo", _("påhittade uppgifter")

    kind = models.CharField(max_length=4, choices=Kind)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("installation")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_installation")]


class Organisation(models.Model):
    code = models.SlugField(_("kod"), unique=True, max_length=60)
    name = models.CharField(_("namn"), max_length=200)

    class Meta:
        verbose_name = _("organisation")
        ordering = ["name"]

    def __str__(self):
        return self.name


class Unit(models.Model):
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="units", verbose_name=_("organisation"))
    code = models.SlugField(_("kod"), max_length=60)
    name = models.CharField(_("namn"), max_length=200)

    class Meta:
        verbose_name = _("enhet")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="unit_code")]

    def __str__(self):
        return self.name


class User(AbstractBaseUser):
    """Somebody who works with or around the services; a client is never a user."""

    email = models.EmailField(_("e-post"), unique=True)
    name = models.CharField(_("namn"), max_length=200)
    title = models.CharField(_("befattning"), max_length=100, blank=True)
    is_active = models.BooleanField(_("aktiv"), default=True)
    joined = models.DateTimeField(_("inlagd"), auto_now_add=True)

    objects = People()
    held_in_request: list["Membership"] | None = None  # the roles, of somebody who was loaded for one request
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_full_name(self):
        return self.name


class MembershipQuerySet(models.QuerySet):
    def active(self, day: date | None = None):
        day = day or timezone.localdate()
        return self.going_to_be(day).filter(since__lte=day, user__is_active=True)

    def going_to_be(self, day: date | None = None):
        """Those that hold, and those that have not begun."""
        return self.filter(Q(until=None) | Q(until__gt=day or timezone.localdate()))


class Membership(models.Model):
    """A role that somebody holds in a unit, or in the whole organisation, from one day until another."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    role = models.CharField(_("roll"), max_length=20, choices=list(ROLE_NAMES.items()))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="memberships")
    since = models.DateField(_("från"), default=timezone.localdate)
    until = models.DateField(_("till"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("roll i enheten")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=UNIT_ROLES, unit__isnull=False) | (~Q(role__in=UNIT_ROLES) & Q(unit__isnull=True)),
                name="role_is_held_in_its_place",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="role_ends_after_start"
            ),
            models.UniqueConstraint(fields=["user", "role", "unit"], condition=Q(until=None), name="role_held_once"),
            models.UniqueConstraint(
                fields=["user", "role", "organisation"], condition=Q(until=None, unit=None), name="high_role_held_once"
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display()}"


class GrantQuerySet(models.QuerySet):
    def current(self) -> "GrantQuerySet":
        return self.filter(ended=None, until__gte=timezone.localdate())


class Grant(models.Model):
    """Leave for somebody outside the daily work to read in a unit, for a purpose, until it ends by itself."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="grants", verbose_name=_("enhet"))
    to = models.ForeignKey(User, models.PROTECT, related_name="grants", verbose_name=_("till"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("av"))
    purpose = FreeText(_("ändamål"), max_length=300)
    given = models.DateTimeField(_("given"), default=timezone.now)
    until = models.DateField(_("till och med"))
    ended = models.DateTimeField(_("avslutad i förtid"), null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("given tillgång")
        ordering = ["-pk"]

    @property
    def is_current(self) -> bool:
        return self.ended is None and self.until >= timezone.localdate()


class SignIn(models.Model):
    """One session of one person, so that it can be seen and ended from another."""

    session = models.CharField(max_length=40, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins", verbose_name=_("person"))
    browser = models.CharField(_("webbläsare"), max_length=200, blank=True)
    began = models.DateTimeField(_("började"), default=timezone.now)
    seen = models.DateTimeField(_("senast"), default=timezone.now)

    class Meta:
        verbose_name = _("inloggning")
        ordering = ["-seen"]
