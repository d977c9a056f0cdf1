"""Pages for when somebody has lost what they sign in with: opening a way in again, and going through it."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from loke.accounts import actions, mail, shown_once
from loke.accounts.access import reach
from loke.accounts.factors import opens_alone
from loke.accounts.forms import LetBackIn, NewPasswordOnce, OwnPassword
from loke.accounts.models import Membership, WayBack
from loke.accounts.pages import anybody, fresh, needs
from loke.accounts.submissions import add_errors, form_page, status_of, stored

DONE = {
    WayBack.Lost.PASSWORD: _later("Lösenordet är bytt. Logga in med det nya."),
    WayBack.Lost.FACTOR: _later("Din app och dina nycklar gäller inte längre. Logga in, så väljer du nya."),
    WayBack.Lost.BOTH: _later("Lösenordet är bytt. Logga in med det, så väljer du en ny app eller nyckel."),
}


@needs("people", "let_in")
@fresh
def let_back_in(request: HttpRequest, number: int) -> HttpResponse:
    """Ask what is lost, and open a way in again that the person alone can go."""
    organisations = reach(request.user, "people", "let_in").organisations
    found = Membership.objects.active().filter(organisation__in=organisations).select_related("user")
    person = get_object_or_404(found, pk=number).user
    elsewhere = person.memberships.going_to_be().exclude(organisation__in=organisations).exists()
    form, made = LetBackIn(request.POST or None, user=person), []

    def act(lost: str) -> str:
        by_mail = bool(settings.EMAIL_HOST)
        made.append(actions.let_back_in(by=request.user, user=person, lost=lost, by_mail=by_mail))
        return reverse("people")

    answer = stored(request, form, act)
    for way in made:  # stored by now, and nobody waits for the letter
        _tell(request, way)
    told = {"whom": person, "elsewhere": elsewhere, "oneself": person == request.user}
    return answer or form_page(request, form, "accounts/let_back_in.html", **told)


def _tell(request: HttpRequest, way: WayBack) -> None:
    """The key goes to the person; to whoever opened the way only where it does not make them the person."""
    address = request.build_absolute_uri(reverse("come_back", args=[way.key]))
    told = {"name": way.user}
    if mail.send_way_back(way, address):
        messages.success(request, _("%(name)s har fått ett brev med en länk in igen, och är utloggad.") % told)
    elif opens_alone(way.user, way.lost):
        actions.close_way_back(by=request.user, way=way)
        messages.error(request, _("Brevet till %(name)s gick inte att skicka. Försök igen om en stund.") % told)
    else:
        actions.hand_over_way_back(by=request.user, way=way)
        shown_once.keep(request, "way_back", {"address": address, "name": way.user.name})


@anybody
def come_back(request: HttpRequest, key: str) -> HttpResponse:
    """Looking at the link never uses it; only the form does, and signs nobody in."""
    way = WayBack.objects.open().filter(digest=WayBack.digest_of(key)).first()
    if way is None:
        return _closed(request)
    lost_factor = way.lost == WayBack.Lost.FACTOR
    form = (OwnPassword if lost_factor else NewPasswordOnce)(request.POST or None)
    here, tries = request.user.is_authenticated, get_adapter()
    if request.method == "POST" and not here and form.is_valid():
        try:
            if lost_factor:  # tries are counted with those at the sign-in
                tries.pre_authenticate(request, email=way.user.email)
            actions.come_back(by=None, key=key, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        except (WayBack.DoesNotExist, PermissionDenied):  # used a moment ago, or whoever opened it may no longer
            return _closed(request)
        else:
            tries.was_right()
            return _to_sign_in(request, way)
    return render(request, "accounts/come_back.html", {"way": way, "form": form}, status=status_of(form))


def _to_sign_in(request: HttpRequest, way: WayBack) -> HttpResponse:
    mail.send_back_in(way)
    messages.success(request, DONE[WayBack.Lost(way.lost)])
    return HttpResponseRedirect(resolve_url(settings.LOGIN_URL), status=303)


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/way_back_closed.html", status=410)
