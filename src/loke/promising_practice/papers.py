"""A review as printed matter, made of its plain content alone: the form to fill in, and the description to read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loke.followup.frozen import digest_of, written
from loke.promising_practice import labels
from loke.promising_practice.found import picture_of, text_of
from loke.promising_practice.guide import Element, Row, categories, elements, source
from loke.publishing.documents.content import Column, Table
from loke.publishing.documents.paper import Block, Chapter, Figure, Paper, Words

Content = Mapping[str, Any]


def form_paper(content: Content, mark: str) -> Paper:
    """Everything in tables with a place for everything, to be filled in in Word and read back."""
    how = Words(
        _("Skriv i tabellernas högra kolumn. Det som står där läses in igen; det som står utanför gör det inte.")
    )
    chosen = Chapter(
        str(labels.CHOSEN),
        (how, _told("about", labels.CHOSEN, labels.ABOUT, content), _people(content["participants"])),
    )
    judged = (_told("verdict", labels.JUDGED, labels.VERDICT, content["verdict"]), _areas(content["areas"]))
    return _paper(
        content, mark, chosen, *(_form_of(one, content) for one in elements()), Chapter(str(labels.JUDGED), judged)
    )


def _paper(content: Content, mark: str, *chapters: Chapter) -> Paper:
    about = source()
    words = {"publisher": about.publisher, "title": about.title, "article": about.article, "day": about.day}
    told = Words(
        _(
            "Ordningen och numren följer %(publisher)s, %(title)s, %(day)s (artikelnr %(article)s). "
            "Frågorna är skrivna med våra ord."
        )
        % words,
        "quiet",
    )
    return Paper(
        title=content["practice"],
        service=content["service"],
        municipality=content["organisation"],
        version=_("Lovande arbetssätt, revidering %(number)s") % {"number": content["number"]},
        mark=mark,
        chapters=(*chapters, Chapter(_("Om dokumentet"), (told,))),
        language=get_language() or "sv",
    )


def _told(table: str, head: object, names: labels.Labels, told: Content, caption: str = "") -> Table:
    rows = ((str(label), _word(table, name, told[name])) for name, label in names.items())
    columns = (Column("what", str(head), share=1), Column("said", str(labels.OURS), share=2.4))
    return Table(table, caption or str(head), columns, tuple(rows))


def _word(table: str, name: str, value: str | None) -> str:
    choices = labels.CHOICES.get((table, name))
    return str(choices.get(value, "")) if choices else value or ""


def _people(people: Iterable[Content]) -> Table:
    columns = tuple(Column(name, str(label)) for name, label in labels.PARTICIPANTS.items())
    return Table("people", _("Deltagare"), columns, tuple(_person(one) for one in people))


def _person(one: Content) -> tuple[str, ...]:
    said = [str(labels.YES if one[name] else labels.NO) for name in ("external", "assessor")]
    return (*(one[name] for name in ("name", "function", "organisation")), *said)


def _areas(areas: Iterable[Content]) -> Table:
    shares = {"text": 4.0, "responsible": 1.6}
    columns = tuple(Column(name, str(label), share=shares.get(name, 1)) for name, label in labels.AREAS.items())
    rows = tuple(tuple("" if one[name] is None else str(one[name]) for name in labels.AREAS) for one in areas)
    return Table("areas", _("Att utveckla, det viktigaste först"), columns, rows)


def _form_of(element: Element, content: Content) -> Chapter:
    blocks: list[Block] = [Words(_about(element), "quiet")]
    for row in element.rows:
        told = content["rows"][row.code]
        blocks.append(_told("row", row.code, labels.ROW, told, f"{row.code} {_(row.question)}"))
        blocks += [_sealed(row, one) for one in told["evidence"]]
    whole = labels.ELEMENT % {"number": element.number}
    told = content["elements"][str(element.number)]
    blocks.append(_told("element", whole, labels.OF_ELEMENT, told, _("Elementet som helhet")))
    return Chapter(f"{element.number} {_(element.name)}", tuple(blocks))


def _about(element: Element) -> str:
    return _("%(line)s Guiden, sidorna %(pages)s.") % {"line": _(element.line), "pages": element.pages}


def _sealed(row: Row, one: Content) -> Table:
    """Evidence to read; coming back it is known by its digest, whatever has been written over it."""
    head = (Column("what", labels.EVIDENCE % {"code": row.code}), Column("said", one["title"], share=2.4))
    rows = [(_("Underlag"), text_of(one)), *((each["name"], each["text"]) for each in one["figures"])]
    rows += [(_("Räknat"), one["as_of"]), (str(labels.DIGEST), digest_of(written(one)))]
    return Table("evidence", one["title"], head, tuple(rows))


def reading_paper(content: Content, mark: str = "") -> Paper:
    """The description for whoever wants to read it: what is chosen, the summaries, every answer, the judgement."""
    chapters = [
        Chapter(str(labels.CHOSEN), tuple(_chosen(content))),
        Chapter(_("Vår samlade beskrivning"), tuple(_unsaid(content["elements"].values()))),
        *(_summary(one, content["elements"][str(one.number)]) for one in elements()),
    ]
    for category in categories():
        for element in category.elements:
            head = Words(f"{category.code} {_(category.name)}. {_about(element)}", "quiet")
            chapters.append(Chapter(f"{element.number} {_(element.name)}", (head, *_unanswered(element, content))))
            chapters += [_answer(row, content["rows"][row.code]) for row in element.rows if _is_said(content, row)]
    return _paper(content, mark, *chapters, Chapter(str(labels.JUDGED), tuple(_verdict(content))))


def _chosen(content: Content) -> Iterator[Block]:
    if content["about"]:
        yield Words(content["about"], "lead")
    if content["motive"]:
        yield Words(content["motive"])
    if content["participants"]:
        named = any(one["name"] for one in content["participants"])
        table = _people(content["participants"])
        yield table if named else _without(table, "name")


def _without(table: Table, code: str) -> Table:
    at = [one.code for one in table.columns].index(code)
    columns, rows = table.columns[:at] + table.columns[at + 1 :], (row[:at] + row[at + 1 :] for row in table.rows)
    return Table(table.code, table.caption, columns, tuple(rows))


def _unsaid(told: Iterable[Content]) -> Iterator[Words]:
    if not any(one["summary"] or one["status"] for one in told):
        yield Words(_("Inget element är sammanfattat än."), "quiet")


def _summary(element: Element, told: Content) -> Chapter:
    level = str(labels.LEVELS.get(told["status"], _("Inte bedömt än")))
    blocks = [Words(f"{level}.", "quiet"), *(Words(told[name]) for name in ("summary", "comment") if told[name])]
    return Chapter(
        _("Element %(number)s, %(name)s") % {"number": element.number, "name": _(element.name)}, tuple(blocks), 2
    )


def _is_said(content: Content, row: Row) -> bool:
    told = content["rows"][row.code]
    return any(told[name] for name in (*labels.ROW, "evidence"))


def _unanswered(element: Element, content: Content) -> Iterator[Words]:
    left = [row.code for row in element.rows if not _is_said(content, row)]
    if left:
        yield Words(_("Inte besvarat: %(codes)s.") % {"codes": ", ".join(left)}, "quiet")


def _answer(row: Row, told: Content) -> Chapter:
    words = [str(labels.ANSWERS.get(told["answer"], "")), str(labels.STATUSES.get(told["status"], ""))]
    said = [f"{capfirst(one.rstrip('.'))}." for one in (*words, told["status_text"]) if one]
    pages = _("Guiden, s. %(pages)s.") % {"pages": row.pages}
    texts = [Words(told[name]) for name in ("reason", "description") if told[name]]
    blocks = (Words(" ".join([*said, pages]), "quiet"), *texts, *_evidence(told))
    return Chapter(f"{row.code} {_(row.question)}", blocks, 2)


def _evidence(told: Content) -> Iterator[Block]:
    """The latest of each kind; what stands in the description already is not said again."""
    for one in {each["kind"]: each for each in told["evidence"]}.values():
        title = ", ".join(filter(None, [one["title"], one["period_name"]]))
        note = _("Ur verksamhetens egna uppgifter, räknat %(day)s.") % {"day": one["as_of"]}
        if one["says"] and text_of(one) not in told["description"]:
            yield Words(text_of(one))
        if picture := picture_of(one, get_language() or "sv"):
            yield Figure(title, (picture,), note)
        elif one["figures"]:
            columns = (Column("what", _("Uppgift"), share=1), Column("said", _("Innehåll"), share=2))
            yield Table("figures", title, columns, tuple((each["name"], each["text"]) for each in one["figures"]), note)


def _verdict(content: Content) -> Iterator[Block]:
    told = content["verdict"]
    yield Words(str(labels.VERDICTS.get(told["verdict"], _("Inte bedömt än"))), "lead")
    if told["motive"]:
        yield Words(told["motive"])
    if content["areas"]:
        named = any(one["responsible"] for one in content["areas"])
        table = _areas(content["areas"])
        yield table if named else _without(table, "responsible")
    who = [told["responsible"] and _("Ansvarig: %(who)s.") % {"who": told["responsible"]}]
    when = told["judged"] and _("Bedömt %(day)s.") % {"day": told["judged"]}
    yield Words(" ".join(filter(None, [*who, when])), "quiet")
