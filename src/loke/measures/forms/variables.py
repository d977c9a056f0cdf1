"""The forms in which a group decides on its variables."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.submissions import EditForm, StoredOnce
from loke.description.models import Service
from loke.description.rows import row_texts
from loke.forms import says
from loke.measures.burden import few, figures, usual_minutes
from loke.measures.forms.fields import CHOOSE, Minutes, radios, reason_field, words
from loke.measures.models import Option, Variable
from loke.measures.seen import version_of
from loke.publishing.numbers import shortest

ROLES = [
    (
        "background",
        _("Bakgrund – vilka som kommer och vad de har med sig. Frågas oftast före insatsen."),
    ),
    (
        "intervention",
        _("Insats – vad ni gör, hur mycket och när. Visar om ni gör det ni säger."),
    ),
    ("outcome", _("Utfall – det som kan ha blivit annorlunda. Frågas oftast när insatsen slutar.")),
]  # after the headings of the matrix in annex 2 of the handbook
TYPES = [
    ("choice", _("Fasta alternativ, ett svar")),
    ("choices", _("Fasta alternativ, flera svar")),
    ("yes_no", _("Ja eller nej")),
    ("number", _("Fritt: ett tal")),
    ("date", _("Fritt: en dag")),
    ("text", _("Fritt: egna ord")),
]
QUALITIES = [
    ("structure", _("Struktur – det ni har att arbeta med: tid, kunskap, lokaler")),
    ("process", _("Process – det ni gör, och hur")),
    ("result", _("Resultat – det som blir annorlunda för den det gäller")),
    ("", _("Inte bestämt")),
]


class VariableForm(EditForm):
    """A new variable, or with `variable` one to change."""

    name = words(
        _("Namn"), most=200, missing=_("Skriv ett namn på det ni vill följa."),
        help_text=_("Kort, som det ska stå i formulär och diagram. Till exempel: Skola eller arbete vid start."),
    )  # fmt: skip
    purpose = words(
        _("Vad ska svaret användas till?"), most=2000, rows=3,
        missing=_("Skriv vad svaret ska användas till. Annars är frågan inte värd tiden."),
        help_text=_("Vilken fråga i uppföljningen ska svaret besvara? Det visas för den som fyller i."),
    )  # fmt: skip
    role = radios(_("Vad handlar den om?"), ROLES)
    component = forms.ChoiceField(
        label=_("Rad i processbeskrivningen som den följer"), required=False, error_messages=says(CHOOSE),
        help_text=_("Så att var sak ni vill åstadkomma också går att se."),
    )  # fmt: skip
    type = radios(_("Hur besvaras den?"), TYPES)
    occasion = forms.MultipleChoiceField(
        label=_("När frågas den?"), choices=Variable.Occasion.choices, widget=forms.CheckboxSelectMultiple,
        initial=["opening"], error_messages=says(_("Markera minst ett tillfälle.")),
        help_text=_("Vid både start och avslut om ni vill jämföra."),
    )  # fmt: skip
    registered_by = words(
        _("Vem registrerar?"), most=120, required=False,
        help_text=_("En roll, inte ett namn. Till exempel: den som tar emot, behandlaren."),
    )  # fmt: skip
    quality = radios(_("Vilken sorts kvalitet visar den?"), QUALITIES, required=False)
    minutes = Minutes()

    def __init__(self, *args, service: Service, variable: Variable | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.service, self.variable = service, variable
        self.fields["component"].choices = rows_to_choose(service, variable)
        self.fields["minutes"].help_text = _minutes_help()
        if variable is None:
            self._ask_of_a_new_one(service)
            return
        names = ("name", "purpose", "role", "component", "type", "registered_by", "quality", "minutes")
        stands = {name: getattr(variable, name) for name in names}
        self.initial |= {**stands, "occasion": variable.occasions, "seen": version_of(variable)}

    def as_it_stands(self) -> "VariableForm":
        return VariableForm(service=self.service, variable=self.service.variables.get(pk=self.variable.pk))

    def _ask_of_a_new_one(self, service: Service) -> None:
        self.fields["options"] = words(
            _("Alternativ, ett på varje rad"), most=10_000, rows=5, required=False,
            help_text=_("Bara för fasta alternativ. Ni kan lägga till och byta namn sedan."),
        )  # fmt: skip
        order = list(self.fields)
        order.insert(order.index("type") + 1, order.pop())
        self.order_fields(order)
        number = service.variables.in_use().count()
        if number >= few()[1]:
            self.fields["reason"] = reason_field(number)

    def clean_options(self) -> list[tuple[str, str]]:
        """Names without codes, which are made of them."""
        lines = [line.strip() for line in self.cleaned_data["options"].splitlines()]
        if any(len(line) > Option._meta.get_field("name").max_length for line in lines):
            raise forms.ValidationError(_now("Ett alternativ är för långt. Högst 200 tecken får plats på varje rad."))
        return [("", line) for line in lines if line]

    def clean_occasion(self) -> str:
        return " ".join(self.cleaned_data["occasion"])

    def receipt(self) -> str:
        words = _now("”%(name)s” är ändrad.") if self.variable else _now("”%(name)s” är tillagd.")
        return words % {"name": self.cleaned_data["name"]}


def _minutes_help() -> str:
    usual = ", ".join(f"{Variable.Type(type).label} {shortest(usual_minutes(type))}" for type in figures()["variables"])
    return _now("Lämna tomt för vårt antagande: %(usual)s.") % {"usual": usual}


def rows_to_choose(service: Service, variable: Variable | None) -> list:
    """The rows of the process description by column; first none, last the one it follows if that is not there now."""
    columns = [(label, [(row, row) for row in rows]) for label, rows in row_texts(service) if rows]
    known = {value for _, rows in columns for value, _ in rows}
    lost = variable.component if variable and variable.component not in known else ""
    more = [(_now("Finns inte i processbeskrivningen nu"), [(lost, lost)])] if lost else []
    return [("", _now("Följer ingen rad")), *columns, *more]


class ReasonForm(StoredOnce):
    """Whether to do it, with a reason where there are many."""

    said = _("Det är gjort.")

    def __init__(self, *args, number: int = 0, said=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.said = said or self.said
        if number >= few()[1]:
            self.fields["reason"] = reason_field(number)

    def receipt(self) -> str:
        return str(self.said)
