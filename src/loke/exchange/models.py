"""What a dataset said of a service that no other room has use for, and files with rows on their way in."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import SealedText
from loke.accounts.models import Unit, User
from loke.description.models import Service
from loke.records.models import BIN, Client, Registration


class Origin(models.Model):
    """The dataset that a service was last imported from; what it listed without an episode is still its own."""

    service = models.OneToOneField(Service, models.CASCADE, related_name="origin", verbose_name=_("verksamhet"))
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    clients = models.ManyToManyField(Client, related_name="+", verbose_name=_("uppräknade klienter"))

    class Meta:
        verbose_name = _("ursprung")


class FileImport(models.Model):
    """A file with rows on its way in, or what it became: the rows go when it has been taken in, or after a day."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="imports", verbose_name=_("verksamhet"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("vem"))
    at = models.DateTimeField(_("tid"), default=timezone.now)
    name = models.CharField(_("filnamn"), max_length=200, blank=True)
    rows = SealedText(_("rader"), blank=True, bound_to=("service_id", "at"))  # the sheets as JSON
    plan = models.JSONField(_("vad som är valt"), default=dict)
    counts = models.JSONField(_("antal"), default=list)
    left_out = models.JSONField(_("rader som hoppades över"), default=list)  # see loke.exchange.files.left_out
    registration = models.OneToOneField(
        Registration, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("registrering")
    )

    class Meta:
        verbose_name = _("inläst fil")
        ordering = ["-at", "-pk"]

    @property
    def access_unit(self) -> Unit:
        return self.service.unit

    @property
    def called(self) -> str:
        """A draft by its name, unless that was refused; what has been taken in is told by its day, and has none."""
        if self.registration_id:
            return ""
        return self.name or _now("en fil vars namn visade vem någon är")

    @property
    def may_be_undone(self) -> bool:
        """Whether the time for it is not over."""
        return bool(self.registration and not self.registration.undone and self.registration.at > timezone.now() - BIN)


class KnownColumns(models.Model):
    """What the columns of a file were last time, by their headings, to be suggested for the next one like it."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="known_columns", verbose_name=_("verksamhet"))
    signature = models.CharField(max_length=64)
    names = models.TextField(_("rubriker"))
    told = models.JSONField(_("vad de är"))
    at = models.DateTimeField(_("senast"), default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("av"))

    class Meta:
        verbose_name = _("ihågkomna kolumner")
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["service", "signature"], name="columns_known_once")]

    @property
    def access_unit(self) -> Unit:
        return self.service.unit
