"""What can be done with what stands beside a review: evidence taken, cost written, a file taken in, publication."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.accounts.submissions import Stale, clean_save, write
from loke.description.adopting import hold
from loke.description.models import Service
from loke.description.texts import without_identifiers
from loke.followup.frozen import digest_of, written
from loke.promising_practice.access import GUIDE
from loke.promising_practice.actions.reviews import _held, _write_part
from loke.promising_practice.compare import words_of
from loke.promising_practice.found import text_of
from loke.promising_practice.guide import row_of
from loke.promising_practice.models import (
    Cost,
    DevelopmentArea,
    ElementJudgement,
    Evidence,
    FileTakenIn,
    Participant,
    PracticeReview,
    Publication,
    RowAnswer,
)
from loke.promising_practice.reading import FileReading


@action("take_evidence")
def take_evidence(*, by: User | None, review: PracticeReview, row: str, content: Mapping[str, Any]) -> Evidence:
    """Freeze what `content` says, and write it into the description of the row; an older text of it gives way.

    Takes that one sees the figures; a second assessor's judgement has none.
    """
    require(by, "figures", "see", unit=review.access_unit)
    if review.of_id is not None:
        raise PermissionDenied
    held, code = _held(by, review), row_of(row).code
    answer = held.answers.filter(row=code).first() or RowAnswer(review=held, row=code)
    before = answer.evidence.filter(kind=content["kind"]).last() if answer.pk else None
    frozen, old, new = written(content), before and text_of(before.said), text_of(content)
    if before is None or before.content != frozen:
        there = answer.description.replace(old, new) if old and old in answer.description else None
        there = there or "\n\n".join(filter(None, [answer.description, new]))
        _write_part(by, answer, None, {"description": there})
    told = {"kind": content["kind"], "period": content["period"], "content": frozen, "digest": digest_of(frozen)}
    return Evidence.objects.create(answer=answer, taken_by=by, **told)


@action("write_cost")
def write_cost(*, by: User | None, service: Service, period: str, seen: str | None = None, **told) -> Cost:
    """What a period costs; `told` may hold kr, hours, hourly, included and helped.

    Raises Stale when it has changed since it was seen, and ValidationError by field.
    """
    require(by, GUIDE, "write", unit=service.unit)
    hold(service)
    one = service.costs.filter(period=period).first() or Cost(service=service, period=period)
    return _write_part(by, one, seen, told)


@action("take_in_practice")
def take_in_practice(
    *, by: User | None, service: Service, practice: str, name: str, reading: FileReading
) -> FileTakenIn:
    """Begin a review with what a filled-in file says; of a way of working that is judged, its next revision.

    Evidence comes back only where the very same was taken here. Raises ValidationError when it is open already.
    """
    require(by, GUIDE, "write", unit=service.unit)
    hold(service)
    latest = service.practice_reviews.named(practice).first()
    if latest and latest.is_open:
        words = _("Det arbetssättet är redan påbörjat. Skriv ett annat namn här och välj filen en gång till.")
        raise ValidationError({"practice": words})
    content, findings = reading.content, list(reading.findings)
    told = {name: content[name] for name in ("about", "motive", "plan")} | {"begun_by": by, "changed_by": by}
    verdict = content["verdict"]
    told |= {"verdict": verdict["verdict"], "verdict_motive": verdict["motive"], "responsible": verdict["responsible"]}
    if latest:
        told |= {"number": latest.number + 1, "before": latest}
    review = PracticeReview(service=service, practice=latest.practice if latest else practice, **told)
    _write_parts(by, clean_save(review), content)
    _write_areas(by, review, content["areas"], findings)
    _write_evidence(by, review, reading.evidence, findings)
    kept = "\n".join(without_identifiers(line) for line in findings)
    return FileTakenIn.objects.create(review=review, name=without_identifiers(name)[:200], findings=kept, by=by)


def _write_parts(by: User | None, review: PracticeReview, content: Mapping[str, Any]) -> None:
    for code, told in content["rows"].items():
        said = {name: value for name, value in told.items() if name != "evidence"}
        if any(said.values()):
            _write_part(by, RowAnswer(review=review, row=code), None, said)
    for number, told in content["elements"].items():
        if any(told.values()):
            _write_part(by, ElementJudgement(review=review, element=int(number)), None, told)
    for told in content["participants"]:
        clean_save(Participant(review=review, **told))


def _write_areas(by: User | None, review: PracticeReview, areas: list[Mapping[str, Any]], findings: list[str]) -> None:
    """Each goes on from the one that says the same in the revision before; what was left to do there is missed."""
    before = review.before.areas.there().select_related("cycle") if review.before else ()
    left = {" ".join(words_of(one.text)): one for one in before if one.is_open}
    for told in areas:
        until = date.fromisoformat(told["until"]) if told["until"] else None
        was = left.pop(" ".join(words_of(told["text"])), None)
        cycle = was.last_cycle if was else None
        write(by, DevelopmentArea(review=review, before=was, cycle=cycle, **{**told, "until": until}))
    words = _("Att utveckla: ”%(text)s” i revidering %(number)s står inte i filen och är inte med här.")
    findings += [words % {"text": one.text[:120], "number": review.before.number} for one in left.values()]


def _write_evidence(
    by: User | None, review: PracticeReview, wanted: Mapping[str, list[str]], findings: list[str]
) -> None:
    digests = {digest for each in wanted.values() for digest in each}
    ours = Evidence.objects.filter(answer__review__service=review.service, digest__in=digests)
    known = {one.digest: one for one in ours}
    answers = {one.row: one for one in review.answers.all()}
    for code, each in wanted.items():
        for digest in each:
            if (one := known.get(digest)) is None:
                words = _("Ett underlag till %(code)s är inte taget ur verksamhetens egna siffror och är inte inläst.")
                findings.append(words % {"code": code})
                continue
            answer = answers.get(code) or _write_part(by, RowAnswer(review=review, row=code), None, {})
            answers[code] = answer
            told = {"kind": one.kind, "period": one.period, "content": one.content, "digest": one.digest}
            Evidence.objects.create(answer=answer, taken=one.taken, taken_by=one.taken_by, **told)


@action("publish_practice")
def publish_practice(
    *,
    by: User | None,
    review: PracticeReview,
    content: Mapping[str, Any],
    care_form: str,
    target_group: str,
    seen: str | None = None,
) -> Publication:
    """Let everybody in the installation read `content`, out of loke.promising_practice.outside, and nothing else.

    Raises Stale when it is not what was seen, and ValidationError when the review is not judged.
    """
    require(by, GUIDE, "publish", unit=review.access_unit)
    hold(review.service)  # of one practice one description is out, whichever review it comes from
    held = PracticeReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if held.is_open or held.of_id:
        raise ValidationError(_("Bedömningen ska vara klar innan beskrivningen publiceras."))
    frozen = written(content)
    if seen is not None and seen != digest_of(frozen):
        raise Stale
    for one in Publication.objects.out().filter(review__service=held.service, review__practice=held.practice):
        _withdraw(by, one)
    told = {"care_form": care_form, "target_group": target_group.strip()}
    said = " ".join([content["practice"], content["about"], content["service"], content["organisation"], target_group])
    words = " ".join([said, *(one["summary"] for one in content["elements"].values())]).lower()
    return clean_save(
        Publication(review=held, content=frozen, digest=digest_of(frozen), words=words, published_by=by, **told)
    )


@action("withdraw_practice")
def withdraw_practice(*, by: User | None, publication: Publication) -> Publication:
    """Nobody but the unit reads it any more; it is kept as it was."""
    require(by, GUIDE, "publish", unit=publication.access_unit)
    return _withdraw(by, Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk))


def _withdraw(by: User | None, publication: Publication) -> Publication:
    if publication.withdrawn is None:
        publication.withdrawn, publication.withdrawn_by = timezone.now(), by
        publication.save(update_fields=["withdrawn", "withdrawn_by"])
    return publication
