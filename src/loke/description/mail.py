"""The letter to whoever is invited to read a description, where the installation can send any."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from loke.description.models import Review


def send_review(review: Review, link: str) -> bool:
    """Tell the partner that they are invited; False when nothing could be sent and somebody must tell them."""
    if not settings.EMAIL_HOST:
        return False
    text = render_to_string("description/review_mail.txt", {"review": review, "link": link})
    subject = _("Läs en beskrivning: %(service)s") % {"service": " ".join(review.service.name.split())}
    try:
        return bool(send_mail(subject, text, None, [review.partner.email]))
    except OSError:
        return False
