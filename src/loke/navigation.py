"""What stands around every page: the service, the person and the way through the method."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from loke.accounts.access import memberships, reach
from loke.accounts.models import Membership, User
from loke.accounts.roles import ROLE_NAMES, ROLES, relations
from loke.accounts.sso.chosen import chosen, is_broken
from loke.description.models import Service, let_in_ever, two_in_unit
from loke.description.said import invitations_of


@dataclass(frozen=True)
class Step:
    """An item of the menu: the page it leads to, the right it takes, and how the names of the views under it begin."""

    name: str | Promise
    page: str
    right: tuple[str, str]
    under: tuple[str, ...] = ()


DESCRIPTION = (
    "loke.description",
    "loke.measures.views.process.",
    "loke.measures.views.expectations.",
    "loke.measures.views.versions.",
    "loke.followup.views.pages.try_expectation",
)
STEPS = (
    Step(_("Översikt"), "overview", ("service", "see")),
    Step(_("Beskriv"), "describe", ("service", "see"), DESCRIPTION),
    Step(_("Mät"), "measures", ("service", "see"), ("loke.measures",)),
    Step(_("Dokumentera"), "clients", ("client", "read"), ("loke.records", "loke.exchange.views.files")),
    Step(
        _("Följ upp"),
        "follow_up",
        ("figures", "see"),
        tuple(f"loke.followup.views.{page}." for page in ("answers", "meeting", "adopted", "releases")),
    ),
    Step(_("Förbättra"), "improvements", ("improvement", "see"), ("loke.improvement",)),
    Step(_("Lovande arbetssätt"), "guide", ("guide", "see"), ("loke.promising_practice",)),
)
GUEST = Step(_("Beskriv"), "describe", ("description", "see"), DESCRIPTION)
ASSESSOR = Step(_("Lovande arbetssätt"), "guide_assessments", ("guide", "assess"), ("loke.promising_practice",))
OF_ORGANISATION = (
    Step(_("Publicerat"), "published", ("release", "see"), ("loke.followup.views.published.",)),
    Step(_("Arbetssätt"), "catalogue", ("catalogue", "see"), ("loke.promising_practice.views.published.entry",)),
    Step(_("Att publicera"), "to_approve", ("release", "approve"), ("loke.followup.views.approving.",)),
    Step(
        _("Personer"),
        "people",
        ("people", "see"),
        tuple(f"loke.accounts.views.{page}" for page in ("end_", "invite", "units.", "ways_back.")),
    ),
    Step(_("Gallring"), "erasures", ("retention", "change"), ("loke.records.views.erasures",)),
    Step(_("Tillsyn"), "oversight", ("oversight", "see")),
    Step(_("Dokumentmall"), "base_document", ("documents", "change")),
)


def shell(request) -> dict:
    """Context for base.html; empty of everything personal for whoever is not signed in."""
    held = memberships(request.user) if hasattr(request, "user") else []
    service, guest = getattr(request, "service", None), getattr(request, "invitation", None)
    return {
        "service": service,
        "service_url": service and _address("my_review" if guest else STEPS[0].page, service),
        "several_services": held and _address("choose_service") and _several(request.user),
        "steps": list(_menu(request, held, service)),
        "person": _person(request, held, service),
        "organisation": service.organisation if service else held[0].organisation if held else "",
        "demo": settings.DEMO,
        "mail": bool(settings.EMAIL_HOST),
        "sso": _municipality,
        "sso_broken": is_broken,
        "languages": [(code, name) for code, name in settings.LANGUAGES if code != get_language()],
    }


def _municipality() -> str:
    """Whose identity provider people sign in by, where there is one; asked by the pages that show it."""
    there = chosen()
    return there.name if there else ""


def _several(user: User) -> bool:
    """Whether there is a service to change to, one's own or one that one is invited to read."""
    own = set(_two_of(user))
    # whether one is ever let in is quicker to ask than where
    if len(own) > 1 or not (user.is_authenticated and let_in_ever(partner=user.pk)):
        return len(own) > 1
    return len(own.union(invitations_of(user).values_list("service", flat=True))) > 1


def _two_of(user: User) -> list[int]:
    """The numbers of the services that somebody may see, or two of them."""
    where = reach(user, "service", "see")
    if len(where.in_units) == 1 and not where.organisations:  # as most have it
        return [number for unit in where.in_units for (number,) in two_in_unit(unit=unit)]
    return list(Service.objects.for_user(user).values_list("pk", flat=True)[:2])


def _person(request, held: list[Membership], service: Service | None) -> dict | None:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    if getattr(request, "invitation", None):
        return {"name": user.name, "role": next(role.name for role in ROLES if role.code == "partner")}
    here = _held_here(held, service) or held
    return {"name": user.name, "role": ROLE_NAMES[here[0].role] if here else ""}


def _held_here(held: list[Membership], service: Service | None) -> list[Membership]:
    return [m for m in held if service and m.unit_id == service.unit_id]


def _menu(request, held: list[Membership], service: Service | None):
    """The steps that exist and that the person may go to, the one we stand in marked."""
    match = request.resolver_match
    here, under = (match.url_name, _nearest(match.func)) if match else ("", None)
    for step, place in _steps(request, held, service):
        if url := _address(step.page, place):
            current = "page" if here == step.page else "true" if under in step.under else ""
            yield {"name": step.name, "url": url, "current": current}


def _nearest(view) -> str | None:
    """The longest of the beginnings of the view's name that a step has under it."""
    name, steps = f"{view.__module__}.{view.__name__}", (*STEPS, *OF_ORGANISATION)
    return max((start for step in steps for start in step.under if name.startswith(start)), key=len, default=None)


def _steps(request, held: list[Membership], service: Service | None):
    """Those that a role held here gives a right to; to whoever is invited from outside the description, and no more."""
    if invitation := getattr(request, "invitation", None):
        yield GUEST, service
        if invitation.task == "assess":
            yield ASSESSOR, service
        return
    for step in STEPS:
        if any(_opens(request.user, m, step) for m in _held_here(held, service)):
            yield step, service
    for step in OF_ORGANISATION:
        if any("organisation" in relations(m.role, *step.right) for m in held):
            yield step, None


def _opens(user: User, held: Membership, step: Step) -> bool:
    """Whether a role leads to the step; what has to be granted does so only while it is."""
    where = relations(held.role, *step.right)
    return bool(where - {"granted"}) or ("granted" in where and held.unit_id in reach(user, *step.right).granted_units)


def _address(page: str, service: Service | None = None) -> str | None:
    try:
        return reverse(page, args=[service.code] if service else [])
    except NoReverseMatch:
        return None
