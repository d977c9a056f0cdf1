"""The pages where a service's intention leaves as a dataset."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import HttpRequest, HttpResponse

from loke.accounts.files import as_file
from loke.accounts.pages import needs
from loke.description.access import service_for
from loke.exchange.actions import export_intention


@needs("service", "see")
def intention_file(request: HttpRequest, service: str) -> HttpResponse:
    """Variables, options, interventions, expectations, instruments and phases as a data package, without clients."""
    service = service_for(request, service)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "intention.zip"
        export_intention(by=request.user, service=service, path=path)
        return as_file(f"{service.code}-det-vi-menar", "zip", path.read_bytes())
