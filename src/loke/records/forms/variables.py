"""Forms with a field for each variable: a start, an ending, and what is asked at an occasion."""

from decimal import Decimal

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import no_identifiers
from loke.accounts.models import User
from loke.accounts.submissions import EditForm, StoredOnce
from loke.description.models import Service, phases_offered
from loke.forms import CHOOSE, OneOf, Whole, says
from loke.measures.models import Variable
from loke.records.actions.episodes import NO_SUCH_CODE
from loke.records.changes import Step, last_of, who_and_when
from loke.records.coming import follow_ups
from loke.records.fields import BOTH, Day, field_for, reason_field
from loke.records.history import version_of
from loke.records.lookup import known_by_code
from loke.records.missing import plan_of
from loke.records.models import Client, Ending, Episode, Reason, Value, stored_as
from loke.records.pseudonyms import UNKNOWN
from loke.records.seen import background_rows, ending_rows


class VariablesForm(StoredOnce):
    """A form with a field for each variable that is asked at one occasion."""

    def __init__(self, *args, service: Service, occasion: str, given: dict[int, object] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.variables: dict[str, Variable] = {}
        given = given or {}
        for variable in service.variables.prefetch_related("options"):
            if variable.pk in given or (occasion in variable.occasions and not variable.retired):
                self._ask(variable, given.get(variable.pk))

    def _ask(self, variable: Variable, given: object) -> None:
        name, reason = f"variable-{variable.pk}", f"reason-{variable.pk}"
        answer = None if isinstance(given, Reason) else given
        self.fields[name], self.variables[name] = field_for(variable, answer), variable
        self.fields[reason] = reason_field(variable.name)
        self.initial |= {name: answer, reason: given.value if isinstance(given, Reason) else ""}

    def asked(self) -> list[tuple[BoundField, BoundField | None]]:
        """What is filled in, each variable with the field for why it has no answer."""
        fields = [field for field in self.visible_fields() if not field.name.startswith("reason-")]
        return [(field, self[_reason(field.name)] if field.name in self.variables else None) for field in fields]

    def clean(self):
        for name in self.variables:
            if self.cleaned_data.get(_reason(name)) and self.cleaned_data.get(name) not in ("", [], None):
                self.add_error(name, BOTH)

    def answers(self) -> dict[Variable, object]:
        """Every variable with its answer, else why there is none, else None, as `record_values` takes it."""
        return {variable: self._answer(name) for name, variable in self.variables.items()}

    def _answer(self, name: str) -> object:
        value, reason = self.cleaned_data[name], self.cleaned_data[_reason(name)]
        if value not in ("", [], None):
            return value
        return Reason(reason) if reason else None


def _reason(name: str) -> str:
    return name.replace("variable-", "reason-")


def why_field() -> forms.Field:
    """Why something that was stored before is changed."""
    return forms.CharField(
        label=_("Varför ändras det?"),
        help_text=_("Valfritt. Står i historiken bredvid det som stod tidigare."),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        validators=[no_identifiers],
        error_messages={"max_length": _("Skriv kortare, högst 300 tecken.")},
    )


class CorrectionForm(EditForm, VariablesForm):
    """Variables of one occasion with what has been answered, and what stands in the rows to compare with."""

    def __init__(self, *args, episode: Episode, occasion: str, rows: list, **kwargs):
        super().__init__(*args, service=episode.service, occasion=occasion, given=_given(rows), **kwargs)
        self.episode, self.occasion = episode, occasion
        self.initial["seen"] = version_of(rows)
        if rows:
            self.fields["why"] = why_field()

    def last_change(self, name: str) -> str:
        return who_and_when(last_of(self.episode, lambda step: self.concerns(step, name)))

    def shows(self, step: Step) -> bool:
        """Whether the step is about what any of the fields shows."""
        return any(self.concerns(step, name) for name in self.fields)

    def concerns(self, step: Step, name: str) -> bool:
        """Whether the step is about what the field shows."""
        variable = self.variables.get(name.replace("reason-", "variable-"))
        if step.kind != "value" or variable is None:
            return False
        return step.about["variable_id"] == str(variable.pk) and step.about["occasion"] in stored_as(self.occasion)


class EndEpisodeForm(CorrectionForm):
    """The last day and how it ended, with what is asked then; of one that has ended what has been said of it."""

    closed = Day(label=_("Sista dagen"), initial=timezone.localdate)
    ending = forms.ModelChoiceField(
        Ending.objects.none(),
        label=_("Hur slutade kontakten?"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages=says(_("Välj hur kontakten slutade.")),
    )

    def __init__(self, *args, episode: Episode, **kwargs):
        now, *rows = ending_rows(episode)
        service = episode.service
        super().__init__(*args, episode=episode, occasion="closing", rows=rows, **kwargs)
        self.fields["ending"].queryset = service.endings.all()
        self.fields["ending"].required = service.endings.exists()
        self.initial["seen"] = version_of([now, *rows])
        self.ended = now.closed is not None
        self.fields.pop("why", None)
        if self.ended:
            self.fields["why"] = why_field()
            self.initial |= {"closed": now.closed, "ending": now.ending_id}

    def as_it_stands(self):
        return EndEpisodeForm(episode=self.episode)

    def concerns(self, step: Step, name: str) -> bool:
        if name in ("closed", "ending"):
            return step.kind == "episode" and step.before is not None
        return super().concerns(step, name)

    def receipt(self) -> str:
        """Also the days on which the plan says that the client is to be asked again."""
        if self.ended:
            return _now("Avslutet är ändrat.")
        due = follow_ups(plan_of(self.episode.service), self.cleaned_data["closed"])
        if not due:
            return _now("Kontakten är avslutad.")
        days = ", ".join(sorted({one.day.isoformat() for one in due}))
        return _now("Kontakten är avslutad. Uppföljning: %(days)s.") % {"days": days}


class ReopenForm(EditForm):
    """Why an ending was a mistake."""

    why = forms.CharField(
        label=_("Varför tas avslutet tillbaka?"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        validators=[no_identifiers],
        error_messages={**says(_("Skriv varför avslutet tas tillbaka.")), "max_length": _("Skriv kortare.")},
    )

    def __init__(self, *args, episode: Episode, **kwargs):
        super().__init__(*args, **kwargs)
        self.episode = episode
        self.initial["seen"] = version_of(ending_rows(episode))

    def as_it_stands(self):
        return ReopenForm(episode=self.episode)

    def receipt(self) -> str:
        return _now("Kontakten pågår igen.")


def sex_field() -> forms.Field:
    choices = [*Client.Sex.choices, ("", _("uppgift saknas"))]
    return forms.ChoiceField(
        label=_("Kön"), choices=choices, required=False, widget=forms.RadioSelect, error_messages=says(CHOOSE)
    )


def age_field() -> forms.Field:
    return Whole(label=_("Ålder vid start, i hela år"), required=False, lowest=0, highest=130)


class OpenEpisodeForm(VariablesForm):
    """A new contact with the service, for a new client or for one the unit knows."""

    opened = Day(label=_("Första dagen"), initial=timezone.localdate)
    code = forms.CharField(
        label=_("Klientens kod"),
        required=False,
        max_length=60,
        help_text=_("Lämna tomt om klienten är ny hos er. Då får klienten en kod."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"max_length": _("Koden är för lång. En kod har tio tecken.")},
    )

    def __init__(self, *args, service: Service, user: User, **kwargs):
        super().__init__(*args, service=service, occasion="opening", **kwargs)
        self.service, self.user = service, user
        self.fields |= {"sex": sex_field(), "age": age_field()}
        if phases := phases_offered(service=service.pk):
            self.fields["phase"] = OneOf(label=_("Fas"), required=False, error_messages=says(CHOOSE))
            self.fields["phase"].offer(phases, _("ingen än"))
            self.initial["phase"] = phases[0].pk
        self.order_fields(["opened", "code", "phase", "sex", "age"])

    def clean_code(self):
        """The client of the unit that has the code, or None for a new one."""
        typed = self.cleaned_data["code"].strip()
        if not typed:
            return None
        no_identifiers(typed)
        known = known_by_code(self.user, self.service, typed)
        if known.too_many:
            words = _("Det har blivit många sökningar efter kollegors klienter. Vänta en stund och försök igen.")
            raise forms.ValidationError(words)
        if known.client is None:
            raise forms.ValidationError(NO_SUCH_CODE, code=UNKNOWN)
        return known.client

    @property
    def is_unknown(self) -> bool:
        return self.has_error("code", UNKNOWN)

    def receipt(self) -> str:
        if self.cleaned_data["code"]:
            return _now("Kontakten är öppnad.")
        return _now("Klienten har fått en kod. Skriv den i enhetens förteckning, för Loke vet inte vem den gäller.")


class BackgroundForm(CorrectionForm):
    """What is asked at one occasion, with what has been answered; at the opening also sex and age."""

    def __init__(self, *args, episode: Episode, occasion: str, **kwargs):
        rows = background_rows(episode, occasion)
        super().__init__(*args, episode=episode, occasion=occasion, rows=rows, **kwargs)
        self.about_the_person = occasion == "opening"
        if self.about_the_person:
            client, then, *_answers = rows
            self.fields |= {"sex": sex_field(), "age": age_field()}
            self.initial |= {"sex": client.sex, "age": then.age}
            self.order_fields(["sex", "age"])
        self.order_fields([*(name for name in self.fields if name != "why"), "why"])

    def as_it_stands(self):
        return BackgroundForm(episode=self.episode, occasion=self.occasion)

    def concerns(self, step: Step, name: str) -> bool:
        kind = {"sex": "client", "age": "episode"}.get(name)
        if kind is None:
            return super().concerns(step, name)
        return step.kind == kind and step.before is not None and step.before[name] != (step.after or {}).get(name)

    def receipt(self) -> str:
        return _now("Uppgifterna är sparade.")


def _given(rows: list) -> dict[int, object]:
    """What has been answered, by variable number: option codes (a list where there may be several) or text."""
    found: dict[int, object] = {}
    for value in (row for row in rows if isinstance(row, Value)):
        if value.reason:
            found.setdefault(value.variable_id, Reason(value.reason))
        elif value.variable.type == Variable.Type.CHOICES:
            found.setdefault(value.variable_id, []).append(value.option.code)
        else:
            found[value.variable_id] = value.option.code if value.option else _typed(value)
    return found


def _typed(value: Value) -> str | Decimal:
    return Decimal(value.text) if value.variable.type == Variable.Type.NUMBER else value.text
