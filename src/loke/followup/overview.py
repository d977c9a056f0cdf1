"""Översikt: the method as a list of steps, one of them next."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.accounts.access import may
from loke.accounts.models import User
from loke.description.models import Service, Version
from loke.records.missing import Lack, lacking
from loke.records.models import Episode


@dataclass(frozen=True)
class Step:
    """A step of the method as it stands: `state` is done, now or todo; no address where there is no page to go to."""

    name: str
    text: str
    state: str
    url: str = ""
    by: str = ""

    @property
    def status(self) -> str:
        return {"done": _("Klart"), "now": _("Nästa steg"), "todo": _("Pågår")}[self.state]


@dataclass(frozen=True)
class NextStep:
    title: str
    text: str
    url: str = ""
    button: str = ""


@dataclass(frozen=True)
class Overview:
    steps: list[Step]
    next: NextStep | None
    lacks: list[Lack]


def overview_of(service: Service, user: User) -> Overview:
    """The steps with what `user` may know of each; figures are not for everybody."""
    mine = Episode.objects.for_user(user).filter(service=service)
    lacks = lacking(service, mine.ongoing())
    steps = [_describe(service), _measure(service)]
    if may(user, "client", "read", unit=service.unit, own=True):
        steps.append(_document(service, mine.ongoing().count(), sum(lack.count for lack in lacks)))
    if may(user, "figures", "see", unit=service.unit):
        steps.append(_follow_up(service))
    return Overview(list(_marked(steps)), _next(service, user, mine.exists(), lacks), lacks)


def _describe(service: Service) -> Step:
    adopted = service.processes.filter(status=Version.ADOPTED).first()
    if adopted is None:
        return Step(_("Beskriv"), _("Ingen processbeskrivning är antagen än."), "todo")
    text = _("Version %(version)s gäller.") % {"version": adopted.version}
    return Step(_("Beskriv"), text, "done", by=_("Antagen %(day)s") % {"day": adopted.adopted.isoformat()})


def _measure(service: Service) -> Step:
    variables, instruments = service.variables.count(), service.plans.count()
    if not variables + instruments:
        return Step(_("Mät"), _("Ni har inte valt vad som ska följas än."), "todo")
    parts = [
        ngettext("%(n)s variabel", "%(n)s variabler", variables) % {"n": variables},
        ngettext("%(n)s frågeformulär", "%(n)s frågeformulär", instruments) % {"n": instruments},
    ]
    return Step(_("Mät"), _("%(one)s och %(two)s.") % {"one": parts[0], "two": parts[1]}, "done")


def _document(service: Service, ongoing: int, lacks: int) -> Step:
    url = reverse("clients", args=[service.code])
    if not ongoing:
        return Step(_("Dokumentera"), _("Ingen klient är inlagd än."), "todo", url)
    text = ngettext("%(n)s pågående kontakt.", "%(n)s pågående kontakter.", ongoing) % {"n": ongoing}
    if not lacks:
        return Step(_("Dokumentera"), text, "done", url)
    left = ngettext("%(n)s uppgift saknas.", "%(n)s uppgifter saknas.", lacks) % {"n": lacks}
    return Step(_("Dokumentera"), f"{text} {left}", "todo", url)


def _follow_up(service: Service) -> Step:
    url = reverse("follow_up", args=[service.code])
    if not service.episodes.exists():
        return Step(_("Följ upp"), _("Här räknas det när de första klienterna finns."), "todo", url)
    return Step(_("Följ upp"), _("Idé mot verklighet, räknat på det som är registrerat just nu."), "todo", url)


def _marked(steps: list[Step]) -> Iterator[Step]:
    """The first step that is not done is the one to take now."""
    waiting = True
    for step in steps:
        now = waiting and step.state == "todo" and bool(step.url)
        waiting = waiting and not now
        yield Step(step.name, step.text, "now" if now else step.state, step.url, step.by)


def _next(service: Service, user: User, has_clients: bool, lacks: list[Lack]) -> NextStep | None:
    if not may(user, "client", "open", unit=service.unit):
        return None
    clients, new = (reverse(name, args=[service.code]) for name in ("clients", "open_episode"))
    if not has_clients:
        text = _("Klienten får en kod. Sedan tar det ungefär femton sekunder att registrera en träff.")
        return NextStep(_("Lägg till den första klienten"), text, new, _("Lägg till en klient"))
    if missing := sum(lack.count for lack in lacks):
        title = ngettext("Fyll i %(n)s uppgift som saknas", "Fyll i %(n)s uppgifter som saknas", missing)
        text = _("Klienterna som saknar något står först i listan.")
        return NextStep(title % {"n": missing}, text, clients, _("Visa klienterna"))
    text = _("Allt som ska finnas är ifyllt. Se hur det blev mot hur ni tänkte.")
    return NextStep(_("Läs uppföljningen"), text, reverse("follow_up", args=[service.code]), _("Till Följ upp"))
