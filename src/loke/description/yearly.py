"""When a group is asked whether its adopted description still holds."""

from datetime import date, timedelta

from loke.description.models import Service, ServiceDescription

YEAR = timedelta(days=365)


def to_look_at(service: Service, today: date) -> ServiceDescription | None:
    """The adopted version if nobody has said for a year that it holds, and no new one is being written."""
    adopted = service.descriptions.adopted().first()
    if adopted is None or service.descriptions.open().exists():
        return None
    last = adopted.yearly_answers.first()
    return adopted if today - (last.at if last else adopted.adopted) >= YEAR else None
