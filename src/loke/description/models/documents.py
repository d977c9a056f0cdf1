"""The municipality's own base document, and what was read back out of filled-in Word files."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from loke.accounts.models import Organisation
from loke.description.models.descriptions import ServiceDescription
from loke.description.models.processes import ProcessDescription
from loke.description.models.versions import OfVersion, about_one, by_whom


class BaseDocument(models.Model):
    """The document that an organisation's Word files are written on: its styles, page, header and footer, cleaned."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="base_document")
    name = models.CharField(_("filnamn"), max_length=200)
    content = models.BinaryField(_("innehåll"))
    at = models.DateTimeField(_("inlagd"), default=timezone.now)
    by = by_whom(_("inlagd av"))

    class Meta:
        verbose_name = _("dokumentmall")


class WordReading(OfVersion, models.Model):
    """A filled-in Word file that became text in a draft, and what in it was not understood, line by line."""

    description = models.ForeignKey(ServiceDescription, models.CASCADE, null=True, blank=True, related_name="readings")
    process = models.ForeignKey(ProcessDescription, models.CASCADE, null=True, blank=True, related_name="readings")
    name = models.CharField(_("filnamn"), max_length=200)
    written = models.PositiveIntegerField(_("inlästa texter"))
    findings = models.TextField(_("det som inte lästes in"), blank=True)
    at = models.DateTimeField(_("tid"), default=timezone.now)
    by = by_whom(_("av"))

    class Meta:
        verbose_name = _("inläst Word-fil")
        ordering = ["-at", "-pk"]
        constraints = [about_one("reading_into_one_description")]
