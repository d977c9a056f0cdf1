"""The forms for comments and their answers, and for letting somebody from another unit in to read."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from loke.accounts.fields import no_identifiers
from loke.accounts.models import Membership, Unit, User
from loke.accounts.roles import UNIT_ROLES
from loke.accounts.submissions import StoredOnce
from loke.description.models import Comment, Review, Service
from loke.forms import AnyDay

USUAL_VISIT = timedelta(weeks=3)
LONGEST_COMMENT = 4_000  # characters: two pages


def told(**kwargs) -> forms.CharField:
    """Some sentences in one's own words."""
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(widget=area, max_length=LONGEST_COMMENT, validators=[no_identifiers], **kwargs)


class CommentForm(StoredOnce):
    """A comment; the page says which place and, where the questions stand as headings, which question."""

    place = forms.CharField(required=False, widget=forms.HiddenInput)
    question = forms.ChoiceField(
        label=_("Vilken fråga gäller det?"),
        required=False,
        choices=[("", _("Något annat")), *Comment.Question.choices],
        error_messages={"invalid_choice": _("Välj en av frågorna.")},
    )
    text = told(label=_("Din kommentar"), error_messages={"required": _("Skriv din kommentar.")})

    def __init__(self, *args, places: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.places = places

    def receipt(self) -> str:
        return _now("Kommentaren är sparad.")

    def clean_place(self) -> str:
        place = self.cleaned_data["place"]
        if place and place not in self.places:
            raise forms.ValidationError(_("Det du kommenterar finns inte längre. Lämna kommentaren på hela versionen."))
        return place


class AnswerForm(StoredOnce):
    """What the group decides about a comment."""

    answer = forms.ChoiceField(
        label=_("Vad gör ni med kommentaren?"),
        choices=[(code, capfirst(name)) for code, name in Comment.Answer.choices],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Välj om kommentaren tas in eller inte.")),
    )
    why = told(label=_("Varför?"), required=False, help_text=_("Behövs om den inte tas in."))

    def receipt(self) -> str:
        return _now("Svaret är sparat.")


class VisitForm(StoredOnce):
    """Until when somebody is let in, and a few words to them."""

    until = AnyDay(
        label=_("Sista dag"),
        help_text=_("Efter den dagen ser personen inget mer. Högst ett halvår."),
        initial=lambda: timezone.localdate() + USUAL_VISIT,
    )
    message = told(
        label=_("Hälsning"),
        required=False,
        help_text=_("Till exempel vad ni helst vill få synpunkter på. Skriv inget om klienter."),
    )


class PersonField(forms.ChoiceField):
    """One of some people, in groups; the value is a User."""

    def __init__(self, **kwargs):
        super().__init__(error_messages=dict.fromkeys(("required", "invalid_choice"), _("Välj en person.")), **kwargs)

    def offer(self, groups: dict[str, list[User]]) -> None:
        self.people = {str(person.pk): person for people in groups.values() for person in people}
        named = [(name, [(str(one.pk), str(one)) for one in people]) for name, people in groups.items() if people]
        self.choices = [("", _("Välj person")), *named]

    def clean(self, value) -> User | None:
        return self.people.get(super().clean(value))


class InviteForm(VisitForm):
    """Whom to let in, and to do what: coaches first, then the colleagues of each other unit."""

    partner = PersonField(label=_("Vem vill ni bjuda in?"), required=False)
    email = forms.EmailField(
        label=_("Eller någon i en annan kommun"),
        required=False,
        help_text=_("Jobbadressen till någon som redan har inloggning i Loke. Bara för en egen bedömning."),
        error_messages={"invalid": _("Skriv adressen som namn@kommun.se.")},
    )
    task = forms.ChoiceField(
        label=_("Vad ber ni om?"),
        choices=[(code, capfirst(name)) for code, name in Review.Task.choices],
        initial=Review.Task.COMMENT,
        widget=forms.RadioSelect,
    )
    field_order = ("partner", "email", "task", "until", "message")

    def __init__(self, *args, service: Service, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].offer(_outside(service))

    def clean(self):
        told = self.cleaned_data
        email = told.pop("email", "")
        if told.get("task") == Review.Task.ASSESS and email and not told.get("partner"):
            told["partner"] = User.objects.filter(email=email.lower(), is_active=True).first()
            if told["partner"] is None:
                self.add_error("email", _now("Ingen här har den adressen i Loke."))
        elif not told.get("partner") and not self.errors:
            self.add_error("partner", _now("Välj en person."))
        return told

    @property
    def anybody(self) -> bool:
        return bool(self.fields["partner"].people)


def _outside(service: Service) -> dict[str, list[User]]:
    held = Membership.objects.active().filter(organisation=service.organisation, role__in=UNIT_ROLES)
    held = list(held.select_related("user", "unit").order_by("unit__name", "user__name", "pk"))
    inside = {one.user for one in held if one.unit_id == service.unit_id and one.role != "coach"}
    groups: dict[str, dict[User, None]] = {str(_("Coacher")): {}}
    seen = set(inside)
    for one in sorted(held, key=lambda one: one.role != "coach"):  # a coach is not shown again among the colleagues
        if one.user not in seen:
            seen.add(one.user)
            groups.setdefault(str(_("Coacher") if one.role == "coach" else one.unit), {})[one.user] = None
    return {name: list(people) for name, people in groups.items()}


class OtherServiceForm(forms.Form):
    """With which service: one of another unit."""

    med = forms.ModelChoiceField(
        Service.objects.none(),
        label=_("Vilken verksamhet vill ni läsa tillsammans med?"),
        to_field_name="code",
        empty_label=_("Välj verksamhet"),
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Välj en av verksamheterna.")),
    )

    def __init__(self, *args, service: Service, **kwargs):
        super().__init__(*args, **kwargs)
        others = Service.objects.filter(unit__organisation=service.organisation).exclude(unit=service.unit)
        self.fields["med"].queryset = others.select_related("unit")
        self.fields["med"].label_from_instance = lambda one: f"{one}, {one.unit}"


class PairForm(VisitForm):
    """Who of each of the two reads the other's description."""

    own = PersonField(label=_("Vem hos er ska läsa deras?"))
    theirs = PersonField(label=_("Vem hos dem ska läsa er?"), help_text=_("Kan läsa hos er redan i dag."))
    field_order = ("own", "theirs", "until", "message")

    def __init__(self, *args, service: Service, other: Service, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["own"].offer({str(service.unit): _staff(service.unit)})
        self.fields["theirs"].offer({str(other.unit): _staff(other.unit)})


def _staff(unit: Unit) -> list[User]:
    held = Membership.objects.active().filter(unit=unit, role__in=("practitioner", "manager"))
    return list({one.user: None for one in held.select_related("user").order_by("user__name", "pk")})
