"""A link that the next page shows once: sealed in the session, since neither database nor backup may open a door."""

import json
from typing import Any

from django.http import HttpRequest

from loke.accounts import keys


def keep(request: HttpRequest, name: str, told: dict[str, Any]) -> None:
    request.session[name] = keys.seal(json.dumps(told), _place(request, name))


def take(request: HttpRequest, name: str) -> dict[str, Any] | None:
    """What was kept, the first time that it is asked for; None where there is none or its key is gone."""
    sealed = request.session.pop(name, None)
    try:
        return json.loads(keys.unseal(sealed, _place(request, name))) if keys.is_sealed(sealed) else None
    except (keys.SealError, OSError):
        return None


def _place(request: HttpRequest, name: str) -> str:
    return f"shown once|{name}|{request.user.pk}"
