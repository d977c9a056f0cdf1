"""Writes what a service is in the middle of on the story's day: open versions, and a reader who has said something."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils import timezone

from loke.accounts.models import User
from loke.description.actions import (
    add_comment,
    add_row,
    answer_comment,
    begin_service_description,
    invite_partner,
    send_for_comments,
    tie_rows,
    write_passage,
    write_row,
)
from loke.description.models import ProcessDescription, Service, ServiceDescription
from loke.measures.actions import begin_process_version


def begin(plan: Mapping, people: Mapping[str, User], day: date) -> None:
    """What `plan` says, each done by the one of `people` it names; nothing of it holds yet."""
    service = Service.objects.get(code=plan["service"])
    begun = {"by": people[plan["begun_by"]], "service": service, "reason": plan["reason"]}
    description, process = begin_service_description(**begun), begin_process_version(**begun)
    _write(description, plan["passages"], people)
    _change(process, plan, people)
    for version in (description, process):
        send_for_comments(by=begun["by"], version=version)
    _invite(service, plan["review"], people, day)
    for one in plan["comments"]:
        _comment({"description": description, "process": process}[one["on"]], one, people)


def _write(description: ServiceDescription, passages: list[Mapping], people: Mapping[str, User]) -> None:
    there = {one.field: one.number for one in description.passages.filter(part=None)}
    for one in passages:
        seen, field = there[one["field"]], one["field"]
        write_passage(by=people[one["by"]], description=description, field=field, text=one["text"], seen=seen)


def _change(process: ProcessDescription, plan: Mapping, people: Mapping[str, User]) -> None:
    for one in plan["reworded"]:
        row = process.rows.there().get(text=one["row"])
        write_row(by=people[one["by"]], row=row, text=one["text"], seen=row.number)
    for one in plan["added"]:
        by = people[one["by"]]
        row = add_row(by=by, process=process, column=one["column"], text=one["text"])
        tie_rows(by=by, row=row, others=list(process.rows.there().filter(text__in=one["tied_to"])))


def _invite(service: Service, plan: Mapping, people: Mapping[str, User], day: date) -> None:
    """The last day is counted from the story's day, or from today where the story has been left behind."""
    until = max(day, timezone.localdate()) + timedelta(weeks=plan["weeks"])
    told = {"partner": people[plan["partner"]], "task": "comment", "message": plan["message"], "until": until}
    invite_partner(by=people[plan["by"]], service=service, **told)


def _comment(version: ServiceDescription | ProcessDescription, plan: Mapping, people: Mapping[str, User]) -> None:
    place = version.rows.there().get(text=plan["row"]).code if "row" in plan else plan["place"]
    told = {"text": plan["text"], "place": place, "question": plan.get("question", "")}
    comment = add_comment(by=people[plan["by"]], version=version, **told)
    if "answer" in plan:
        by = people[plan["answered_by"]]
        answer_comment(by=by, comment=comment, answer=plan["answer"], why=plan["why"])
