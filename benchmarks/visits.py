"""Which pages the benchmark asks for, as whom, and how many statements each sends to the database."""

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client as Visitor
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from loke.accounts.models import User
from loke.description.models import Service
from loke.records.models import Contact, Episode

PAGE, FOLLOW_UP = 200, 500  # milliseconds that nineteen answers in twenty may take
DATA = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
FORM = "application/x-www-form-urlencoded"
SECRET = "b" * 32  # what a form must repeat from its cookie


@dataclass(frozen=True)
class Visit:
    """A page as one person asks for it; with `fields` they are posted. `before` is done first and not timed."""

    name: str
    user: User
    target: int
    paths: tuple[str, ...]  # taken in turn
    fields: dict[str, str] = field(default_factory=dict)
    status: int = 200
    before: "Visit | None" = None

    @property
    def method(self) -> str:
        return "POST" if self.fields else "GET"

    def body(self) -> str:
        """The form, with an id of its own as every new form has."""
        return urlencode({**self.fields, "submission": uuid.uuid4(), "csrfmiddlewaretoken": SECRET})

    def turns(self) -> Iterator[str]:
        return cycle(self.paths)


def visits() -> list[Visit]:
    """Every page that is measured, in the town that town.py builds."""
    small, large, middle = (Service.objects.get(code=f"part{number}-s00000000") for number in range(3))
    return [*of_a_service(small), *of_lists(middle, large), *of_figures(small)]


def of_a_service(service: Service) -> list[Visit]:
    chef, colleague = person(service, "manager"), person(service, "practitioner")
    overview = (reverse("overview", args=[service.code]),)
    return [
        Visit("Översikt, manager", chef, PAGE, overview),
        Visit("Översikt, practitioner", colleague, PAGE, overview),
        Visit("Client", chef, PAGE, of_clients(service, chef)),
        registering(service, chef),
        Visit("Clients, practitioner's own", colleague, PAGE, (reverse("clients", args=[service.code]),)),
        Visit("Översikt after a contact", colleague, FOLLOW_UP, overview, before=registering(service, colleague)),
    ]


def of_lists(middle: Service, large: Service) -> list[Visit]:
    boss, big = person(large, "manager"), reverse("clients", args=[large.code])
    some = reverse("clients", args=[middle.code])
    overview = (reverse("overview", args=[large.code]),)
    code = Episode.objects.filter(service=large).ongoing().listed()[0].client.code
    return [
        Visit("Clients, manager of 2,200", person(middle, "manager"), PAGE, (some,)),
        Visit("Clients, manager of 5,000", boss, PAGE, (big,)),
        Visit("  page 2", boss, PAGE, (f"{big}?sida=2",)),
        Visit("  ended", boss, PAGE, (f"{big}?visa=avslutade",)),
        Visit("  ended, last page", boss, PAGE, (f"{big}?visa=avslutade&sida=9999",)),
        Visit("  search", boss, PAGE, (big,), {"code": code[:3]}),
        Visit("Översikt, manager of 5,000", boss, PAGE, overview),
        Visit("  after a contact", boss, FOLLOW_UP, overview, before=registering(large, boss)),
    ]


def of_figures(service: Service) -> list[Visit]:
    chef, page = person(service, "manager"), reverse("follow_up", args=[service.code])
    contact = registering(service, chef)
    return [
        Visit("Följ upp after a contact", chef, FOLLOW_UP, (page,), before=contact),
        Visit("Följ upp again", chef, FOLLOW_UP, (page,)),
        Visit("  all time", chef, FOLLOW_UP, (f"{page}?period=all",)),
        Visit("  split by sex", chef, FOLLOW_UP, (f"{page}?by=sex",)),
        Visit("  after a contact, split", chef, FOLLOW_UP, (f"{page}?by=sex",), before=contact),
    ]


def person(service: Service, role: str) -> User:
    return User.objects.filter(memberships__unit=service.unit, memberships__role=role).order_by("pk").first()


def of_clients(service: Service, user: User, page: str = "client") -> tuple[str, ...]:
    episodes = Episode.objects.for_user(user).filter(service=service).ongoing().listed()[:50]
    return tuple(reverse(page, args=[service.code, episode.client_id]) for episode in episodes)


def registering(service: Service, user: User) -> Visit:
    intervention = service.interventions.first()
    fields = {"date": timezone.localdate().isoformat(), "intervention": intervention.pk, "attendance": "attended"}
    paths = of_clients(service, user, "register_contact")
    return Visit("Register a contact", user, PAGE, paths, {**fields, "minutes": "45"}, status=303)


def signed_in(user: User) -> str:
    """The cookies of somebody who has just signed in, and who has a second factor."""
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
    now = int(time.time())
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.update({"began": now, "seen": now})
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={SECRET}"


def statements(visit: Visit, cookie: str) -> int:
    """How many statements an answer takes, transactions not counted. Raises RuntimeError for another answer."""
    visitor = Visitor(headers={"host": "127.0.0.1", "cookie": cookie})
    if visit.before:
        statements(visit.before, cookie)
    with CaptureQueriesContext(connection) as found:
        answer = visitor.generic(visit.method, visit.paths[0], visit.body(), FORM, secure=True)
    if answer.status_code != visit.status:
        raise RuntimeError(f"{visit.name}: {visit.paths[0]} answered {answer.status_code}")
    return sum(query["sql"].startswith(DATA) for query in found)


def forget(last: int) -> None:
    """Remove the contacts that were registered after the one with this number."""
    Contact.objects.filter(pk__gt=last).delete()
