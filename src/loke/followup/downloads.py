"""Följ upp as files: which there are, what they are called, and that somebody fetched one."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loke.accounts.log import record_action
from loke.accounts.models import User
from loke.dataset.definitions import Instrument
from loke.dataset.definitions import Service as Definition
from loke.description.content import base_of
from loke.description.models import Service
from loke.followup.choices import splits
from loke.followup.deviations import conversation_of
from loke.followup.frozen import Answered, Decided, as_answered, as_decided, made, read
from loke.followup.method import method_of
from loke.followup.models import FollowUp
from loke.followup.page import FollowUpPage, named_period, shown
from loke.followup.papers import Cover, Documents, Given, Said
from loke.followup.reading import Reading
from loke.publishing.documents.excel import workbook
from loke.publishing.documents.paper import Paper
from loke.publishing.documents.paper_pdf import paper_pdf
from loke.publishing.documents.word_paper import paper_word

PAPERS: dict[str, Callable[[Documents], Paper]] = {
    "motesunderlag": lambda documents: documents.meeting_paper,
    "kvalitetsrapport": lambda documents: documents.quality_report,
    "metodbilaga": lambda documents: documents.method_appendix,
}
NAMES = {
    "motesunderlag": gettext_lazy("Mötesunderlag"),
    "kvalitetsrapport": gettext_lazy("Årlig kvalitetsrapport"),
    "metodbilaga": gettext_lazy("Metodbilaga"),
    "tabeller": gettext_lazy("Tabeller"),
}
ENDINGS = {code: {"docx": "Word", "pdf": "PDF"} for code in PAPERS} | {"tabeller": {"xlsx": "Excel"}}


def is_there(paper: str, ending: str) -> bool:
    """Whether there is such a document in such a form."""
    return ending in ENDINGS.get(paper, {})


def offered() -> list[tuple[str, str, dict[str, str]]]:
    """Each document by its code, its name and the forms it has."""
    return [(code, str(name), ENDINGS[code]) for code, name in NAMES.items()]


def documents_now(service: Service, reading: Reading) -> Documents:
    """The documents of the page as it is counted now."""
    cover = Cover(
        service=service.name,
        municipality=service.organisation.name,
        period=named_period(reading),
        split=reading.name("by", reading.by) if reading.by else "",
        day=reading.today.isoformat(),
        software=reading.result.dataset["software"],
        made=reading.today,
        language=reading.language,
    )
    method = method_of(reading.service, reading.instruments, reading.titles, reading.language)
    page = shown(reading)
    return Documents(page, cover, method, _said_so_far(service, reading, page))


def _said_so_far(service: Service, reading: Reading, page: FollowUpPage) -> Said | None:
    """What the group has said of the period until now; None when nobody has begun to."""
    follow_up = service.follow_ups.at_hand(reading.period)
    if follow_up is None:
        return None
    talk = conversation_of(service, page.reality, follow_up, reading.period)
    answers, decided = map(as_answered, talk.answered), map(as_decided, follow_up.decisions.there())
    return _said(follow_up.texts(), answers, decided, adopted=not follow_up.is_open)


def _said(
    readings: Mapping[str, str], answers: Iterable[Answered], decisions: Iterable[Decided], adopted: bool
) -> Said:
    return Said(
        readings=readings,
        answers=[Given((one.deviation, one.version), one.text, _in_words(one)) for one in answers],
        decisions=[(one.text, one.who, one.until) for one in decisions],
        adopted=adopted,
    )


def documents_then(follow_up: FollowUp) -> Documents:
    """The documents of an adopted follow-up as it was, with what the group said. Raises Altered as `read` does."""
    frozen = read(follow_up)
    head, definition = frozen.head, made(Definition, frozen.definitions["service"])
    instruments = [made(Instrument, one) for one in frozen.definitions["instruments"]]
    titles = frozen.definitions.get("titles") or _titles_today(follow_up)
    cover = Cover(
        service=head.service,
        municipality=head.organisation,
        period=head.period_name,
        split=str(dict(splits(definition)).get(head.split, head.split)) if head.split else "",
        day=head.as_of,
        software=frozen.dataset["software"],
        made=follow_up.adopted,
        language=head.language,
    )
    said = _said(frozen.readings, frozen.answers, frozen.decisions, adopted=True)
    return Documents(frozen.page, cover, method_of(definition, instruments, titles, head.language), said)


def _titles_today(follow_up: FollowUp) -> dict[str, str]:
    """For those that were adopted before the titles were frozen."""
    return dict(follow_up.service.plans.values_list("instrument__code", "instrument__name"))


def _in_words(one: Answered) -> str:
    """The answer, what will be done, by whom and until when."""
    return " ".join(filter(None, [f"{one.said}.", one.words, ", ".join(filter(None, [one.who, one.until]))]))


def file_of(documents: Documents, paper: str, ending: str, base: bytes | None) -> bytes:
    """The document in one of its forms; `base` is the municipality's own Word document."""
    cover = documents.cover
    if ending == "xlsx":
        return workbook(f"{NAMES[paper]}, {cover.service}", cover.municipality, documents.workbook, cover.made)
    made = PAPERS[paper](documents)
    return paper_pdf(made) if ending == "pdf" else paper_word(made, base)


def note_fetched(*, by: User, service: Service, file: str) -> None:
    record_action(by=by, unit=service.unit, what="fetch_follow_up", target=f"{service.code} {file}")


def fetched_then(*, by: User, follow_up: FollowUp, paper: str, ending: str) -> tuple[str, bytes]:
    """The same of an adopted follow-up. Raises Altered."""
    service, documents = follow_up.service, documents_then(follow_up)
    note_fetched(by=by, service=service, file=f"{follow_up.pk} {paper}.{ending}")
    return _file(documents, service, paper, ending)


def _file(documents: Documents, service: Service, paper: str, ending: str) -> tuple[str, bytes]:
    data = file_of(documents, paper, ending, base_of(service) if ending == "docx" else None)
    words = {"document": NAMES[paper], "service": service.name, "period": documents.cover.period}
    return _("%(document)s %(service)s %(period)s") % words, data


def fetched(*, by: User, service: Service, reading: Reading, paper: str, ending: str) -> tuple[str, bytes]:
    """The name and the bytes of a file, and in the log that it was fetched, before it is made."""
    note_fetched(by=by, service=service, file=f"{paper}.{ending}")
    return _file(documents_now(service, reading), service, paper, ending)
