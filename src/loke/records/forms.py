"""The forms in which staff register: a contact, a group meeting, a start, an ending."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from loke.accounts.submissions import StoredOnce
from loke.description.models import Intervention, Service
from loke.measures.models import Variable
from loke.records import pseudonyms
from loke.records.models import Client, Contact, Ending, Episode

NOT_THERE = "not_called"


class Day(forms.DateField):
    """A day, today unless another is given, and never later than today."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs):
        super().__init__(initial=timezone.localdate, **kwargs)

    def validate(self, value):
        super().validate(value)
        if value and value > timezone.localdate():
            raise forms.ValidationError(_("Dagen har inte varit än."))


class SearchForm(forms.Form):
    code = forms.CharField(label=_("Sök på kod"), required=False, max_length=60)

    def clean_code(self):
        return self.cleaned_data["code"].strip()


class MeetingForm(StoredOnce):
    """What a contact and a group meeting have in common."""

    date = Day(label=_("Datum"))
    intervention = forms.ModelChoiceField(Intervention.objects.none(), label=_("Insats"), empty_label=None)
    minutes = forms.IntegerField(label=_("Minuter"), required=False, min_value=1, max_value=1440)

    def __init__(self, *args, service: Service, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["intervention"].queryset = service.interventions.order_by("-intended", "pk")
        self.fields["minutes"].widget.attrs = {"class": "tiny", "inputmode": "numeric"}


class ContactForm(MeetingForm):
    attendance = forms.ChoiceField(
        label=_("Hur gick det?"),
        choices=Contact.Attendance.choices,
        initial=Contact.Attendance.ATTENDED,
        widget=forms.RadioSelect,
    )
    field_order = ["date", "intervention", "attendance", "minutes", "submission"]


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
            )

    def clean(self):
        if self.episodes and not self.attendance():
            raise forms.ValidationError(_("Markera minst en klient."))

    def attendance(self) -> dict[Episode, str]:
        chosen = {episode: self.cleaned_data.get(f"episode-{episode.pk}", "") for episode in self.episodes}
        return {episode: how for episode, how in chosen.items() if how not in ("", NOT_THERE)}

    def rows(self):
        return [self[f"episode-{episode.pk}"] for episode in self.episodes]


class EndEpisodeForm(StoredOnce):
    closed = Day(label=_("Sista dagen"))
    ending = forms.ModelChoiceField(
        Ending.objects.none(), label=_("Hur slutade kontakten?"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args, service: Service, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ending"].queryset = service.endings.all()
        self.fields["ending"].required = service.endings.exists()
        self.variables = add_variables(self, service, "closing")


class OpenEpisodeForm(StoredOnce):
    """A new contact with the service, for a new client or for one the unit knows."""

    opened = Day(label=_("Första dagen"))
    code = forms.CharField(
        label=_("Klientens kod"),
        required=False,
        max_length=60,
        help_text=_("Lämna tomt om klienten är ny hos er. Då får klienten en kod."),
    )
    sex = forms.ChoiceField(
        label=_("Kön"),
        choices=[*Client.Sex.choices, ("", _("uppgift saknas"))],
        required=False,
        widget=forms.RadioSelect,
    )
    age = forms.IntegerField(label=_("Ålder i hela år"), required=False, min_value=0, max_value=130)

    def __init__(self, *args, service: Service, **kwargs):
        super().__init__(*args, **kwargs)
        self.service = service
        self.fields["age"].widget.attrs = {"class": "tiny", "inputmode": "numeric"}
        self.fields["code"].widget.attrs = {"autocomplete": "off", "spellcheck": "false"}
        self.variables = add_variables(self, service, "opening")

    def clean_code(self):
        """The client of the unit that has the code, or None for a new one."""
        typed = self.cleaned_data["code"].strip()
        if not typed:
            return None
        known = self.service.unit.clients.filter(code__in=[typed, pseudonyms.tidy(typed)]).first()
        if known is None:
            raise forms.ValidationError(_("Ingen klient i enheten har den koden. Kontrollera tecknen."))
        return known


def add_variables(form: forms.Form, service: Service, occasion: str) -> dict[str, Variable]:
    """Add a field for each variable asked at the occasion; returns the variables by field name."""
    found = {}
    for variable in Variable.objects.filter(service=service).prefetch_related("options"):
        if occasion in variable.occasions:
            name = f"variable-{variable.pk}"
            form.fields[name], found[name] = field_for(variable), variable
    return found


def field_for(variable: Variable) -> forms.Field:
    kinds, common = Variable.Type, {"label": variable.name, "help_text": variable.purpose, "required": False}
    unknown = ("", _("uppgift saknas"))
    options = [(option.code, option.name) for option in variable.options.all()]
    if variable.type == kinds.CHOICE:
        return forms.ChoiceField(choices=[*options, unknown], widget=forms.RadioSelect, **common)
    if variable.type == kinds.YES_NO:
        choices = [("yes", _("ja")), ("no", _("nej")), unknown]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
    if variable.type == kinds.CHOICES:
        return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **common)
    if variable.type == kinds.NUMBER:
        return forms.DecimalField(max_digits=12, decimal_places=4, localize=True, **common)
    if variable.type == kinds.DATE:
        return forms.DateField(widget=Day.widget, **common)
    return forms.CharField(max_length=2000, **common)


def answers(form: forms.Form) -> dict[Variable, object]:
    """What was answered, by variable, as `record_values` takes it."""
    given = {variable: form.cleaned_data.get(name) for name, variable in form.variables.items()}
    return {variable: value for variable, value in given.items() if value not in (None, "", [])}
