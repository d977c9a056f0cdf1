"""The letters this room sends, where the installation can send any."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from loke.accounts.models import Invitation


def send_invitation(invitation: Invitation, link: str) -> bool:
    """Send the link to whom it is for; False when nothing could be sent and the link must be handed over instead."""
    if not settings.EMAIL_HOST:
        return False
    text = render_to_string("accounts/invitation.txt", {"invitation": invitation, "link": link})
    try:
        return bool(send_mail(_("Inbjudan till Loke"), text, None, [invitation.email]))
    except OSError:
        return False
