"""What the log says of a failure: its kind and where it happened, never its words, which may quote a record."""

import logging
import traceback
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

SOURCE = Path(__file__).parents[2]
REFUSED = "django.security."  # Django's loggers of what somebody sent that cannot be meant well, by its kind
SAID = "Avvisat"


class KindOnly(logging.Filter):
    """What was refused is one line with its kind: Django's words may quote what was sent, and no code failed.

    What the site is called is told where that is why, since a proxy that is set up wrong has everything refused.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith(REFUSED) and not str(record.msg).startswith(SAID):  # another log may have it as well
            said = f"{SAID}{_expected(record)}"
            record.msg, record.args, record.exc_info, record.exc_text = said, (), None, None
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


def _expected(record: logging.LogRecord) -> str:
    """What the site is called here, when something else was asked for or sent the form."""
    kind, request = record.name.removeprefix(REFUSED), getattr(record, "request", None)
    if kind == "DisallowedHost":
        return f": frågan gällde ett annat namn än dem i LOKE_HOSTS, {' '.join(settings.ALLOWED_HOSTS)}"
    if kind != "csrf" or request is None:
        return ""
    if any(checked in str(record.args) for checked in ("Origin checking", "Referer checking")):
        return f": formuläret kom inte från {request.scheme}://{request.get_host()}, som sidan heter enligt proxyn"
    return ": formuläret eller kakan saknar sin nyckel, eller har en gammal"


def where(error: BaseException | None) -> str:
    """The kinds of the error and of those behind it, the first last, each with the places it went through."""
    return "\n".join(line for one in _chain(error) for line in _lines(one))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _lines(error: BaseException) -> Iterator[str]:
    yield f"{type(error).__module__}.{type(error).__name__}"
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        name = path.relative_to(SOURCE) if path.is_relative_to(SOURCE) else Path(*path.parts[-3:])
        yield f"  {name}:{frame.lineno} {frame.name}"
