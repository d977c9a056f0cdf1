"""The forms that were received, and the two logs that only grow."""

import hashlib
import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from loke.accounts.models.people import Unit, User


class Submission(models.Model):
    """A form that was received: its id is made with the form, so that sending it twice stores it once."""

    id = models.UUIDField(primary_key=True)
    by = models.ForeignKey(User, models.PROTECT, db_index=False, related_name="+")
    receipt = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("inskickat formulär")


def new_salt():
    return secrets.token_hex(16)


class LogHead(models.Model):
    """The last link of a log's chain; locked while the next one is forged."""

    log = models.CharField(primary_key=True, max_length=20)
    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")

    class Meta:
        verbose_name = _("loggens senaste länk")


class Link(models.Model):
    """What every log entry has: its number and a digest over itself and the entry before.

    What it is about is sealed in `content` with salt. Without the salt nobody can tell what it was, and the chain
    still holds: so what an erased client leaves in the logs is forgotten without breaking them.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(_("tid"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("vem"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("enhet"))
    what = models.CharField(_("vad"), max_length=100)
    content = models.CharField(max_length=64, default="", blank=True)  # digest of what the entry is about
    digest = models.CharField(max_length=64)

    class Meta:
        abstract = True
        ordering = ["-number"]

    def expected_digest(self, previous: str) -> str:
        parts = (previous, self.number, self.at.isoformat(), self.by_id, self.unit_id, self.what, self.content)
        return hashlib.sha256("\x1f".join("" if p is None else str(p) for p in parts).encode()).hexdigest()


class AuditEntry(Link):
    """Somebody did something: the action's name, and what it was done to as a kind and a number until forgotten."""

    target = models.CharField(_("gäller"), max_length=100, blank=True)
    salt = models.CharField(max_length=32, blank=True, default=new_salt)

    class Meta(Link.Meta):
        verbose_name = _("händelse i loggen")


class AccessEntry(Link):
    """Somebody was shown clients on a page; which ones stands in AccessedClient."""

    # found by the indexes below, which begin with them
    by = models.ForeignKey(User, models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("vem"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, db_index=False, related_name="+", verbose_name=_("enhet"))

    class Meta(Link.Meta):
        verbose_name = _("läsning i loggen")
        indexes = [
            models.Index(fields=["unit", "at"], name="reading_in_unit"),
            models.Index(fields=["by", "at"], name="reading_by_person"),
        ]


class AccessedClient(models.Model):
    """One client shown in one reading, by number only, until the client is erased: then only the seal is left."""

    entry = models.ForeignKey(AccessEntry, models.PROTECT, db_index=False, related_name="clients")
    client_number = models.BigIntegerField(db_index=True, null=True)
    salt = models.CharField(max_length=32, blank=True, default=new_salt)
    seal = models.CharField(max_length=64, default="")

    class Meta:
        verbose_name = _("läst klient")
        constraints = [models.UniqueConstraint(fields=["entry", "client_number"], name="client_read_once_an_entry")]
