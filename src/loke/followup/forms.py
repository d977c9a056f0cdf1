"""The forms of a follow-up: an answer to a deviation, our reading of a section, a decision, and adoption."""

from collections.abc import Callable
from dataclasses import replace

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import no_identifiers
from loke.accounts.submissions import EditForm, StoredOnce, by_and_when
from loke.followup.deviations import Turn
from loke.followup.models import Answer, DeviationAnswer, Release, SectionReading
from loke.forms import AnyDay, day_to_come, says

WORK = _("Skriv om arbetet, inte om enskilda.")
SAID = ("answer", "words", "who", "until")


class Words(forms.CharField):
    """Text in the group's own words, about the work."""

    def __init__(self, *, rows: int = 3, **kwargs):
        kwargs.setdefault("max_length", 4000)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), validators=[no_identifiers], **kwargs)


class Who(forms.CharField):
    def __init__(self, **kwargs):
        super().__init__(max_length=200, validators=[no_identifiers], required=False, **kwargs)


class AnswerForm(EditForm):
    """Our answer to one deviation. What a change of practice needs is asked for only then."""

    answer = forms.ChoiceField(
        label=_("Vårt svar"),
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages=says(_("Välj ett av de fyra svaren.")),
    )
    words = Words(label=_("Hur tänker ni?"), help_text=WORK, required=False)
    who = Who(label=_("Vem ser till att det blir av?"))
    until = AnyDay(label=_("Senast"), required=False)
    NEEDS = {
        Answer.PRACTICE: {
            "words": _("Skriv vad ni ska pröva."),
            "who": _("Skriv vem som ser till att det blir av."),
            "until": _("Välj en dag då ni ser hur det gick."),
        },
        Answer.EXPLANATION: {"words": _("Skriv förklaringen. Den visas här nästa gång.")},
    }

    def __init__(self, *args, turn: Turn, find: Callable = lambda: None, quiet: bool = False, **kwargs):
        super().__init__(*args, auto_id=f"{turn.deviation.anchor}-%s", **kwargs)
        self.turn, self.find, self.quiet = turn, find, quiet
        self.initial |= _told(turn.stored) if turn.stored else {"seen": "0"}

    def clean_until(self):
        return day_to_come(self, "until")

    def clean(self):
        for name, fault in self.NEEDS.get(self.cleaned_data.get("answer"), {}).items():
            if name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, fault)

    def as_it_stands(self):
        return AnswerForm(turn=replace(self.turn, stored=self.find()))

    def last_change(self, name: str) -> str:
        return by_and_when(self.turn.stored)

    def receipt(self) -> str:
        return "" if self.quiet else _now("Svaret är sparat.")


def _told(answer: DeviationAnswer) -> dict:
    there = {"seen": str(answer.number)}
    return there if answer.withdrawn else there | {name: getattr(answer, name) for name in SAID}


class ReadingForm(EditForm):
    """Så läser vi det, of one section."""

    text = Words(label=_("Så läser vi det"), help_text=WORK, required=False, rows=6)

    def __init__(
        self,
        *args,
        stored: SectionReading | None,
        find: Callable[[], SectionReading | None],
        quiet: bool = False,
        **kwargs,
    ):
        super().__init__(*args, auto_id="reading-%s", **kwargs)
        self.stored, self.find, self.quiet = stored, find, quiet
        self.initial |= {"seen": str(stored.number), "text": stored.text} if stored else {"seen": "0"}

    def as_it_stands(self):
        return ReadingForm(stored=self.find(), find=self.find)

    def last_change(self, name: str) -> str:
        return by_and_when(self.stored)

    def receipt(self) -> str:
        return "" if self.quiet else _now("Det ni skrev är sparat.")


class DecisionForm(StoredOnce):
    text = Words(label=_("Vad bestämmer ni?"), rows=2, error_messages=says(_("Skriv vad ni bestämmer.")))
    who = Who(label=_("Vem?"))
    until = AnyDay(label=_("Senast"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="decision-%s", **kwargs)

    def clean_until(self):
        return day_to_come(self, "until")

    def receipt(self) -> str:
        return _now("Beslutet är antecknat.")


class AdoptForm(EditForm):
    """When the group met and who was there; `seen` seals the figures and words that are about to be frozen."""

    met = AnyDay(
        label=_("Dagen ni gick igenom den"),
        help_text=_("I dag, eller en tidigare dag då ni träffades."),
        initial=timezone.localdate,
    )
    participants = Words(
        label=_("Vilka var med?"),
        help_text=_("Skriv namn eller funktioner."),
        rows=2,
        max_length=1000,
        error_messages=says(_("Skriv vilka som var med.")),
    )

    def __init__(self, *args, seal: Callable[[], str], **kwargs):
        super().__init__(*args, **kwargs)
        self.seal = seal
        self.initial["seen"] = seal()

    def as_it_stands(self):
        return AdoptForm(seal=self.seal)

    def receipt(self) -> str:
        return _now("Uppföljningen är antagen. Den ändras inte mer.")


class PrepareForm(StoredOnce):
    level = forms.ChoiceField(
        label=_("Vem ska kunna läsa?"),
        choices=Release.Level.choices,
        initial=Release.Level.OUTSIDE,
        widget=forms.RadioSelect,
        error_messages=says(_("Välj vem som ska kunna läsa.")),
    )


class ProposeForm(StoredOnce):
    def receipt(self) -> str:
        return _now("Förslaget är lämnat. Nu behöver någon annan godkänna det.")


class DiscardForm(StoredOnce):
    def receipt(self) -> str:
        return _now("Förslaget är kastat. Inget är publicerat.")


class ApproveForm(StoredOnce):
    def receipt(self) -> str:
        return _now("Det är publicerat.")


class WithdrawForm(StoredOnce):
    why = Words(
        label=_("Varför dras det tillbaka?"),
        rows=2,
        max_length=500,
        error_messages=says(_("Skriv varför, med en mening.")),
    )

    def receipt(self) -> str:
        return _now("Det är tillbakadraget och visas inte längre.")
