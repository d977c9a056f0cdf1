"""Översikt: the method as a list of steps, one of them next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.accounts.access import may, reach
from loke.accounts.models import Grant, User
from loke.analysis.summary import Row
from loke.description.models import Service
from loke.description.words import words_for
from loke.description.yearly import to_look_at
from loke.followup.beginning import first_step
from loke.followup.choices import usual_period
from loke.followup.dataset import Lack, alone_in, ongoing_of, snapshot_for
from loke.followup.deviations import Unanswered, unanswered_of
from loke.followup.models import Release
from loke.followup.page import named_period, says
from loke.followup.reading import Reading, days_of, reading_of
from loke.followup.reality import not_met, share_picture
from loke.followup.steps import LATER, Deviation, NextStep, Step
from loke.measures.burden import plans_of
from loke.publishing.numbers import day, spelled
from loke.publishing.readings import Words

MOST_SHOWN = 2  # deviations with their pictures beside the next step


@dataclass(frozen=True)
class Overview:
    steps: Sequence[Step]
    next: NextStep | None
    lacks: Sequence[tuple[Lack, str]]  # each with where it is seen whom it is about
    own: bool  # they are about one's own clients only
    says: str
    sees_figures: bool
    unanswered: Sequence[Unanswered] = ()


@dataclass(frozen=True)
class Standing:
    """What a person may know of where a service stands."""

    service: Service
    words: Words
    reading: Reading | None
    begun: bool
    ongoing: int
    lacks: Sequence[Lack]
    own: bool  # the figures are of one's own clients only
    alone: int = 0  # clients nobody answers for, as far as one may say who is to
    unanswered: Sequence[Unanswered] = ()  # of adopted follow-ups
    let_in: str = ""  # until what day one has been let in to read about clients

    @property
    def to_do_url(self) -> str:
        return reverse("to_do", args=[self.service.code])

    @property
    def clients_url(self) -> str:
        return reverse("clients", args=[self.service.code])

    def url_of(self, lack: Lack) -> str:
        """The list of whom it is missing for; for the whole unit who answers for them."""
        if self.own:
            return reverse("to_do", args=[self.service.code], query={"vad": lack.task.code})
        return f"{reverse('completeness', args=[self.service.code])}#nu"

    @property
    def follow_up_url(self) -> str:
        return reverse("follow_up", args=[self.service.code])

    @property
    def missing(self) -> int:
        return sum(lack.count for lack in self.lacks)


def overview_of(service: Service, user: User, today: date, language: str) -> Overview:
    """The steps with what `user` may know of each: figures and clients are not for everybody."""
    sees_figures = may(user, "figures", "see", unit=service.unit)
    sees_clients = may(user, "client", "read", unit=service.unit, own=True)
    ongoing, lacks = ongoing_of(service, user) if sees_clients else (0, [])
    standing = Standing(
        service=service,
        words=words_for(service.client_term, language),
        reading=latest(service, today, language) if sees_figures else None,
        begun=service.episodes.exists(),
        ongoing=ongoing,
        lacks=lacks,
        own=not may(user, "client", "read", unit=service.unit),
        alone=alone_in(service, user) if sees_clients else 0,
        unanswered=unanswered_of(service) if sees_figures else (),
        let_in=_let_in(service, user, language),
    )
    steps = [_describe(service, today, language), _measure(service)]
    steps += [_document(standing), _follow_up(standing)] if sees_clients else _from_outside(standing)
    steps += [step for later in LATER if (step := later(service, user, today, language)) is not None]
    step = _next(standing, user)
    marked = [replace(one, state="now") if step and one.url == step.step else one for one in steps]
    said = says(standing.reading) if standing.reading else ""
    found = [(lack, standing.url_of(lack)) for lack in lacks]
    return Overview(marked, step, found, standing.own, said, sees_figures, standing.unanswered)


def _let_in(service: Service, user: User, language: str) -> str:
    if service.unit_id not in reach(user, "client", "read").granted_units:
        return ""
    last = Grant.objects.current().filter(to=user, rows__service=service).order_by("-until").first()
    return day(last.until, language) if last else ""


def latest(service: Service, today: date, language: str) -> Reading | None:
    """The latest period as Följ upp shows it first; None when nobody has begun."""
    snapshot = snapshot_for(service)
    days = days_of(snapshot, today)
    return reading_of(service, snapshot, today, usual_period(days), "", language) if days else None


def _describe(service: Service, today: date, language: str) -> Step:
    name, url = _("Beskriv"), reverse("describe", args=[service.code])
    adopted = service.processes.adopted().first()
    if adopted is None:
        begun = service.descriptions.exists() or service.processes.exists()
        text = _("Ingen processbeskrivning är antagen än.")
        return Step(name, text, "ongoing" if begun else "todo", url)
    text = _("Version %(version)s gäller.") % {"version": adopted.version}
    if to_look_at(service, today):
        text = f"{text} {_('Det är dags att se om beskrivningen stämmer.')}"
    return Step(name, text, "done", url, by=_("Antagen %(day)s") % {"day": day(adopted.adopted, language)})


def _measure(service: Service) -> Step:
    name, url = _("Mät"), reverse("measures", args=[service.code])
    variables, instruments = service.variables.in_use().count(), len(plans_of(service))
    if not variables + instruments:
        return Step(name, _("Ni har inte valt vad som ska följas än."), "todo", url)
    one = ngettext("%(n)s variabel", "%(n)s variabler", variables) % {"n": variables}
    two = ngettext("%(n)s frågeformulär", "%(n)s frågeformulär", instruments) % {"n": instruments}
    return Step(name, _("%(one)s och %(two)s.") % {"one": one, "two": two}, "done", url)


def _document(standing: Standing) -> Step:
    name, url = _("Dokumentera"), standing.clients_url
    if not standing.begun:
        return Step(name, _("Ingen är inlagd än."), "todo", url)
    text = ngettext("%(n)s pågående kontakt.", "%(n)s pågående kontakter.", standing.ongoing) % {"n": standing.ongoing}
    left = ngettext("Där saknas %(n)s uppgift.", "Där saknas %(n)s uppgifter.", standing.missing)
    text = f"{text} {left % {'n': standing.missing} if standing.missing else _('Där saknas inget.')}"
    if standing.alone:
        whose = ngettext("%(n)s %(one)s saknar ansvarig.", "%(n)s %(many)s saknar ansvarig.", standing.alone)
        named = {"n": standing.alone, "one": standing.words.singular, "many": standing.words.plural}
        text = f"{text} {whose % named}"
    return Step(name, text, "ongoing" if standing.missing or standing.alone else "done", url)


def _follow_up(standing: Standing) -> Step:
    name, url, reading = _("Följ upp"), standing.follow_up_url, standing.reading
    if reading is None:
        return Step(name, _("Här räknas det när de första har börjat."), "todo", url)
    text = _("%(period)s är räknat.") % {"period": named_period(reading)}
    if not (found := not_met(reading)):
        return Step(name, text, "done", url)
    held = ngettext("En förväntning håller inte.", "%(n)s förväntningar håller inte.", len(found))
    said = f"{text} {held % {'n': _number(len(found), reading)}}"
    if _waiting(standing.service, reading):
        return Step(name, said, "ongoing", url)
    answered = ngettext("Ni har svarat på den.", "Ni har svarat på alla.", len(found))
    return Step(name, f"{said} {answered}", "done", url)


def _from_outside(standing: Standing) -> list[Step]:
    """The last two steps for whoever sees neither clients nor figures, and perhaps what is published."""
    if not standing.begun:
        return [Step(_("Dokumentera"), _("Ingen är inlagd än."), "todo"), Step(_("Följ upp"), "", "todo")]
    followed = Step(_("Följ upp"), _("Enheten kan läsa sin uppföljning."), "ongoing")
    if Release.objects.there().filter(follow_up__service=standing.service).exists():
        followed = Step(_("Följ upp"), _("Enheten har publicerat en uppföljning."), "ongoing", reverse("published"))
    registers, url = _("Enheten registrerar."), ""
    if standing.let_in:
        words = _("Du får läsa om klienter till och med %(day)s.") % {"day": standing.let_in}
        registers, url = f"{registers} {words}", standing.clients_url
    return [Step(_("Dokumentera"), registers, "ongoing", url), followed]


def _next(standing: Standing, user: User) -> NextStep | None:
    if not may(user, "client", "open", unit=standing.service.unit):
        return None
    if not standing.begun:
        return first_step(standing.service)
    whole_unit = may(user, "client", "read", unit=standing.service.unit)
    if whole_unit and standing.unanswered:
        return _answer(standing)
    if whole_unit and standing.reading and (found := _waiting(standing.service, standing.reading)):
        return _read_deviations(standing, standing.reading, found)
    return _fill_in(standing) if standing.missing else _read(standing)


def _waiting(service: Service, reading: Reading) -> list[Row]:
    """What surely did not hold and nobody has answered yet."""
    at_hand = service.follow_ups.at_hand(reading.period)
    said = set(at_hand.answers.given().values_list("deviation", "version")) if at_hand else set()
    return [row for row in not_met(reading) if (row.expectation, row.version) not in said]


def _answer(standing: Standing) -> NextStep:
    found = standing.unanswered
    title = ngettext("Svara på en avvikelse", "Svara på %(n)s avvikelser", len(found)) % {"n": len(found)}
    text = _("Ni antog uppföljningen av %(period)s. Det här är inte besvarat än: %(what)s.")
    named = ", ".join(f"”{one.text}”" for one in found[:MOST_SHOWN])
    url = reverse("follow_up", args=[standing.service.code], query={"period": found[0].follow_up.period})
    told = text % {"period": found[0].follow_up.name, "what": named}
    return NextStep(title, told, f"{url}#idea", _("Till avvikelserna"), standing.follow_up_url)


def _read_deviations(standing: Standing, reading: Reading, found: list[Row]) -> NextStep:
    title = ngettext("Se en sak som inte blev som ni tänkte", "Se %(n)s saker som inte blev som ni tänkte", len(found))
    text = _("Uppföljningen av %(period)s visar vad som blev på annat sätt. Ta med den till nästa arbetsplatsträff.")
    shown = [
        Deviation(row.text, reading.say.became(row), share_picture(row, reading.language)) for row in found[:MOST_SHOWN]
    ]
    return NextStep(
        title=title % {"n": spelled(len(found), reading.language)},
        text=text % {"period": named_period(reading)},
        url=standing.follow_up_url,
        button=_("Till Följ upp"),
        step=standing.follow_up_url,
        deviations=shown,
    )


def _fill_in(standing: Standing) -> NextStep:
    title = ngettext("Fyll i %(n)s uppgift som saknas", "Fyll i %(n)s uppgifter som saknas", standing.missing)
    text = _("Det gäller pågående kontakter. De %(people)s som saknar något står först i listan.") % {
        "people": standing.words.plural
    }
    url = standing.clients_url
    if standing.own:
        text = _(
            "Det gäller pågående kontakter. I Veckans lista finns vägen till rätt sida, och där står också träffar och "
            "avslutade kontakter som väntar."
        )
        return NextStep(title % {"n": standing.missing}, text, standing.to_do_url, _("Visa listan"), url)
    return NextStep(title % {"n": standing.missing}, text, url, _("Visa listan"), url)


def _read(standing: Standing) -> NextStep:
    text = _("Allt som ska finnas om pågående kontakter är ifyllt. Se hur det blev mot hur ni tänkte.")
    url = standing.follow_up_url
    return NextStep(_("Läs uppföljningen"), text, url, _("Till Följ upp"), url)


def _number(count: int, reading: Reading) -> str:
    words = spelled(count, reading.language)
    return words[:1].upper() + words[1:]
