"""How allauth behaves here: nobody signs up by themselves, and its errors are said in our words."""

import time
from contextlib import suppress

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from loke.accounts import keys
from loke.accounts.factors import FRESH, factors_of, is_fresh, opened, shows_a_factor
from loke.accounts.sign_ins import end, leave
from loke.accounts.sso.chosen import signs_in_elsewhere


class Adapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-postadressen och lösenordet hör inte ihop. Kontrollera båda och försök igen."),
        "enter_current_password": _("Det är inte ditt nuvarande lösenord."),
        "incorrect_password": _("Lösenordet stämmer inte."),
        "too_many_login_attempts": _("Det har blivit många försök. Vänta fem minuter och försök igen."),
        "rate_limited": _("Det har blivit många försök. Vänta en stund och försök igen."),
    }

    def is_open_for_signup(self, request):
        return False

    def was_right(self):
        """What `pre_authenticate` counted was no wrong try: taken back, as after a sign-in."""
        self._rollback_login_failed_rl_usage()

    def pre_login(self, request, user, **kwargs):
        """Where everybody signs in by the municipality, Loke's own accounts are for those that its file lists."""
        if signs_in_elsewhere(user.email):
            messages.error(request, _("Logga in genom kommunen."))
            return redirect("account_login")
        return super().pre_login(request, user, **kwargs)

    def is_reauthentication_required(self, *, app, **kwargs):
        """Whoever has a factor shows it again to change how one signs in; others need only have just signed in."""
        if shows_a_factor(context.request):
            return not is_fresh(context.request)
        records = get_authentication_records(context.request, context.request.user)
        return not any(time.time() - one["at"] < FRESH for one in records)

    def get_reauthentication_methods(self, user):
        """A password stands for whoever has nothing more."""
        methods = super().get_reauthentication_methods(user)
        return [one for one in methods if one["id"] != "reauthenticate"] if factors_of(user) else methods

    def logout(self, request):
        """Out here is out everywhere: whoever signs out on a shared computer is not signed in on another."""
        if request.user.is_authenticated:
            end(request.user.sign_ins.all())
            leave(request, super().logout)

    def send_mail(self, template_prefix, email, context):
        """What cannot be sent stands in the log: the page says the same, or it would tell who has an account."""
        with suppress(OSError):
            super().send_mail(template_prefix, email, context)

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        """Say nothing at sign-in and sign-out, where the next page shows what happened."""
        if message_template not in ("account/messages/logged_in.txt", "account/messages/logged_out.txt"):
            super().add_message(request, level, message_template, *args, **kwargs)


class SecondStepAdapter(DefaultMFAAdapter):
    """What a factor is worked out from is sealed, so that the database alone signs nobody in."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Koden stämmer inte. Vänta på nästa kod i appen och försök igen."),
    }

    def encrypt(self, text):
        return keys.seal(text, keys.FACTORS)

    def decrypt(self, encrypted_text):
        return opened(encrypted_text)
