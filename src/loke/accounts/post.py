"""The way out for letters: one that could not be sent is told of in the log, without its address and its words."""

import logging
import smtplib
import ssl

from django.core.mail.backends.smtp import EmailBackend

WHY = (  # the first that the error is
    (ssl.SSLCertVerificationError, "serverns certifikat godtas inte"),
    (ssl.SSLError, "det gick inte att låsa förbindelsen, se LOKE_EMAIL_TLS"),
    (smtplib.SMTPNotSupportedError, "servern kan inte det som LOKE_EMAIL_TLS och LOKE_EMAIL_USER begär"),
    (smtplib.SMTPAuthenticationError, "servern godtar inte LOKE_EMAIL_USER och LOKE_EMAIL_PASSWORD"),
    (smtplib.SMTPRecipientsRefused, "servern tar inte emot brev till den adressen"),
    (smtplib.SMTPSenderRefused, "servern tar inte emot brev från LOKE_EMAIL_FROM"),
    (smtplib.SMTPException, "servern tog inte emot brevet"),
    (UnicodeError, "LOKE_EMAIL_USER och LOKE_EMAIL_PASSWORD får bara ha tecken ur ASCII"),
    (OSError, "servern svarar inte"),
)
logger = logging.getLogger(__name__)


class Post(EmailBackend):
    def send_messages(self, email_messages):
        try:
            return super().send_messages(email_messages)
        except (OSError, UnicodeError) as error:
            logger.error("Ett brev gick inte att skicka: %s (%s)", why(error), type(error).__name__)
            if isinstance(error, OSError):
                raise
            raise OSError("not ascii") from None  # its words hold the password


def why(error: Exception) -> str:
    """In words of ours, since the server's may hold an address; with its number when it gave one."""
    words = next(words for kind, words in WHY if isinstance(error, kind))
    code = getattr(error, "smtp_code", None)
    return f"{words}, svar {code}" if code else words
