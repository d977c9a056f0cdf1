"""The rows of a service's latest process description, as texts to follow up."""

from django.utils.translation import gettext as _

from loke.description.models import ProcessDescription, Service, Version


def row_texts(service: Service) -> list[tuple[str, list[str]]]:
    """The columns of the process description that is adopted, else of the latest, each with its rows from the top."""
    process = service.processes.filter(status=Version.ADOPTED).first() or service.processes.order_by("pk").last()
    return [] if process is None else _columns(process)


def _columns(process: ProcessDescription) -> list[tuple[str, list[str]]]:
    return [
        (_("Målgrupp"), [row.text for row in process.target_groups.all()]),
        (_("Insatser"), [one.name for one in process.service.interventions.filter(intended=True)]),
        (_("Avsedda resultat"), [row.text for row in process.outcomes.all()]),
    ]
