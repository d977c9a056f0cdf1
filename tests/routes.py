"""Every route of the site with addresses that lead to real things of a service, for tests that walk all of them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import URLPattern, get_resolver, reverse

from loke.accounts.models import Grant, Membership
from loke.description.models import Passage, ProcessRow, Service, Wording
from loke.followup.models import Decision, DeviationAnswer
from loke.improvement.models import CycleNote, CycleStep
from loke.measures.models import Expectation, Item, Option, Scale
from loke.promising_practice.models import Comment, DevelopmentArea, Participant, PracticeReview, Publication
from loke.records.models import (
    CarePlanGoal,
    Contact,
    Dismissal,
    Episode,
    ErasedClient,
    Erasure,
    Measurement,
    PlannedContact,
)

NO_SUCH = 10**9  # the number of something the world has none of


def _number(found) -> int:
    return found.pk if found else NO_SUCH


def _client(service: Service) -> int:
    return Episode.objects.filter(service=service).ongoing().listed()[0].client_id


def _member(service: Service) -> Membership:
    return Membership.objects.filter(unit=service.unit, role="practitioner").order_by("pk")[0]


def _instrument(service: Service) -> int:
    return service.plans.first().instrument_id


def _row(service: Service) -> int:
    return _number(ProcessRow.objects.filter(process__service=service).last())


def _reviews(service: Service) -> QuerySet[PracticeReview]:
    return service.practice_reviews.own()


# What stands in an address, by the step before it and its name, else by its name alone.
ARGUMENTS: dict[str, Callable[[Service], object]] = {
    "v/service": lambda service: service.code,
    "klienter/number": _client,
    "matning/instrument": _instrument,
    "instrument/number": _instrument,
    "rad/number": _row,
    "utkast/number": lambda service: _number(service.processes.last()),
    "mat/number": lambda service: _number(service.variables.first()),
    "alternativ/number": lambda service: _number(Option.objects.filter(variable__service=service).first()),
    "plan/number": lambda service: _number(service.plans.first()),
    "traff/contact": lambda service: _number(Contact.objects.filter(episode__client=_client(service)).first()),
    "planerad/planned": lambda service: _number(PlannedContact.objects.filter(episode__service=service).first()),
    "svar/filled": lambda service: _number(Measurement.objects.filter(episode__client=_client(service)).first()),
    "mal/goal": lambda service: _number(CarePlanGoal.objects.filter(episode__client=_client(service)).first()),
    "gallring/number": lambda service: _number(Erasure.objects.filter(unit=service.unit).first()),
    "klient/number": lambda service: _number(ErasedClient.objects.filter(erasure__unit=service.unit).first()),
    "tid/service": lambda service: service.code,
    "registration": lambda service: _number(service.registrations.first()),
    "stammer/number": lambda service: _number(Dismissal.objects.filter(service=service).first()),
    "lasa-in/number": lambda service: _number(service.imports.first()),
    "kolumner/number": lambda service: _number(service.known_columns.first()),
    "kommentarer/number": lambda service: NO_SUCH,
    "publicering/number": lambda service: NO_SUCH,
    "publicerat/number": lambda service: NO_SUCH,
    "svar/number": lambda service: _number(DeviationAnswer.objects.filter(follow_up__service=service).first()),
    "beslut/number": lambda service: _number(Decision.objects.filter(follow_up__service=service).first()),
    "antagna/number": lambda service: _number(service.follow_ups.adopted().first()),
    "lovande-arbetssatt/number": lambda service: _number(_reviews(service).first()),
    "deltagare/participant": lambda service: _number(Participant.objects.filter(review__in=_reviews(service)).first()),
    "utveckla/area": lambda service: _number(DevelopmentArea.objects.filter(review__in=_reviews(service)).first()),
    "kommentar/comment": lambda service: _number(Comment.objects.filter(review__in=_reviews(service)).first()),
    "element/element": lambda service: 4,
    "fraga/row": lambda service: "4.2",
    "forbattra/number": lambda service: _number(service.cycles.first()),
    "steg/step": lambda service: _number(CycleStep.objects.filter(cycle=service.cycles.first()).first()),
    "logg/note": lambda service: _number(CycleNote.objects.filter(cycle=service.cycles.first()).first()),
    "lovande-arbetssatt/entry": lambda service: _number(Publication.objects.out().first()),
    "lasare/number": lambda service: _number(service.reviews.first()),
    "personer/number": lambda service: _member(service).pk,
    "enheter/number": lambda service: service.unit_id,
    "comments/number": lambda service: _number(service.processes.last()),
    "add_comment/number": lambda service: _number(service.processes.last()),
    "process_file/version": lambda service: getattr(service.processes.last(), "version", 1),
    "process_version/version": lambda service: getattr(service.processes.last(), "version", 1),
    "version": lambda service: getattr(service.descriptions.last(), "version", 1),
    "grant": lambda service: _number(Grant.objects.filter(rows__service=service).first()),
    "item": lambda service: _number(Item.objects.filter(instrument=_instrument(service)).first()),
    "scale": lambda service: _number(Scale.objects.filter(instrument=_instrument(service)).first()),
    "forvantan/code": lambda service: getattr(Expectation.objects.filter(process__service=service).last(), "code", "x"),
    "passage": lambda service: _number(Passage.objects.filter(description__service=service).first()),
    "aside": lambda service: _number(Wording.objects.filter(passage__description__service=service).first()),
    "reading": lambda service: NO_SUCH,
    "occasion": lambda service: "opening",
    "matning/occasion": lambda service: "during",
    "month": lambda service: "2026-10",
    "ending": lambda service: "pdf",
    "entry": lambda service: "phq-9",
    "fact": lambda service: "x",
    "language": lambda service: "sv",
    "heading": lambda service: "malgrupp",
    "kind": lambda service: "process",
    "code": lambda service: "karna",
    "key": lambda service: "x" * 43,
    "uidb36": lambda service: "1",
    "paper": lambda service: "motesunderlag",
    "pk": lambda service: NO_SUCH,
}


@dataclass(frozen=True)
class Route:
    """A page by name, with what stands in its address: the step before and the name of each."""

    name: str
    pattern: str
    parameters: tuple[tuple[str, str], ...]

    @property
    def of_a_service(self) -> bool:
        return ("v", "service") in self.parameters

    @property
    def numbered(self) -> list[str]:
        """The steps before the numbers in the address."""
        return [before for before, name in self.parameters if name == "number"]

    def keys(self) -> Iterator[str]:
        """Where each argument is told of. Fails with what to add."""
        for before, name in self.parameters:
            known = (f"{self.name}/{name}", f"{before}/{name}", name)
            key = next((key for key in known if key in ARGUMENTS), None)
            assert key, (
                f"The route {self.name!r} ({self.pattern}) has {name!r} in its address. Say in tests/routes.py, "
                f"ARGUMENTS, under {before + '/' + name!r}, what it is in the world."
            )
            yield key

    def arguments(self, service: Service) -> list[object]:
        return [ARGUMENTS[key](service) for key in self.keys()]

    def address(self, service: Service, things_of: Service | None = None) -> str:
        """The page about things of the service; with `things_of` those of another, under this one's name."""
        filled = self.arguments(things_of or service)
        for place, parameter in enumerate(self.parameters):
            if parameter == ("v", "service"):
                filled[place] = service.code
        return reverse(self.name, args=filled)


def routes(patterns: list | None = None, before: str = "") -> list[Route]:
    """Every page there is."""
    found = []
    for one in get_resolver().url_patterns if patterns is None else patterns:
        where = before + str(one.pattern)
        if isinstance(one, URLPattern):
            found.append(Route(one.name, where, _parameters(where)))
        else:
            found += routes(one.url_patterns, where)
    return found


def _parameters(pattern: str) -> tuple[tuple[str, str], ...]:
    steps, found = pattern.split("/"), []
    for place, step in enumerate(steps):
        for name in re.findall(r"<(?:\w+:)?(\w+)>", step):
            words = [one for one in steps[:place] if one and "<" not in one]
            found.append((words[-1].partition(".")[0] if words else "", name))
    return tuple(found)
