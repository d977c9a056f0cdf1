"""The forms for what happens on a day: a contact, a group meeting, a new phase."""

from collections.abc import Sequence

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from loke.accounts.submissions import EditForm, StoredOnce
from loke.description.models import Service, interventions_offered, phases_offered
from loke.forms import OneOf, Whole, changes_only, says
from loke.records import pseudonyms
from loke.records.changes import last_of, who_and_when
from loke.records.fields import Day, in_words
from loke.records.forms.variables import why_field
from loke.records.groups import Latest
from loke.records.history import version_of
from loke.records.models import Contact, Episode, Phase
from loke.records.twice import said_twice

NOT_THERE = "not_called"


class MeetingForm(StoredOnce):
    """What a contact and a group meeting have in common."""

    date = Day(label=_("Datum"), initial=timezone.localdate)
    intervention = OneOf(label=_("Insats"), error_messages=says(_("Välj en insats.")))
    minutes = Whole(label=_("Minuter"), required=False, lowest=1, highest=Contact.MOST_MINUTES)

    def __init__(self, *args, service: Service, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["intervention"].offer(interventions_offered(service=service.pk))

    def also_there(self, *episodes: Episode) -> str:
        """What the receipt says where there was one like it already."""
        return said_twice(episodes, self.cleaned_data["date"], self.cleaned_data["intervention"])


class FirstHere(forms.RadioSelect):
    """The choice where the focus is when the page opens: Enter saves, and the arrows choose."""

    def create_option(self, *args, **kwargs):
        option = super().create_option(*args, **kwargs)
        option["attrs"] |= {"autofocus": True} if option["selected"] else {}
        return option


@changes_only("intervention")
class ContactForm(MeetingForm):
    """A contact of one episode."""

    attendance = forms.ChoiceField(
        label=_("Hur gick det?"),
        choices=Contact.Attendance.choices,
        initial=Contact.Attendance.ATTENDED,
        widget=FirstHere,
        error_messages=says(_("Välj hur det gick.")),
    )

    def __init__(self, *args, episode: Episode, **kwargs):
        super().__init__(*args, service=episode.service, **kwargs)
        self.episode = episode

    def receipt(self) -> str:
        words = _now("Träffen %(day)s är sparad.") % {"day": in_words(self.cleaned_data["date"])}
        return words + self.also_there(self.episode)


class ChangeContactForm(ContactForm, EditForm):
    """A contact as it stands, to be corrected."""

    why = why_field()

    def __init__(self, *args, contact: Contact, **kwargs):
        self.contact, names = contact, ("date", "intervention", "attendance", "minutes")
        stands = {name: getattr(contact, name) for name in names} | {"seen": version_of([contact])}
        super().__init__(*args, episode=contact.episode, initial=stands, **kwargs)
        self.fields["attendance"].widget = forms.RadioSelect(choices=Contact.Attendance.choices)
        offered = self.fields["intervention"]
        if contact.intervention not in offered.rows.values():  # one that is no longer in use can be kept
            offered.offer([*offered.rows.values(), contact.intervention])

    def as_it_stands(self) -> "ChangeContactForm":
        found = Contact.objects.select_related("intervention", "episode__service").get(pk=self.contact.pk)
        return ChangeContactForm(contact=found)

    def last_change(self, name: str) -> str:
        mine = ("contact", self.contact.pk)
        return who_and_when(last_of(self.contact.episode, lambda step: (step.kind, step.row) == mine))

    def receipt(self) -> str:
        return _now("Träffen %(day)s är ändrad.") % {"day": in_words(self.cleaned_data["date"])}


class RemoveContactForm(EditForm):
    """A contact to be taken away, if nobody has changed it."""

    def __init__(self, *args, contact: Contact, **kwargs):
        self.contact = contact
        super().__init__(*args, initial={"seen": version_of([contact])}, **kwargs)

    def as_it_stands(self) -> "RemoveContactForm":
        return RemoveContactForm(contact=Contact.objects.get(pk=self.contact.pk))

    def receipt(self) -> str:
        return _now("Träffen %(day)s är borttagen.") % {"day": in_words(self.contact.date)}


class GroupSessionForm(MeetingForm):
    """A group meeting: a row of choices for each episode, those there who were there last time.

    Where there has been no such meeting, everybody is there to begin with.
    """

    def __init__(self, *args, service: Service, episodes: list[Episode], latest: Latest | None, **kwargs):
        usual = {"intervention": latest.intervention, "minutes": latest.minutes} if latest else {}
        super().__init__(*args, service=service, initial=usual, **kwargs)
        if not latest:  # the first in the list is seldom what a group does
            self.fields["intervention"].offer(list(self.fields["intervention"].rows.values()), _("Välj insats"))
        self.episodes = episodes
        for episode in episodes:
            self.fields[f"episode-{episode.pk}"] = forms.ChoiceField(
                label=pseudonyms.spaced(episode.client.code),
                choices=[*Contact.Attendance.choices, (NOT_THERE, _("inte med"))],
                initial=NOT_THERE if latest and episode.pk not in latest.episodes else Contact.Attendance.ATTENDED,
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
        there = self.attendance()
        n = len(there)
        words = ngettext(
            "Gruppträffen %(day)s är sparad för %(n)s klient.", "Gruppträffen %(day)s är sparad för %(n)s klienter.", n
        )
        return words % {"day": in_words(self.cleaned_data["date"]), "n": n} + self.also_there(*there)


class RemoveGroupSessionForm(EditForm):
    """A group meeting to be taken away for several at once, if nobody has changed any of it."""

    def __init__(self, *args, contacts: Sequence[Contact], **kwargs):
        self.contacts = contacts
        super().__init__(*args, initial={"seen": version_of(contacts)}, **kwargs)

    def as_it_stands(self) -> "RemoveGroupSessionForm":
        numbers = [contact.pk for contact in self.contacts]
        return RemoveGroupSessionForm(contacts=list(Contact.objects.filter(pk__in=numbers)))

    def receipt(self) -> str:
        n = len(self.contacts)
        words = ngettext(
            "Gruppträffen %(day)s är borttagen för %(n)s klient.",
            "Gruppträffen %(day)s är borttagen för %(n)s klienter.",
            n,
        )
        return words % {"day": in_words(self.contacts[0].date), "n": n}


class PhaseForm(StoredOnce):
    """The next phase and the day it began. Its names are its own: it stands on a page with another form."""

    prefix = "fas"

    phase = OneOf(label=_("Ny fas"), error_messages=says(_("Välj en fas.")))
    entered = Day(label=_("Från och med"), initial=timezone.localdate)

    def __init__(self, *args, episode: Episode, stays: Sequence[Phase], **kwargs):
        super().__init__(*args, **kwargs)
        self.now = next((stay for stay in reversed(stays) if stay.left is None), None)
        offered = phases_offered(service=episode.service_id)
        others = [phase for phase in offered if self.now is None or phase.pk != self.now.phase_id]
        self.fields["phase"].offer(others)
        later = [phase for phase in others if self.now and (phase.order or 0) > (self.now.phase.order or 0)]
        self.fields["phase"].initial = next(iter(later), None)

    def receipt(self) -> str:
        words = _now("Fasen %(phase)s gäller från %(day)s.")
        return words % {"phase": self.cleaned_data["phase"], "day": in_words(self.cleaned_data["entered"])}
