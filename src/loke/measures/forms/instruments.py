"""Forms about the library's instruments: take one into use, confirm a fact, and note a licence."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from loke.accounts.submissions import StoredOnce
from loke.forms import AnyDay
from loke.measures.forms.fields import number, radios, words
from loke.measures.library import Entry
from loke.measures.library.scoring import by_items, step_of, usable_scales


class UseForm(StoredOnce):
    """How the instrument is used, and the least change that counts in each scale that nothing is stated for."""

    def __init__(self, *args, entry: Entry, confirmed: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        ways = [("scores", _("Vi skriver bara in färdiga poäng"))]
        if by_items(entry, confirmed):
            ways.insert(0, ("items", _("Svaret på varje fråga skrivs in, och Loke räknar poängen")))
        self.fields["way"] = radios(_("Hur används det?"), ways, _("Välj hur ni gör."), initial=ways[0][0])
        self.scales = usable_scales(entry, confirmed, by_items(entry, confirmed))
        self.asked = [scale for scale in self.scales if step_of(entry, scale, confirmed) is None]
        for scale in self.asked:
            low, high = scale.facts["range"].value
            limits = {"required": False, "help_text": f"{low}–{high}"}
            self.fields[f"step-{scale.code}"] = number(scale.name, **limits)
        if self.asked:
            self.fields["source"] = words(
                _("Varifrån har ni minsta förändring som räknas?"),
                most=300,
                required=False,
                help_text=_("Till exempel en manual eller artikel, eller: vår egen bedömning, bestämd i gruppen."),
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
        _("Var har ni sett uppgiften?"),
        most=500,
        missing=_("Skriv var ni har sett uppgiften."),
        help_text=_("Namn på manual eller artikel, år och sida. Ditt namn och dagen sparas."),
    )

    def receipt(self) -> str:
        return _("Uppgiften är bekräftad och används från och med nu.")


class LicenceForm(StoredOnce):
    holder = words(_("Vem har licensen?"), most=200, missing=_("Skriv vem som har licensen."))
    agreement = words(
        _("Licensens nummer, eller vilket avtal det är"),
        most=200,
        missing=_("Skriv numret, eller vilket avtal det är."),
    )
    valid_until = AnyDay(
        label=_("Gäller till och med"),
        required=False,
        help_text=_("Lämna tomt om den gäller tills vidare."),
    )

    def receipt(self) -> str:
        return _("Licensen är antecknad.")
