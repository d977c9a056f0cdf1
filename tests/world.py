"""The names by which tests know the demo municipality's people and services."""

from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator

from loke.accounts.models import Organisation, User
from loke.demo import build
from loke.description.models import Service
from loke.records.models import Episode

DAY = date(2026, 11, 15)


@dataclass(frozen=True)
class World:
    """Älvkulla on the story's day. The youth unit has Aino, Idris and Maryam; Charlie works in another municipality."""

    day: date
    organisation: Organisation
    ungdom: Service
    beroende: Service
    familjehem: Service
    foraldraskap: Service
    aino: User  # practitioner, youth
    idris: User  # practitioner, youth
    maryam: User  # manager, youth
    tove: User  # practitioner, addiction
    bengt: User  # manager, addiction
    coach: User  # of the youth and the family-home unit
    politician: User
    administrator: User
    charlie: User  # must see nothing of Älvkulla

    def ongoing(self, user: User) -> Episode:
        """The latest opened of the person's own ongoing episodes."""
        return user.episodes.ongoing().listed()[0]


def build_world() -> None:
    """Älvkulla in the empty database."""
    build(DAY, progress=lambda line: None)
    app = {"type": Authenticator.Type.TOTP, "data": {"secret": ""}}  # as whoever works with a real installation has
    Authenticator.objects.bulk_create(Authenticator(user=user, **app) for user in User.objects.all())


def look_around() -> World:
    people = {user.email.partition("@")[0]: user for user in User.objects.all()}
    services = {service.code: service for service in Service.objects.select_related("unit__organisation")}
    return World(
        day=DAY,
        organisation=Organisation.objects.get(code="alvkulla"),
        beroende=services["oppenvard-beroende"],
        **{name: services[name] for name in ("ungdom", "familjehem", "foraldraskap")},
        **{name: people[name] for name in ("aino", "idris", "maryam", "tove", "bengt", "charlie")},
        coach=people["petra"],
        politician=people["nils"],
        administrator=people["frida"],
    )


def without_drafts(service: Service) -> None:
    """Take away what is being written of the service, and those who are let in to read it."""
    service.reviews.all().delete()
    for versions in (service.descriptions, service.processes):
        versions.open().delete()
