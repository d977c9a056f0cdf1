"""The forms for what happens on a day: a contact, a group meeting, a new phase."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from loke.accounts.submissions import StoredOnce
from loke.description.models import Intervention, PlannedPhase, Service
from loke.forms import Whole, says
from loke.records import pseudonyms
from loke.records.fields import Day, in_words
from loke.records.models import Contact, Episode

NOT_THERE = "not_called"


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
