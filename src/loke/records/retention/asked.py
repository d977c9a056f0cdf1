"""What is refused when somebody asks for an erasure or decides on a rule, at the first step as well as at the last."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from loke.records import pseudonyms
from loke.records.models import Client, ErasedClient


def tells_no_code(field: str, text: str, codes: Iterable[str]) -> None:
    """What is kept longer than the client, or is shown to who may not know it, has no code in it."""
    if pseudonyms.tells_code(text, codes):
        raise ValidationError({field: _("Texten innehåller en klientkod. Skriv utan kod.")})


def not_on_its_way(client: Client) -> None:
    if ErasedClient.objects.filter(client_number=client.pk, spared_until=None).exists():
        raise ValidationError({"code": _("Klienten är redan föreslagen för gallring.")})


def months_or_ground(months: int | None, ground: str) -> None:
    if bool(months) == bool(ground):
        words = _("Skriv hur länge uppgifterna ska sparas, eller vilket rättsligt stöd ni har för att vänta.")
        raise ValidationError({"months": words})
