"""People who are let in to read Öppenvård unga, for tests about what they meet."""

from datetime import timedelta

from django.utils import timezone

from loke.accounts.models import Membership, User
from loke.description.actions import (
    add_comment,
    begin_process_description,
    begin_service_description,
    end_review,
    invite_partner,
)
from loke.description.models import Review


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@alvkulla.example")


def let_in(service, partner: User, task: str = "comment", days: int = 21) -> Review:
    until = timezone.localdate() + timedelta(days)
    return invite_partner(by=None, service=service, partner=partner, task=task, until=until)


def everybody(world) -> dict[str, User]:
    """One of each kind of person who might want to read the service's descriptions."""
    let_in(world.ungdom, world.tove)
    let_in(world.ungdom, person("samir"), "draft")
    late = let_in(world.ungdom, person("karin"))
    yesterday = timezone.localdate() - timedelta(1)
    Review.objects.filter(pk=late.pk).update(since=yesterday, until=yesterday)
    end_review(by=None, review=let_in(world.ungdom, person("leila"), "draft"))
    let_in(world.ungdom, person("olle"), "draft")
    Membership.objects.filter(user=person("olle")).update(until=timezone.localdate())
    return {
        "practitioner": world.aino,
        "manager": world.maryam,
        "coach": world.coach,
        "partner": world.tove,
        "drafting": person("samir"),
        "late": person("karin"),
        "let out": person("leila"),
        "no longer employed": person("olle"),
        "stranger": person("elin"),
        "elsewhere": world.charlie,
    }


def drafts(service):
    """A draft of each description, the process with a comment."""
    description = begin_service_description(by=None, service=service)
    process = begin_process_description(by=None, service=service)
    return description, process, add_comment(by=None, version=process, text="Hänger det ihop?", question="thread")
