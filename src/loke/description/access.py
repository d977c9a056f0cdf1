"""The one door to a service: whoever stands outside is told that it does not exist."""

from django.http import Http404, HttpRequest

from loke.description.models import Service


def service_for(request: HttpRequest, code: str, resource: str = "service", verb: str = "see") -> Service:
    """The service with this code, if the person may `verb` its `resource`; kept as `request.service` for the shell.

    Raises Http404 for strangers.
    """
    service = Service.objects.for_user(request.user, resource, verb).filter(code=code).first()
    if service is None:
        raise Http404
    request.service = service
    return service
