"""The forms in which a Word file is handed over."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.submissions import StoredOnce
from loke.publishing.documents.package import MOST_BYTES, REASONS, Unreadable


class WordFileForm(StoredOnce):
    """One Word file, not larger than may be read."""

    file = forms.FileField(
        label=_("Word-fil"),
        help_text=_("En .docx på högst 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".docx,.dotx"}),
        error_messages={
            "required": _("Välj en fil."),
            "invalid": _("Välj en fil."),
            "missing": _("Välj en fil."),
            "empty": _("Filen är tom. Välj en annan."),
        },
    )

    def __init__(self, *args, read: Callable[[bytes], object], **kwargs):
        super().__init__(*args, **kwargs)
        self.read = read

    def clean(self):
        """`read` is what the file says; it is read here, before anything in the database is held."""
        if file := self.cleaned_data.get("file"):
            try:
                self.cleaned_data["read"] = self.read(file.read())
            except Unreadable as error:
                self.add_error("file", str(error))
            except ValidationError as error:
                self.add_error("file", error)

    def clean_file(self):
        if self.cleaned_data["file"].size > MOST_BYTES:
            raise ValidationError(REASONS["too_large"])
        return self.cleaned_data["file"]

    def receipt(self) -> str:
        return _now("Filen är inläst.")


class BaseDocumentForm(WordFileForm):
    def receipt(self) -> str:
        return _now("Dokumentmallen är inlagd.")
