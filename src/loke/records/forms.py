"""The forms in which staff register: a contact, a group meeting, a start, a phase, an ending, and answers."""

from datetime import date
from decimal import Decimal

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from loke.accounts.fields import no_identifiers
from loke.accounts.models import User
from loke.accounts.submissions import StoredOnce
from loke.description.models import Intervention, PlannedPhase, Service
from loke.forms import Whole, says
from loke.measures.models import Variable
from loke.records import pseudonyms
from loke.records.fields import CHOOSE, Day, Ticked, field_for
from loke.records.models import Client, Contact, Ending, Episode, Value, stored_as
from loke.records.responsible import alone, staff

NOT_THERE = "not_called"


def in_words(day: date) -> str:
    return date_format(day, "j F")


class SearchForm(forms.Form):
    code = forms.CharField(label=_("Sök på kod"), required=False, max_length=60)

    def clean_code(self):
        """What was typed, or nothing when there is no character of a code in it."""
        typed = self.cleaned_data["code"].strip()
        return typed if pseudonyms.tidy(typed) else ""


class MeetingForm(StoredOnce):
    """What a contact and a group meeting have in common."""

    date = Day(label=_("Datum"), initial=timezone.localdate)
    intervention = forms.ModelChoiceField(
        Intervention.objects.none(), label=_("Insats"), empty_label=None, error_messages=says(_("Välj en insats."))
    )

    minutes = Whole(label=_("Minuter"), required=False, lowest=1, highest=1440)

    def __init__(self, *args, service: Service, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["intervention"].queryset = service.interventions.in_use().order_by("-intended", "pk")


class ContactForm(MeetingForm):
    attendance = forms.ChoiceField(
        label=_("Hur gick det?"),
        choices=Contact.Attendance.choices,
        initial=Contact.Attendance.ATTENDED,
        widget=forms.RadioSelect,
        error_messages=says(_("Välj hur det gick.")),
    )

    def receipt(self) -> str:
        return _now("Träffen %(day)s är sparad.") % {"day": in_words(self.cleaned_data["date"])}


class GroupSessionForm(MeetingForm):
    """A group meeting: one row of choices for each of the episodes, everybody there to begin with."""

    def __init__(self, *args, service: Service, episodes: list[Episode], **kwargs):
        super().__init__(*args, service=service, **kwargs)
        self.episodes = episodes
        for episode in episodes:
            self.fields[f"episode-{episode.pk}"] = forms.ChoiceField(
                label=pseudonyms.spaced(episode.client.code),
                choices=[*Contact.Attendance.choices, (NOT_THERE, _("inte med"))],
                initial=Contact.Attendance.ATTENDED,
                widget=forms.RadioSelect,
                error_messages=says(_("Välj hur det gick.")),
            )

    def clean(self):
        if not self.attendance() and not self.errors:
            raise forms.ValidationError(_("Alla står som inte med. Markera minst en som kom eller uteblev."))
        early = [episode for episode in self.attendance() if self._before(episode)]
        for episode in early:
            words = _now("Började först %(day)s. Ändra datumet, eller välj inte med.")
            self.add_error(f"episode-{episode.pk}", words % {"day": episode.opened.isoformat()})

    def _before(self, episode: Episode) -> bool:
        day = self.cleaned_data.get("date")
        return day is not None and day < episode.opened

    def attendance(self) -> dict[Episode, str]:
        chosen = {episode: self.cleaned_data.get(f"episode-{episode.pk}", "") for episode in self.episodes}
        return {episode: how for episode, how in chosen.items() if how not in ("", NOT_THERE)}

    def rows(self):
        return [self[f"episode-{episode.pk}"] for episode in self.episodes]

    def receipt(self) -> str:
        n = len(self.attendance())
        words = ngettext(
            "Gruppträffen %(day)s är sparad för %(n)s klient.", "Gruppträffen %(day)s är sparad för %(n)s klienter.", n
        )
        return words % {"day": in_words(self.cleaned_data["date"]), "n": n}


class ShareOutForm(StoredOnce):
    """Who is to answer for which ongoing episodes: the ticked ones and, if so wished, all whom nobody answers for."""

    responsible = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Ny ansvarig"),
        empty_label=_("Välj person"),
        error_messages=says(_("Välj vem som ska ansvara.")),
    )
    everyone = forms.BooleanField(required=False)
    episodes = Ticked(label=_("Klienter"), fault=_("Någon av de markerade har inte längre en pågående kontakt."))

    def __init__(self, *args, service: Service, episodes: QuerySet[Episode], **kwargs):
        super().__init__(*args, **kwargs)
        self.staff, self.alone = staff(service.unit), episodes.filter(alone(service.unit))
        self.fields["responsible"].queryset = self.staff
        self.fields["episodes"].queryset = episodes
        count = self.alone.count()
        self.fields["everyone"].label = _now("Alla som saknar ansvarig (%(n)s)") % {"n": count}
        if not count:
            del self.fields["everyone"]

    def clean(self):
        """`episodes` becomes all that were chosen, in either way."""
        data = self.cleaned_data
        if "episodes" in data:
            data["episodes"] = list({*data["episodes"], *(self.alone if data.get("everyone") else ())})
            if not data["episodes"]:
                self.add_error("episodes", _("Markera minst en klient."))

    def ticked(self) -> set[str]:
        return set(map(str, self["episodes"].value() or ()))

    def receipt(self) -> str:
        n = len(self.cleaned_data["episodes"])
        words = ngettext(
            "%(n)s klient har fått %(name)s som ansvarig.", "%(n)s klienter har fått %(name)s som ansvarig.", n
        )
        return words % {"n": n, "name": self.cleaned_data["responsible"]}


class PhaseForm(StoredOnce):
    """The next phase and the day it began. Its names are its own: it stands on a page with another form."""

    prefix = "fas"

    phase = forms.ModelChoiceField(
        PlannedPhase.objects.none(), label=_("Ny fas"), empty_label=None, error_messages=says(_("Välj en fas."))
    )
    entered = Day(label=_("Från och med"), initial=timezone.localdate)

    def __init__(self, *args, episode: Episode, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = episode.phases.filter(left=None).select_related("phase").last()
        others = episode.service.phases.in_use().exclude(pk=self.now.phase_id if self.now else None)
        self.fields["phase"].queryset = others
        later = [phase for phase in others if self.now and (phase.order or 0) > (self.now.phase.order or 0)]
        self.fields["phase"].initial = next(iter(later), None)

    def receipt(self) -> str:
        words = _now("Fasen %(phase)s gäller från %(day)s.")
        return words % {"phase": self.cleaned_data["phase"], "day": in_words(self.cleaned_data["entered"])}


class VariablesForm(StoredOnce):
    """A form with a field for each variable that is asked at one occasion."""

    def __init__(self, *args, service: Service, occasion: str, given: dict[int, object] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.variables: dict[str, Variable] = {}
        given = given or {}
        for variable in service.variables.prefetch_related("options"):
            if variable.pk in given or (occasion in variable.occasions and not variable.retired):
                name, answer = f"variable-{variable.pk}", given.get(variable.pk)
                self.fields[name], self.variables[name] = field_for(variable, answer), variable
                self.initial[name] = answer

    def answers(self) -> dict[Variable, object]:
        """Every variable with its answer, None where there is none, as `record_values` takes it."""
        given = {variable: self.cleaned_data[name] for name, variable in self.variables.items()}
        return {variable: None if value in ("", []) else value for variable, value in given.items()}


class EndEpisodeForm(VariablesForm):
    closed = Day(label=_("Sista dagen"), initial=timezone.localdate)
    ending = forms.ModelChoiceField(
        Ending.objects.none(),
        label=_("Hur slutade kontakten?"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages=says(_("Välj hur kontakten slutade.")),
    )

    def __init__(self, *args, service: Service, **kwargs):
        super().__init__(*args, service=service, occasion="closing", **kwargs)
        self.fields["ending"].queryset = service.endings.all()
        self.fields["ending"].required = service.endings.exists()

    def receipt(self) -> str:
        return _now("Kontakten är avslutad.")


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

    def __init__(self, *args, service: Service, **kwargs):
        super().__init__(*args, service=service, occasion="opening", **kwargs)
        self.service = service
        self.fields |= {"sex": sex_field(), "age": age_field()}
        self.order_fields(["opened", "code", "sex", "age"])

    def clean_code(self):
        """The client of the unit that has the code, or None for a new one."""
        typed = self.cleaned_data["code"].strip()
        if not typed:
            return None
        no_identifiers(typed)
        known = self.service.unit.clients.filter(code__in=[typed, pseudonyms.tidy(typed)]).first()
        if known is None:
            raise forms.ValidationError(_("Ingen klient i enheten har den koden. Kontrollera tecknen."))
        return known

    def receipt(self) -> str:
        if self.cleaned_data["code"]:
            return _now("Kontakten är öppnad.")
        return _now("Klienten har fått en kod. Skriv den i enhetens förteckning, för Loke vet inte vem den gäller.")


class BackgroundForm(VariablesForm):
    """What is asked at one occasion, with what has been answered; at the opening also sex and age."""

    def __init__(self, *args, episode: Episode, occasion: str, **kwargs):
        super().__init__(*args, service=episode.service, occasion=occasion, given=_given(episode, occasion), **kwargs)
        self.about_the_person = occasion == "opening"
        if self.about_the_person:
            self.fields |= {"sex": sex_field(), "age": age_field()}
            self.initial |= {"sex": episode.client.sex, "age": episode.age}
            self.order_fields(["sex", "age"])

    def receipt(self) -> str:
        return _now("Uppgifterna är sparade.")


def _given(episode: Episode, occasion: str) -> dict[int, object]:
    """What was answered before, by variable number: option codes (a list where there may be several) or text."""
    found: dict[int, object] = {}
    values = episode.values.filter(occasion__in=stored_as(occasion)).select_related("option", "variable")
    for value in values:
        if value.variable.type == Variable.Type.CHOICES:
            found.setdefault(value.variable_id, []).append(value.option.code)
        else:
            found[value.variable_id] = value.option.code if value.option else _typed(value)
    return found


def _typed(value: Value) -> str | Decimal:
    return Decimal(value.text) if value.variable.type == Variable.Type.NUMBER else value.text
