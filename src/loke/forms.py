"""How every form looks, with the house's field and error templates, and fields that say what to do."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Model
from django.forms.renderers import TemplatesSetting
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

FAULTS = (
    "required",
    "invalid",
    "invalid_choice",
    "invalid_list",
    "invalid_pk_value",
    "min_value",
    "max_value",
    "max_digits",
    "max_decimal_places",
    "max_whole_digits",
    "null_characters_not_allowed",
)
ISO = "%Y-%m-%d"
YEAR_MONTH_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
WRITE_THE_DAY = _("Skriv dagen som år, månad och dag, till exempel 2026-03-01.")
NO_SUCH_DAY = _("Den dagen finns inte. Skriv år, månad och dag, till exempel 2026-03-01.")
NOT_YET = _("Dagen har inte kommit än. Välj i dag eller tidigare.")
CHOOSE = _("Välj ett av alternativen.")
WRITE_A_NUMBER = _("Skriv ett tal med siffror, till exempel 12 eller 3,5.")


class Renderer(TemplatesSetting):
    """Label, help, error, control – in that order, so that they are read in that order.

    Django's plain controls look as its own templates make them, but are written here: a page may have hundreds.
    """

    field_template_name = "components/field.html"

    def render(self, template_name, context, request=None):
        write = CONTROLS.get(template_name)
        if write is None or context["widget"].get("wrap_label"):
            return super().render(template_name, context, request)
        return write(context["widget"])


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else format_html(' value="{}"', widget["value"])
    told = widget["type"], widget["name"], value, _attributes(widget["attrs"])
    return format_html('<input type="{}" name="{}"{}{}>', *told)


def _select(widget: Mapping[str, Any]) -> SafeString:
    groups = format_html_join("", "{}", ((_group(name, options),) for name, options, _ in widget["optgroups"]))
    return format_html('<select name="{}"{}>{}\n</select>', widget["name"], _attributes(widget["attrs"]), groups)


def _group(name: str | None, options: Sequence[Mapping[str, Any]]) -> SafeString:
    told = ((one["value"], _attributes(one["attrs"]), one["label"]) for one in options)
    written = format_html_join("", '\n  <option value="{}"{}>{}</option>\n', told)
    return format_html('\n  <optgroup label="{}">{}\n  </optgroup>', name, written) if name else written


def _attributes(told: Mapping[str, object]) -> SafeString:
    """Those that are not false; of one that is true the name says it."""
    said = ((name, value) for name, value in told.items() if value is not False)
    return format_html_join("", "{}", ((format_html(" {}" if v is True else ' {}="{}"', name, v),) for name, v in said))


INPUTS = ("text", "number", "email", "date", "hidden", "checkbox", "checkbox_option", "radio_option")
CONTROLS = {f"django/forms/widgets/{name}.html": _input for name in INPUTS} | {
    "django/forms/widgets/select.html": _select
}


class Shared(dict):
    """Fields of a form, the same for all who fill it in but those in `own`, which each form gets a copy of."""

    def __init__(self, fields: Mapping[str, forms.Field], own: Collection[str]):
        super().__init__(fields)
        self.own = own

    def __deepcopy__(self, memo: dict) -> dict[str, forms.Field]:
        return {name: deepcopy(field, memo) if name in self.own else field for name, field in self.items()}


def changes_only(*own: str) -> Callable[[type], type]:
    """For a form that changes none but these of its fields: Django's copies take longer than to read what is sent."""

    def decorate(form: type) -> type:
        form.base_fields = Shared(form.base_fields, own)
        return form

    return decorate


def says(text: str | Promise) -> Mapping[str, str | Promise]:
    """One sentence for everything that can be wrong with a field: what to do about it."""
    return dict.fromkeys(FAULTS, text)


class DayInput(forms.DateInput):
    """The browser's own control for a day; a plain one for what is none, which the other would not show."""

    input_type = "date"

    def __init__(self, attrs: Mapping[str, Any] | None = None):
        super().__init__(attrs, format=ISO)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        if shown and not _is_day(shown):
            context["widget"]["type"] = "text"
        return context


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_no_day(text: str) -> bool:
    """Whether it is written as a day is, but never comes."""
    return bool(YEAR_MONTH_DAY.fullmatch(text.strip())) and not _is_day(text.strip())


class AnyDay(forms.DateField):
    """A day as the browser's own control gives it."""

    widget = DayInput

    def __init__(self, **kwargs):
        super().__init__(**{"input_formats": [ISO], "error_messages": says(WRITE_THE_DAY), **kwargs})

    def to_python(self, value):
        try:
            return super().to_python(value)
        except forms.ValidationError:
            if is_no_day(str(value)):
                raise forms.ValidationError(NO_SUCH_DAY, code="invalid") from None
            raise


class Whole(forms.IntegerField):
    """A whole number in a small box, without arrows that change it by mistake."""

    widget = forms.TextInput(attrs={"class": "tiny", "inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, *, lowest: int, highest: int, **kwargs):
        fault = format_lazy(_("Skriv ett helt tal från {lowest} till {highest}."), lowest=lowest, highest=highest)
        super().__init__(min_value=lowest, max_value=highest, error_messages=says(fault), **kwargs)


class Number(forms.DecimalField):
    """A number with decimal comma or point, in a box of this size, without zeros that the database has added."""

    def __init__(self, *, fault: str | Promise = WRITE_A_NUMBER, box: str = "short", **kwargs):
        kept = {"max_digits": 12, "decimal_places": 4, **kwargs}
        super().__init__(localize=True, error_messages=says(fault), **kept)
        self.widget.attrs |= {"class": box, "inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value):
        return Decimal(f"{value.normalize():f}") if isinstance(value, Decimal) else value


class OneOf(forms.ModelChoiceField):
    """One of some rows that the form has at hand: nobody asks the database again for the one that is chosen."""

    def __init__(self, **kwargs):
        super().__init__(None, empty_label=None, **kwargs)
        self.rows: dict[str, Model] = {}

    def offer(self, rows: Sequence[Model], empty: str = "") -> None:
        """With `empty` in words none of them is chosen from the start."""
        self.rows = {str(row.pk): row for row in rows}
        # written when they are shown: a form that is sent in is most often not shown again
        self.choices = lambda: [*([("", empty)] if empty else []), *((row.pk, str(row)) for row in rows)]

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if (row := self.rows.get(str(self.prepare_value(value)))) is None:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return row


def number_of(text: str) -> int:
    """The number that an address or a button names; 0, which nothing has, where it names none."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def day_to_come(form: forms.Form, name: str) -> date | None:
    """The day that was chosen. Raises ValidationError for one that has been, unless it stood there already."""
    day = form.cleaned_data[name]
    if day and day < timezone.localdate() and name in form.changed_data:
        raise forms.ValidationError(_("Dagen har redan varit. Välj i dag eller senare."))
    return day
