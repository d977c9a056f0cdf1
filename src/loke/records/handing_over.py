"""The one-time code of a handover, and what it seals: without the code nobody can read it or tell whose it was."""

import hashlib
import json
import secrets
from datetime import date

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from loke.description.models import Service
from loke.measures.models import Variable
from loke.records import pseudonyms
from loke.records.models import Episode, Handover, Value, stored_as

LENGTH, GROUP = 28, 4  # characters of five bits: 140 bits
NONCE = 12
Kind = Variable.Type
KINDS = (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO, Kind.NUMBER)  # words and days would tell who it is
Content = dict[str, object]


def new_code() -> str:
    return "".join(secrets.choice(pseudonyms.ALPHABET) for _ in range(LENGTH))


def in_groups(code: str) -> str:
    return " ".join(code[place : place + GROUP] for place in range(0, LENGTH, GROUP))


def digest_of(code: str) -> str:
    return hashlib.sha256(b"loke handover digest " + pseudonyms.tidy(code).encode()).hexdigest()


def _cipher(code: str) -> AESGCM:
    return AESGCM(hashlib.sha256(b"loke handover key " + pseudonyms.tidy(code).encode()).digest())


def seal(code: str, to: Service, content: Content) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + _cipher(code).encrypt(nonce, json.dumps(content).encode(), _bound_to(to))


def unseal(code: str, handover: Handover) -> Content:
    """What was handed over. Raises cryptography's InvalidTag when it is another code or has been changed."""
    sealed = bytes(handover.sealed)
    return json.loads(_cipher(code).decrypt(sealed[:NONCE], sealed[NONCE:], _bound_to(handover.to)))


def _bound_to(service: Service) -> bytes:
    return f"handover to {service.pk}".encode()


def in_common(giver: Service, receiver: Service) -> list[Variable]:
    """The giver's variables in use that the receiver asks for under the same code and in the same way."""
    theirs = dict(receiver.variables.in_use().values_list("code", "type"))
    mine = giver.variables.in_use().filter(type__in=KINDS)
    return [variable for variable in mine if theirs.get(variable.code) == variable.type]


def content_of(episode: Episode, today: date, sex: bool, age: bool, variables: list[Variable]) -> Content:
    """What the giver has chosen to hand over, as it stands today."""
    content: Content = {"values": _values(episode, variables)}
    if sex:
        content["sex"] = episode.client.sex
    if age and episode.client.birth_year:
        content["birth_year"] = episode.client.birth_year
    elif age and episode.age is not None:
        content["age"] = episode.age + (today - episode.opened).days // 365
    return content


def _values(episode: Episode, variables: list[Variable]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    given = Value.objects.filter(episode=episode, variable__in=variables, reason="")
    asked = given.filter(occasion__in=stored_as("opening"))
    for value in asked.select_related("variable", "option"):
        found.setdefault(value.variable.code, []).append(value.option.code if value.option else value.text)
    return found


def answers_from(content: Content, service: Service) -> dict[Variable, object]:
    """What was handed over as `record_values` takes it; what the receiver no longer asks for is left out."""
    given = content.get("values", {})
    found: dict[Variable, object] = {}
    for variable in service.variables.in_use().filter(code__in=given).prefetch_related("options"):
        offered = {option.code for option in variable.options.all() if not option.retired}
        answers = [one for one in given[variable.code] if not variable.has_options or one in offered]
        if answers:
            found[variable] = answers if variable.type == Kind.CHOICES else answers[0]
    return found
