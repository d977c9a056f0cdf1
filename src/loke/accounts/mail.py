"""The letters this room sends, where the installation can send any."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from loke.accounts.models import Invitation, WayBack


def send_invitation(invitation: Invitation, link: str) -> bool:
    """Send the link to whom it is for; False when nothing could be sent and the link must be handed over instead."""
    return _send(_("Inbjudan till Loke"), "invitation", invitation.email, invitation=invitation, link=link)


def send_way_back(way: WayBack, link: str = "") -> bool:
    """Send the link to whom it is for, or without one only tell them that a way in has been opened in their name."""
    return _send(_("Din väg in i Loke igen"), "way_back", way.user.email, way=way, link=link)


def send_back_in(way: WayBack) -> bool:
    """Tell the person that somebody has gone in again by the link."""
    return _send(_("Din inloggning till Loke är ändrad"), "back_in", way.user.email, way=way)


def _send(subject: str, letter: str, to: str, **told: object) -> bool:
    """False when it could not be sent, which then stands in the log, or when nothing ever is."""
    if not settings.EMAIL_HOST:
        return False
    try:
        return bool(send_mail(subject, render_to_string(f"accounts/{letter}.txt", told), None, [to]))
    except OSError:
        return False
