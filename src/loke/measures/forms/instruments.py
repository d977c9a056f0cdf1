"""Forms about the library's instruments: take one into use, confirm a fact, and note a licence."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import no_identifiers
from loke.accounts.submissions import StoredOnce
from loke.forms import AnyDay
from loke.measures.library import Entry
from loke.measures.library.scoring import by_items, step_of, usable_scales

NUMBER = _("Skriv ett tal med siffror, till exempel 2 eller 0,5.")
WRITE = _("Skriv här.")
FAULTS = ("required", "invalid", "max_digits", "max_decimal_places", "max_whole_digits", "max_length", "invalid_choice")


def says(words) -> dict:
    """One sentence for everything that can be wrong with a field."""
    return dict.fromkeys(FAULTS, words)


def number(**kwargs) -> forms.DecimalField:
    """A number with decimal comma or point, in a small box."""
    box = forms.TextInput(attrs={"class": "tiny", "inputmode": "decimal", "autocomplete": "off"})
    told = {"max_digits": 12, "decimal_places": 4, "localize": True, "widget": box, "error_messages": says(NUMBER)}
    return forms.DecimalField(**{**told, **kwargs})


def words(most: int, *, rows: int = 0, fault=WRITE, **kwargs) -> forms.CharField:
    """Words without anything that identifies somebody; on several lines when `rows` says how many."""
    widget = (
        forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off", "size": 44})
    )
    told = {"max_length": most, "widget": widget, "validators": [no_identifiers], "error_messages": says(fault)}
    return forms.CharField(**{**told, **kwargs})


def choice(choices, fault, **kwargs) -> forms.ChoiceField:
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=says(fault), **kwargs)


class UseForm(StoredOnce):
    """How the instrument is used, and the least change that counts in each scale that nothing is stated for."""

    def __init__(self, *args, entry: Entry, confirmed: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        ways = [("scores", _("Vi skriver bara in färdiga poäng"))]
        if by_items(entry, confirmed):
            ways.insert(0, ("items", _("Svaret på varje fråga skrivs in, och Loke räknar poängen")))
        self.fields["way"] = choice(ways, _("Välj hur ni gör."), label=_("Hur används det?"), initial=ways[0][0])
        self.scales = usable_scales(entry, confirmed, by_items(entry, confirmed))
        self.asked = [scale for scale in self.scales if step_of(entry, scale, confirmed) is None]
        for scale in self.asked:
            low, high = scale.facts["range"].value
            field = number(label=scale.name, required=False, help_text=f"{low}–{high}")
            self.fields[f"step-{scale.code}"] = field
        if self.asked:
            self.fields["source"] = words(
                300,
                label=_("Varifrån har ni minsta förändring som räknas?"),
                help_text=_("Till exempel en manual eller artikel, eller: vår egen bedömning, bestämd i gruppen."),
                required=False,
            )

    def step_fields(self) -> list[forms.BoundField]:
        return [self[f"step-{scale.code}"] for scale in self.asked]

    def steps(self) -> dict[str, Decimal]:
        typed = {scale.code: self.cleaned_data.get(f"step-{scale.code}") for scale in self.asked}
        return {code: step for code, step in typed.items() if step is not None}

    def receipt(self) -> str:
        return _("Instrumentet är taget i bruk.")


class ConfirmForm(StoredOnce):
    source = words(
        500,
        fault=_("Skriv var ni har sett uppgiften."),
        label=_("Var har ni sett uppgiften?"),
        help_text=_("Namn på manual eller artikel, år och sida. Ditt namn och dagen sparas."),
    )

    def receipt(self) -> str:
        return _("Uppgiften är bekräftad och används från och med nu.")


class LicenceForm(StoredOnce):
    holder = words(200, fault=_("Skriv vem som har licensen."), label=_("Vem har licensen?"))
    agreement = words(
        200, fault=_("Skriv numret, eller vilket avtal det är."), label=_("Licensens nummer, eller vilket avtal det är")
    )
    valid_until = AnyDay(
        label=_("Gäller till och med"),
        required=False,
        help_text=_("Lämna tomt om den gäller tills vidare."),
    )

    def receipt(self) -> str:
        return _("Licensen är antecknad.")
