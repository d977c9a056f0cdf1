"""Pages as they are called in the access log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loke.accounts.log import FORGOTTEN

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
    "quality": _("sådant som kanske inte stämmer"),
    "dismiss_finding": _("sådant som kanske inte stämmer"),
    "take_up_finding": _("sådant som kanske inte stämmer"),
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
    "measure_together": _("mätning tillsammans"),
    "measurement": _("svar och poäng"),
    "correct_measurement": _("rätta mätning"),
    "remove_measurement": _("ta bort mätning"),
    "acknowledge_alarms": _("läsa svar"),
    "goals": _("mål"),
    "change_goal": _("ändra mål"),
    "remove_goal": _("ta bort mål"),
    "episode_history": _("historiken"),
    "reopen_episode": _("öppna kontakten igen"),
    "follow_up_calendar": _("kalender för uppföljningar"),
    "approve_erasure": _("gallring"),
    "spare_client": _("gallring"),
    "request_erasure": _("radering på begäran"),
    "import_trial": _("provkörning av en fil"),
    "import_problems": _("problem i en fil"),
    "extract": _("utdrag"),
    "extract_file": _("utdrag som fil"),
    FORGOTTEN: _("gallrade klienter borttagna ur loggen"),
}


def page_name(what: str) -> str | Promise:
    return PAGES.get(what.partition(" ")[0], what)
