"""Pages as they are called in the access log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PAGES = {
    "clients": _("klientlistan"),
    "client": _("klientens sida"),
    "register_contact": _("registrera träff"),
    "enter_phase": _("byt fas"),
    "fill_in": _("uppgifter"),
    "measure": _("mätning"),
    "end_episode": _("avsluta kontakten"),
    "group_session": _("gruppträff"),
    "assign": _("fördela klienter"),
    "readings": _("åtkomstloggen"),
    "look_up": _("sökning på en kollegas kod"),
    "open_with_reason": _("öppna med skäl"),
    "openings": _("öppnade med skäl"),
    "grants": _("tillgång för coach"),
    "protect": _("skyddade uppgifter"),
    "review_readings": _("granska läsningar"),
    "review": _("granskning av läsningar"),
    "log_extract": _("logg över en klient"),
    "log_extract_file": _("logg över en klient, som fil"),
}


def page_name(what: str) -> str | Promise:
    return PAGES.get(what, what)
