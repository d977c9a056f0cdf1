"""The room's forms, and the library's forms in our words."""

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from loke.accounts.factors import APP, KEY, note_shown, opens_alone
from loke.accounts.fields import no_identifiers
from loke.accounts.models import Organisation, Unit, User, WayBack
from loke.accounts.roles import ROLE_NAMES
from loke.accounts.submissions import StoredOnce
from loke.forms import CHOOSE

EMPTY = _("Fyll i det här.")
ADDRESS = _("Skriv hela adressen, till exempel namn@kommun.se.")
LONG = _("Minst 15 tecken. En mening som bara du skulle komma på är lätt att minnas.")


class SaysWhatToDo:
    """Gives the fields of a form one sentence for what is left out or cannot be right: what to do about it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = EMPTY
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = ADDRESS
            if isinstance(field, forms.ChoiceField):
                field.error_messages |= dict.fromkeys(("required", "invalid_choice"), CHOOSE)


class InOurWords(SaysWhatToDo):
    """Gives the fields of a library's form a label and a help text, and takes the words out of the boxes."""

    words: dict = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label, field.help_text = self.words.get(name, (field.label, field.help_text))


class SignIn(InOurWords, account.LoginForm):
    words = {"login": (_("E-post"), ""), "password": (_("Lösenord"), "")}


class ResetPassword(InOurWords, account.ResetPasswordForm):
    words = {"email": (_("E-post"), "")}


class NewPassword(InOurWords, account.ResetPasswordKeyForm):
    words = {"password1": (_("Nytt lösenord"), LONG), "password2": (_("Samma lösenord igen"), "")}


class ChangePassword(InOurWords, account.ChangePasswordForm):
    words = {"oldpassword": (_("Nuvarande lösenord"), ""), **NewPassword.words}


class Reauthenticate(InOurWords, account.ReauthenticateForm):
    words = {"password": (_("Lösenord"), "")}


class SecondStep(InOurWords, mfa.AuthenticateForm):
    words = {"code": (_("Kod"), _("Sex siffror ur appen, eller en av dina reservkoder."))}


class SecondStepAgain(InOurWords, mfa.ReauthenticateForm):
    words = SecondStep.words


class ActivateApp(InOurWords, ActivateTOTPForm):
    words = {"code": (_("Kod"), _("Sex siffror ur appen."))}

    def clean_code(self):
        code = super().clean_code()
        note_shown(context.request, APP)
        return code


class AddPasskey(InOurWords, AddWebAuthnForm):
    words = {
        "name": (_("Namn på nyckeln"), _("Så att du känner igen den, till exempel Jobbtelefonen.")),
        "passwordless": (
            _("Logga in med bara nyckeln"),
            _("Då slipper du lösenordet. Nyckeln ber om finger, ansikte eller pinkod."),
        ),
    }

    def clean(self):
        data = super().clean()
        if not self.errors:
            note_shown(context.request, KEY)
        return data


class NamePasskey(InOurWords, EditWebAuthnForm):
    words = {"name": AddPasskey.words["name"]}


class AcceptInvitation(SaysWhatToDo, forms.Form):
    name = forms.CharField(
        label=_("Ditt namn"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
        validators=[no_identifiers],
    )
    password = forms.CharField(
        label=_("Lösenord"), help_text=LONG, strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )


class Invite(SaysWhatToDo, StoredOnce):
    """Who, where and as what; `place` becomes an Organisation or a Unit."""

    name = forms.CharField(label=_("Namn"), max_length=200, validators=[no_identifiers])
    email = forms.EmailField(label=_("E-post"), help_text=_("Jobbadressen. Den används för att logga in."))
    role = forms.ChoiceField(label=_("Roll"), choices=list(ROLE_NAMES.items()))
    place = forms.ChoiceField(label=_("Var"), help_text=_("Ledning och förvaltare har hela organisationen."))

    def __init__(self, *args, organisations: list[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {}
        for organisation in organisations:
            self.places[f"o{organisation.pk}"] = organisation
            self.places |= {f"u{unit.pk}": unit for unit in organisation.units.all()}
        self.fields["place"].choices = [(code, str(place)) for code, place in self.places.items()]

    def clean_place(self) -> Organisation | Unit:
        return self.places[self.cleaned_data["place"]]

    def fields_of_invitation(self) -> dict:
        """What the action `invite` wants."""
        data = {key: value for key, value in self.cleaned_data.items() if key in ("name", "email", "role")}
        place = self.cleaned_data["place"]
        unit = place if isinstance(place, Unit) else None
        return {**data, "unit": unit, "organisation": unit.organisation if unit else place}


class LetBackIn(SaysWhatToDo, StoredOnce):
    """What somebody has lost; without e-mail only what leaves something that they are still asked for."""

    lost = forms.ChoiceField(label=_("Vad är borta?"), widget=forms.RadioSelect)

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(code, capfirst(name)) for code, name in WayBack.Lost.choices]
        offered = [one for one in choices if settings.EMAIL_HOST or not opens_alone(user, one[0])]
        self.fields["lost"].choices = offered
        self.fields["lost"].initial = offered[0][0] if len(offered) == 1 else None


class NewPasswordOnce(SaysWhatToDo, forms.Form):
    password = forms.CharField(
        label=_("Nytt lösenord"),
        help_text=LONG,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )


class OwnPassword(SaysWhatToDo, forms.Form):
    password = forms.CharField(
        label=_("Ditt lösenord"),
        help_text=_("Det som du brukar logga in med."),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class NewUnit(SaysWhatToDo, StoredOnce):
    """What a new unit is called, and where it is when there is a choice."""

    name = forms.CharField(
        label=_("Enhetens namn"),
        help_text=_("Som ni säger, till exempel Öppenvård unga."),
        max_length=200,
        validators=[no_identifiers],
    )
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"), empty_label=None)

    def __init__(self, *args, organisations: QuerySet[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        if len(organisations) == 1:
            del self.fields["organisation"]
            self.only = organisations[0]

    def clean(self) -> dict:
        return {"organisation": getattr(self, "only", None), **super().clean()}

    def receipt(self) -> str:
        return _("%(name)s är upplagd. Nu kan du bjuda in dem som arbetar där.") % {"name": self.cleaned_data["name"]}


class RenameUnit(SaysWhatToDo, StoredOnce):
    name = forms.CharField(label=_("Enhetens namn"), max_length=200, validators=[no_identifiers])


class BecomePerson(forms.Form):
    """The demo's choice of person."""

    person = forms.ModelChoiceField(User.objects.filter(is_active=True))


class EndSignIn(forms.Form):
    """One of one's own sessions, or none for all the others."""

    only = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
