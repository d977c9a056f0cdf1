"""The doors to a service and to its descriptions: whoever stands outside is told that it does not exist."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from loke.accounts.access import may, reach
from loke.accounts.models import User
from loke.accounts.pages import signed_in
from loke.accounts.roles import relations
from loke.description.models import Review, Service


def service_for(request: HttpRequest, code: str, resource: str = "service", verb: str = "see") -> Service:
    """The service with this code, if the person may `verb` its `resource`; kept as `request.service` for the shell.

    Raises Http404 for strangers.
    """
    service = Service.objects.for_user(request.user, resource, verb).filter(code=code).first()
    if service is None:
        raise Http404
    request.service = service
    return service


def described_for(request: HttpRequest, code: str, verb: str = "see") -> Service:
    """The service whose descriptions the person may `verb`: its own people, and whoever is invited to them today.

    `request.invitation` is the review that lets in somebody from outside, else None. Raises Http404 for strangers.
    """
    service = Service.objects.filter(code=code).select_related("unit__organisation").first()
    request.invitation = None
    if service is None or not may_describe(request.user, verb, service):
        raise Http404
    if not may(request.user, "service", "see", unit=service.unit):
        request.invitation = Review.objects.open().of(request.user).filter(service=service).first()
    request.service = service
    return service


def may_describe(user: User, verb: str, service: Service) -> bool:
    """Whether `user` may see, comment or write: by a role in the unit, or by an invitation that holds today."""
    resource = ("service", "see") if verb == "see" else ("description", verb)
    return may(user, *resource, unit=service.unit) or invited(user, verb, service)


def invited(user: User, verb: str, service: Service | None = None, resource: str = "description") -> bool:
    tasks = relations("partner", resource, verb)
    found = Review.objects.open().of(user).filter(task__in=tasks)
    return (found.filter(service=service) if service else found).exists()


def require_invited_or(user: User | None, verb: str, service: Service) -> None:
    """Raise PermissionDenied unless `user` may; None is the operator at the command line, who may."""
    if user is not None and not may_describe(user, verb, service):
        raise PermissionDenied


def needs_description(verb: str) -> Callable:
    """A page for those who may do this to the descriptions of some service; to others it does not exist."""

    def decorate(view: Callable) -> Callable:
        def rule(request):
            if (answer := signed_in_rule(request)) is not None:
                return answer
            resource = ("service", "see") if verb == "see" else ("description", verb)
            if not reach(request.user, *resource).units and not invited(request.user, verb):
                raise Http404
            return None

        view.rule = rule
        return view

    return decorate


signed_in_rule = signed_in(lambda request: None).rule
