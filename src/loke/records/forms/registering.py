"""The forms for the unit's own codes, for help without identity, and for correcting what a client's page says."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from loke.accounts.fields import no_identifiers
from loke.accounts.submissions import EditForm, StoredOnce
from loke.description.models import Service, interventions_offered
from loke.forms import OneOf, Whole, says
from loke.measures.models import Variable
from loke.records.counted import alike_in, rows_of
from loke.records.fields import TOO_LONG, Day, in_words
from loke.records.forms.variables import VariablesForm, age_field
from loke.records.history import version_of
from loke.records.models import Episode
from loke.records.own_codes import look_through
from loke.records.pseudonyms import is_code

FILE_SIZE = 200_000  # bytes; 2,000 codes of 40 characters are half of it
MOST_PERSONS = 200


class CodesForm(StoredOnce):
    """The unit's own codes, pasted or as a file; what looks like names has to be said not to be."""

    codes = forms.CharField(
        label=_("Koder, en på varje rad"),
        required=False,
        max_length=FILE_SIZE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"max_length": _("Listan är för lång. Ta den i flera omgångar.")},
    )
    file = forms.FileField(
        label=_("Eller en fil med bara koder (text eller CSV)"), required=False, error_messages=says(_("Välj en fil."))
    )
    no_names = forms.BooleanField(label=_("Koderna är inte namn på personer"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.doubtful: list[str] = []

    def clean_file(self):
        """The text of the file."""
        given = self.cleaned_data["file"]
        if given is None:
            return ""
        if given.size > FILE_SIZE:
            raise forms.ValidationError(_("Filen är för stor. Ta listan i flera omgångar."))
        content = given.read()
        for encoding in ("utf-8-sig", "cp1252"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
        raise forms.ValidationError(_("Filen går inte att läsa som text. Spara den som text eller CSV."))

    def clean(self):
        data = self.cleaned_data
        if self.errors:
            return
        looked = look_through(f"{data.get('codes', '')}\n{data.get('file', '')}".strip("\n"))
        for fault in looked.faults[:20]:
            self.add_error("codes", fault)
        if not looked.codes:
            self.add_error("codes", _("Klistra in koderna, eller välj en fil."))
        self.doubtful = looked.doubtful if not looked.faults else []
        if self.doubtful and not data.get("no_names"):
            words = _now("Det här ser ut som namn: %(words)s. Är det koder, så markera det längst ned.")
            self.add_error("codes", words % {"words": ", ".join(self.doubtful[:5])})
        data["codes"] = looked.codes

    def receipt(self) -> str:
        n = len(self.cleaned_data["codes"])
        words = ngettext(
            "%(n)s kod är inlagd. Sök på den i listan när kontakten ska öppnas.",
            "%(n)s koder är inlagda. Sök på dem i listan när en kontakt ska öppnas.",
            n,
        )
        return words % {"n": n}


class CountedForm(VariablesForm):
    """Help on a day to people without a code; what the service asks at the start may be told where it is a choice."""

    date = Day(label=_("Datum"), initial=timezone.localdate)
    intervention = OneOf(label=_("Insats"), error_messages=says(_("Välj en insats.")))
    persons = Whole(label=_("Antal personer"), lowest=1, highest=MOST_PERSONS, initial=1)

    def __init__(self, *args, service: Service, **kwargs):
        super().__init__(*args, service=service, occasion="opening", **kwargs)
        self.fields["intervention"].offer(interventions_offered(service=service.pk))
        told = (Variable.Type.CHOICE, Variable.Type.CHOICES, Variable.Type.YES_NO)
        for name in [name for name, variable in self.variables.items() if variable.type not in told]:
            del self.fields[name], self.variables[name]
        self.fields["age"] = age_field()
        self.fields["age"].label = _("Ålder i hela år, om den är känd och lika för alla")
        self.order_fields(["date", "intervention", "persons", "age"])

    def about_it(self):
        return [self[name] for name in ("date", "intervention", "persons")]

    def about_them(self):
        return [self[name] for name in ("age", *self.variables)]

    def receipt(self) -> str:
        n = self.cleaned_data["persons"]
        words = ngettext("%(n)s person %(day)s är räknad.", "%(n)s personer %(day)s är räknade.", n)
        return words % {"n": n, "day": in_words(self.cleaned_data["date"])}


class CorrectCountedForm(EditForm):
    """Of those counted alike in a month how many they were, and what help they had."""

    why = forms.CharField(
        label=_("Varför, om det behöver sägas"),
        required=False,
        max_length=2000,
        validators=[no_identifiers],
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args, service: Service, month: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.service, self.month = service, month
        self.groups = alike_in(service, month)
        self.initial["seen"] = version_of(rows_of(self.groups))
        offered = list(interventions_offered(service=service.pk))
        for one in self.groups:
            persons, what = f"persons-{one.number}", f"intervention-{one.number}"
            most = max(MOST_PERSONS, len(one.contacts))  # several registrations may be alike
            sent = not self.is_bound or self.add_prefix(persons) in self.data  # what came meanwhile was not asked
            self.fields[persons] = Whole(
                label=_("Antal personer"), lowest=0, highest=most, initial=len(one.contacts), required=sent
            )
            self.fields[what] = OneOf(label=_("Insats"), initial=one.first.intervention_id, required=sent)
            self.fields[what].offer(list({row.pk: row for row in (*offered, one.first.intervention)}.values()))

    def as_it_stands(self):
        return CorrectCountedForm(service=self.service, month=self.month)

    def rows(self):
        return [(one, self[f"persons-{one.number}"], self[f"intervention-{one.number}"]) for one in self.groups]

    def told(self) -> dict:
        """By the number of those alike, what was sent of them."""
        data = self.cleaned_data
        sent = {one.number: (data[f"persons-{one.number}"], data[f"intervention-{one.number}"]) for one in self.groups}
        return {number: both for number, both in sent.items() if None not in both}

    def receipt(self) -> str:
        return _now("Rättelsen är sparad. Det som stod innan finns kvar i historiken.")


class CorrectForm(EditForm):
    """The opening day, the code where it is the unit's own, and from when until when each phase lasted."""

    opened = Day(label=_("Första dagen"))
    code = forms.CharField(
        label=_("Klientens kod"),
        max_length=40,
        error_messages=says(_("Skriv koden.")),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    why = forms.CharField(
        label=_("Varför, om det behöver sägas"),
        required=False,
        max_length=2000,
        validators=[no_identifiers],
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args, episode: Episode, **kwargs):
        super().__init__(*args, **kwargs)
        self.episode = episode
        self.stays = list(episode.phases.select_related("phase"))
        self.initial |= {"opened": episode.opened, "code": episode.client.code}
        self.initial["seen"] = version_of([episode, episode.client, *self.stays])
        if is_code(episode.client.code):
            del self.fields["code"]
        for stay in self.stays:
            named = {"phase": stay.phase}
            entered, left = _now("%(phase)s från") % named, _now("%(phase)s till") % named
            self.fields[f"entered-{stay.pk}"] = Day(label=entered, initial=stay.entered)
            self.fields[f"left-{stay.pk}"] = Day(label=left, initial=stay.left, required=False)
            self.fields[f"remove-{stay.pk}"] = forms.BooleanField(
                label=_now("Ta bort %(phase)s") % named, required=False
            )

    def as_it_stands(self):
        now = Episode.objects.select_related("client", "service").get(pk=self.episode.pk)
        return CorrectForm(episode=now)

    def about_it(self):
        return [self[name] for name in ("opened", "code") if name in self.fields]

    def rows(self):
        return [[self[f"{part}-{stay.pk}"] for part in ("entered", "left", "remove")] for stay in self.stays]

    def days(self) -> dict:
        """Of each stay its days, or None when it is to be taken away."""
        data = self.cleaned_data
        return {
            stay.pk: None if data[f"remove-{stay.pk}"] else (data[f"entered-{stay.pk}"], data[f"left-{stay.pk}"])
            for stay in self.stays
        }

    def receipt(self) -> str:
        return _now("Rättelsen är sparad. Det som stod innan finns kvar i historiken.")
