"""The doors that are opened for one person, for a day and once: the first time, and when they have lost their keys."""

import hashlib
import secrets
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from loke.accounts.models.people import Organisation, Unit, User
from loke.accounts.roles import ROLE_NAMES


def in_one_day():
    return timezone.now() + timedelta(days=1)


class Door(models.Model):
    """What opens once, within a day, to whoever has its key; only a digest of the key is kept."""

    digest = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField(_("gäller till"), default=in_one_day)
    used = models.DateTimeField(_("använd"), null=True, blank=True)
    key = ""  # of one that has just been made

    class Meta:
        abstract = True

    @staticmethod
    def new_key() -> str:
        return secrets.token_urlsafe(32)

    @staticmethod
    def digest_of(key: str) -> str:
        return hashlib.sha256(key.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(used=None, expires__gt=timezone.now()).select_related("organisation", "unit", "invited_by")


class Invitation(Door):
    """A door for one new person."""

    email = models.EmailField(_("e-post"))
    name = models.CharField(_("namn"), max_length=200)
    role = models.CharField(_("roll"), max_length=20, choices=list(ROLE_NAMES.items()))
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="invitations")
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="invitations")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("inbjudan")


class WayBackQuerySet(models.QuerySet):
    def open(self):
        """Those that lead in: to nobody who has left."""
        found = self.filter(used=None, expires__gt=timezone.now(), user__is_active=True)
        return found.select_related("user", "by")


class WayBack(Door):
    """A door for somebody who is here already and has lost what they sign in with."""

    class Lost(models.TextChoices):
        PASSWORD = "password", _("lösenordet")
        FACTOR = "factor", _("appen eller nyckeln")
        BOTH = "both", _("både lösenordet och appen eller nyckeln")

    user = models.ForeignKey(User, models.PROTECT, related_name="ways_back", verbose_name=_("person"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("av"))
    lost = models.CharField(_("tappat"), max_length=8, choices=Lost)
    handed_over = models.BooleanField(_("visad för den som öppnade"), default=False)

    objects = WayBackQuerySet.as_manager()

    class Meta:
        verbose_name = _("väg in igen")

    @property
    def access_unit(self) -> Unit | None:
        """One that the person works in, where whoever oversees finds it in the log."""
        held = self.user.memberships.going_to_be().exclude(unit=None).select_related("unit").order_by("pk").first()
        return held.unit if held else None
