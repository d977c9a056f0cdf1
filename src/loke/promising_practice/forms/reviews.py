"""The forms of a review: what it is about, who is in it, a row, an element, a comment, and the judgement."""

from collections.abc import Callable

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import no_identifiers
from loke.accounts.submissions import EditForm, StoredOnce, by_and_when
from loke.followup.forms import WORK, Who, Words
from loke.forms import AnyDay, Whole, day_to_come, says
from loke.promising_practice.content import seal_of
from loke.promising_practice.guide import elements
from loke.promising_practice.models import ElementJudgement, PracticeReview, RowAnswer, Verdict


class Line(forms.CharField):
    """A few words on one line."""

    def __init__(self, **kwargs):
        super().__init__(max_length=200, validators=[no_identifiers], **kwargs)


class About(forms.Form):
    """What is asked of the whole when a review begins, and may be written on until it is judged."""

    about = Words(
        label=_("Kort om arbetssättet och målgruppen"),
        help_text=_("Vad ni gör, för vilka, och ungefär hur mycket av det."),
        required=False,
    )
    motive = Words(
        label=_("Varför väljer ni just det?"),
        help_text=_("Vad är det ni vill veta, eller vilka har bett er?"),
        required=False,
    )
    plan = Words(
        label=_("Hur gör ni genomgången?"),
        help_text=_("När ni träffas, vilka som är med och vem som håller i pennan. Räkna med flera träffar."),
        required=False,
    )


class BeginForm(About, StoredOnce):
    practice = Line(
        label=_("Vilket arbetssätt?"),
        help_text=_("Ett namn som ni själva använder. Det kan vara hela verksamheten eller en insats i den."),
        error_messages=says(_("Skriv vad arbetssättet heter.")),
    )
    field_order = ("practice", "about", "motive", "plan")

    def receipt(self) -> str:
        return _now("Genomgången är påbörjad.")


class ChangingForm(EditForm):
    """A form of one stored part: `find` gives it afresh; `quiet` when the script saves while somebody writes."""

    TOLD: tuple[str, ...] = ()
    VERSION = "number"  # the field that grows each time
    stored: object | None

    def __init__(self, *args, find: Callable[[], object | None], quiet: bool = False, **kwargs):
        super().__init__(*args, **{"auto_id": f"{type(self).__name__.lower()}-%s"} | kwargs)
        self.find, self.quiet, self.stored = find, quiet, find()
        told = {name: getattr(self.stored, name) for name in self.TOLD} if self.stored else {}
        self.initial |= {**told, "seen": str(getattr(self.stored, self.VERSION, 0))}

    def as_it_stands(self):
        return type(self)(find=self.find)

    def last_change(self, name: str) -> str:
        return by_and_when(self.stored)

    def receipt(self) -> str:
        if self.quiet:
            return ""
        said = any(self.cleaned_data.get(name) for name in self.TOLD)
        return _now("Det ni skrev är sparat.") if said else _now("Sparat. Här står inget skrivet.")


class AboutForm(About, ChangingForm):
    TOLD, VERSION = ("about", "motive", "plan"), "written"


class ParticipantForm(StoredOnce):
    name = Line(label=_("Namn"), required=False, help_text=_("Skriv inte namn på brukare. Funktionen räcker."))
    function = Line(
        label=_("Funktion"), required=False, help_text=_("Till exempel behandlare eller brukarrepresentant.")
    )
    organisation = Line(label=_("Organisation"), required=False)
    external = forms.BooleanField(label=_("Kommer utifrån"), required=False)
    assessor = forms.BooleanField(label=_("Är med och bedömer"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="participant-%s", **kwargs)

    def clean(self):
        if not (self.errors or self.cleaned_data.get("name") or self.cleaned_data.get("function")):
            self.add_error("function", _now("Skriv vilken funktion personen har, eller ett namn."))


ANSWERS = [*RowAnswer.Answer.choices[:2], ("not_relevant", _("Ej relevant, vi skriver varför"))]


class RowForm(ChangingForm):
    """One row of the guide: an answer, how it is, and how far one has come. Nothing of it has to be filled in."""

    TOLD = ("answer", "reason", "description", "status", "status_text")
    answer = forms.ChoiceField(label=_("Svar"), choices=ANSWERS, widget=forms.RadioSelect, required=False)
    reason = Words(label=_("Varför är frågan inte relevant?"), rows=2, required=False)
    description = Words(
        label=_("Beskrivning"),
        help_text=_("Hur gör ni? Skriv så att någon utanför verksamheten förstår."),
        rows=6,
        required=False,
        max_length=8000,
    )
    status = forms.ChoiceField(
        label=_("Hur långt har ni kommit?"), choices=[("", _("Välj")), *RowAnswer.Status.choices], required=False
    )
    status_text = Line(label=_("Hur långt, med egna ord"), required=False)

    def clean(self):
        told = self.cleaned_data
        if told.get("answer") == RowAnswer.Answer.NOT_RELEVANT and not (told.get("reason") or "reason" in self.errors):
            self.add_error("reason", _now("Skriv varför frågan inte är relevant för er."))


class AssessedRowForm(RowForm):
    """The same row for a second assessor, who reads what the group has described."""

    TOLD = ("answer", "reason", "description")
    description = Words(label=_("Din kommentar"), rows=3, required=False)
    status = status_text = None


class ElementForm(ChangingForm):
    TOLD = ("summary", "comment", "status")
    summary = Words(
        label=_("Sammanfattning"),
        help_text=_("Det viktigaste ur svaren, så att det går att läsa för sig."),
        rows=5,
        required=False,
    )
    comment = Words(label=_("Kommentar"), help_text=_("Till dem som läser beskrivningen."), rows=2, required=False)
    status = forms.ChoiceField(
        label=_("Status"), choices=ElementJudgement.Status.choices, widget=forms.RadioSelect, required=False
    )


class CommentForm(StoredOnce):
    text = Words(
        label=_("Skriv till de andra"), help_text=WORK, rows=2, error_messages=says(_("Skriv vad du vill säga."))
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"auto_id": "comment-%s"} | kwargs)


class WholeCommentForm(CommentForm):
    """A comment on the element as a whole, which stands on the page of one of its questions."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="whole-comment-%s", **kwargs)


class VerdictForm(ChangingForm):
    TOLD, VERSION = ("verdict", "verdict_motive", "responsible"), "written"
    verdict = forms.ChoiceField(
        label=_("Hur väl motsvarar arbetssättet elementen i Lovande arbetssätt?"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    verdict_motive = Words(
        label=_("Varför?"),
        help_text=_("Så att den som inte var med förstår och kan värdera det."),
        rows=5,
        required=False,
    )
    responsible = Line(label=_("Ansvarig för bedömningen"), required=False)


class Area(forms.Form):
    """What is asked of something to develop."""

    text = Words(label=_("Vad ska utvecklas?"), rows=2, error_messages=says(_("Skriv vad som ska utvecklas.")))
    element = forms.TypedChoiceField(label=_("Hör till"), required=False, coerce=int, empty_value=None)
    priority = Whole(label=_("Prioritet"), lowest=1, highest=99, required=False, help_text=_("1 är viktigast."))
    responsible = Who(label=_("Vem ser till att det blir av?"))
    until = AnyDay(label=_("Senast"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"auto_id": "area-%s"} | kwargs)
        named = [(one.number, f"{one.number} {_now(one.name)}") for one in elements()]
        self.fields["element"].choices = [("", _("Arbetssättet som helhet")), *named]

    def clean_until(self):
        return day_to_come(self, "until")


class AreaForm(Area, StoredOnce):
    """Something more to develop."""


class ChangeAreaForm(Area, ChangingForm):
    TOLD = ("text", "element", "priority", "responsible", "until")


class JudgeForm(EditForm):
    """The day, and that it is finished; `seen` seals all that is about to be so, but what `written` counts.

    The script that saves the verdict while somebody writes it raises `written` here too.
    """

    judged = AnyDay(label=_("Dagen ni bedömde"), initial=timezone.localdate)
    written = forms.CharField(required=False, widget=forms.HiddenInput({"data-follows": "verdict"}))

    def __init__(self, *args, review: PracticeReview, **kwargs):
        super().__init__(*args, auto_id="judge-%s", **kwargs)
        self.review = review
        self.initial |= {"seen": seal_of(review), "written": str(review.written)}

    def compare(self) -> None:
        super().compare()
        self.data[self.add_prefix("written")] = self.as_it_stands().initial["written"]

    def as_it_stands(self):
        return JudgeForm(review=PracticeReview.objects.get(pk=self.review.pk))

    def receipt(self) -> str:
        return _now("Bedömningen är klar. Den ändras inte mer.")
