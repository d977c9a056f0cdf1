"""The way from nothing: what a group does first, before the first client, one step at a time."""

from django.urls import reverse
from django.utils.translation import gettext as _

from loke.description.models import Service
from loke.followup.steps import NextStep


def first_step(service: Service) -> NextStep:
    """Tell, make the page, choose what to follow, adopt both, and then begin with the first client."""
    if not service.descriptions.exists():
        return _tell(service, _("Berätta vad verksamheten gör"), _("Börja beskriva"))
    if service.descriptions.open().exists() and not service.processes.exists():
        return _tell(service, _("Skriv vidare på beskrivningen"), _("Skriv vidare"))
    if not service.processes.exists():
        return _page(service, _("Koncentrera det till en sida"), _("Gör processbeskrivningen"))
    if not service.variables.exists() and not service.plans.exists():
        return _choose(service)
    if not service.processes.adopted().exists():
        return _page(service, _("Bli överens och anta processbeskrivningen"), _("Till sidan"))
    told = service.descriptions.adopted().exists()
    return (
        _first_client(service) if told else _tell(service, _("Anta verksamhetsbeskrivningen också"), _("Till Beskriv"))
    )


def _tell(service: Service, title: str, button: str) -> NextStep:
    text = _("Åtta rubriker, en sida var. Ni kan vara flera som skriver, och allt sparas medan ni skriver.")
    url = reverse("describe", args=[service.code])
    return NextStep(title, text, url, button, url)


def _page(service: Service, title: str, button: str) -> NextStep:
    text = _(
        "Vilka ni är till för, vad ni gör och vad som ska bli bättre, med trådar emellan. Det är det ni följer upp."
    )
    there = reverse("describe", args=[service.code])
    return NextStep(title, text, reverse("process", args=[service.code]), button, there)


def _choose(service: Service) -> NextStep:
    text = _("Börja i det lilla: sju saker eller färre, och bara sådant ni vet vad ni ska ha till.")
    url = reverse("measures", args=[service.code])
    return NextStep(_("Välj vad ni vill följa"), text, url, _("Till Mät"), url)


def _first_client(service: Service) -> NextStep:
    text = _("Var och en får en kod. Sedan tar det ungefär femton sekunder att registrera en träff.")
    there = reverse("clients", args=[service.code])
    return NextStep(
        _("Lägg till den första"), text, reverse("open_episode", args=[service.code]), _("Lägg till"), there
    )
