"""Whether an instrument may be used and changed: its licence, what may show change, and who has answered already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.models import Organisation, Unit
from loke.measures import library
from loke.measures.library import Entry
from loke.measures.models import ConfirmedFact, FromLibrary, Instrument, Licence


@dataclass(frozen=True)
class Refusal:
    """Why not, and the entries of the library to take instead."""

    reason: str
    instead: tuple[Entry, ...] = ()

    def __str__(self) -> str:
        names = ", ".join(one.name for one in self.instead)
        return (
            _("%(reason)s Använd i stället: %(names)s.") % {"reason": self.reason, "names": names}
            if names
            else self.reason
        )


def entry_of(instrument: Instrument) -> Entry | None:
    """What the library says about the instrument, if it came from there."""
    made = FromLibrary.objects.filter(instrument=instrument).first()
    return library.entry(made.entry) if made else None


def confirmations(organisation: Organisation, entry: Entry) -> dict[str, ConfirmedFact]:
    """What the organisation has confirmed, by path."""
    return still_said(entry, organisation.confirmed_facts.filter(entry=entry.code).select_related("confirmed_by"))


def still_said(entry: Entry, confirmed: Iterable[ConfirmedFact]) -> dict[str, ConfirmedFact]:
    """Those of the facts that are about the entry, and that the library still says, by path."""
    said = {fact.path: fact.written for _scale, fact in entry.all_facts()}
    return {one.fact: one for one in confirmed if one.entry == entry.code and said.get(one.fact) == one.value}


def confirmed_by(organisation: Organisation, entry: Entry) -> dict[str, str]:
    """The sources that the organisation has found for unsure facts, by path."""
    return {path: one.source for path, one in confirmations(organisation, entry).items()}


def licence_of(organisation: Organisation, entry: Entry) -> Licence | None:
    return organisation.licences.filter(entry=entry.code).first()


def refusal_of_use(organisation: Organisation, entry: Entry, day: date | None = None) -> Refusal | None:
    """A licensed instrument may be used when the organisation has noted a licence that is still valid."""
    return refusal_of_licence(entry, licence_of(organisation, entry), day) if entry.licence.own else None


def refusal_of_licence(entry: Entry, held: Licence | None, day: date | None = None) -> Refusal | None:
    """Why what has been noted is not enough for an entry that needs a licence."""
    if held is None:
        return Refusal(_("%(name)s kräver en egen licens. Anteckna er licens först.") % {"name": entry.name})
    if held.valid_until and held.valid_until < (day or timezone.localdate()):
        words = _("Licensen för %(name)s gällde till och med %(day)s. Anteckna den nya.")
        return Refusal(words % {"name": entry.name, "day": held.valid_until.isoformat()})
    return None


def refusal_of_change(instrument: Instrument) -> Refusal | None:
    """Why the instrument may not be measured at both start and end, if it may not; at the start alone it may."""
    found = entry_of(instrument)
    if found is None or found.change is None or found.change.use:
        return None
    others = tuple(filter(None, map(library.entry, found.change.instead)))
    return Refusal(found.change.reason, others)


def check_plan(instrument: Instrument, *, shows_change: bool) -> None:
    """Raise ValidationError when the instrument may not be used, or may not show change and is planned to."""
    found = entry_of(instrument)
    refusal = found and refusal_of_use(instrument.organisation, found)
    if refusal := refusal or (refusal_of_change(instrument) if shows_change else None):
        raise ValidationError(str(refusal))


def answered(instrument: Instrument) -> bool:
    """Whether anybody has answered. The records lie above this room, so they are asked for by name."""
    return apps.get_model("records", "Measurement").objects.filter(instrument=instrument).exists()


def made_elsewhere(instrument: Instrument, unit: Unit) -> bool:
    """Another unit's, also before they have planned it."""
    return instrument.made_by_id not in (None, unit.pk)


def planned_elsewhere(instrument: Instrument, unit: Unit) -> bool:
    return instrument.plans.exclude(service__unit=unit).exists()


def refusal_of_scoring(instrument: Instrument, unit: Unit) -> str:
    """Why questions, answers and scales may not be changed now; empty when they may."""
    if entry_of(instrument):
        return _("Instrumentet kommer ur biblioteket och räknas som där.")
    if answered(instrument):
        return _("Någon har redan svarat. Då ändras inte frågor, svar och skalor, så att svaren går att jämföra.")
    return refusal_of_wording(instrument, unit)


def refusal_of_wording(instrument: Instrument, unit: Unit) -> str:
    if made_elsewhere(instrument, unit):
        return _("En annan enhet har gjort formuläret. Gör en kopia och ändra i den.")
    if planned_elsewhere(instrument, unit):
        return _("En annan enhet använder också formuläret. Gör en kopia och ändra i den.")
    return ""
