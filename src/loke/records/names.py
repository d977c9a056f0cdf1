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
    "change_contact": _("ändra träff"),
    "remove_contact": _("ta bort träff"),
    "plan_contacts": _("planera träffar"),
    "planned_contact": _("planerad träff"),
    "answer_planned": _("planerad träff"),
    "drop_planned": _("planerad träff"),
    "week": _("veckan"),
    "paper_bin": _("papperskorgen"),
    "put_back": _("papperskorgen"),
    "remove_episode": _("ta bort kontakten"),
    "correct_episode": _("rätta"),
    "to_do": _("veckans lista"),
    "quality": _("sådant som inte kan stämma"),
    "dismiss_finding": _("sådant som inte kan stämma"),
    "take_up_finding": _("sådant som inte kan stämma"),
    "hand_over": _("lämna över"),
    "take_over": _("ta emot"),
    "open_episode": _("ny klient"),
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
