"""The life of a version: drafted, sent for comments, adopted once and then left as it is, replaced."""

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import FreeText
from loke.accounts.models import Unit, User


class Version(models.TextChoices):
    """How far a version has come."""

    DRAFT = "draft", _("utkast")
    COMMENTS = "comments", _("ute för kommentarer")
    ADOPTED = "adopted", _("antagen")
    REPLACED = "replaced", _("ersatt")


OPEN = (Version.DRAFT, Version.COMMENTS)  # may still be written in
IN_FORCE = (Version.ADOPTED, Version.REPLACED)  # is or has been what the service means


class VersionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status__in=OPEN)

    def adopted(self):
        return self.filter(status=Version.ADOPTED)

    def in_force(self):
        return self.filter(status__in=IN_FORCE)

    def latest_first(self):
        """The one being written, then the adopted one, then those before it."""
        return self.order_by(models.F("adopted").desc(nulls_first=True), "-pk")


class Removable(models.QuerySet):
    """Rows that are taken away by a mark, so that they can be put back."""

    def there(self):
        return self.filter(removed=None)


def by_whom(words: Promise) -> models.ForeignKey:
    """Who did it; nobody when it was the operator at the command line."""
    return models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=words)


class Versioned(models.Model):
    """What both descriptions have: whose it is, how far it has come, and who stands behind it."""

    status = models.CharField(_("läge"), max_length=10, choices=Version, default=Version.DRAFT)
    adopted = models.DateField(_("antagen"), null=True, blank=True)
    participants = FreeText(_("deltog när den antogs"), blank=True)
    reason = FreeText(_("varför en ny version"), blank=True)
    begun = models.DateTimeField(_("påbörjad"), auto_now_add=True, null=True)
    begun_by = by_whom(_("påbörjad av"))
    changed = models.DateTimeField(_("ändrad"), null=True, blank=True)
    changed_by = by_whom(_("ändrad av"))

    objects = VersionQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.service} {self.version}"

    @property
    def access_unit(self) -> Unit:
        return self.service.unit

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def label(self) -> str:
        """How it is called on the screen: "utkast till version 4", "version 3"."""
        words = _now("utkast till version %(version)s") if self.is_open else _now("version %(version)s")
        return words % {"version": self.version}


def version_constraints(name: str) -> list[models.BaseConstraint]:
    """What every kind of description must hold: one of each number, one being written, one adopted, and its day."""
    return [
        models.UniqueConstraint(fields=["service", "version"], name=f"{name}_version"),
        models.UniqueConstraint(fields=["service"], condition=Q(status__in=OPEN), name=f"one_open_{name}"),
        models.UniqueConstraint(fields=["service"], condition=Q(status=Version.ADOPTED), name=f"one_adopted_{name}"),
        models.CheckConstraint(
            condition=Q(status__in=OPEN) | Q(adopted__isnull=False), name=f"adopted_{name}_has_a_day"
        ),
    ]


class OfVersion:
    """What belongs to a version of either description."""

    @property
    def version(self) -> Versioned:
        return self.description or self.process

    @property
    def access_unit(self) -> Unit:
        return self.version.access_unit


def about_one(name: str) -> models.CheckConstraint:
    """What belongs to a version of either description belongs to exactly one."""
    either = Q(description__isnull=False, process=None) | Q(description=None, process__isnull=False)
    return models.CheckConstraint(condition=either, name=name)
