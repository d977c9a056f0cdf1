"""The evidence that is offered beside a question, wherever its card is shown."""

from django import template
from django.utils import timezone

from loke.accounts.access import may
from loke.promising_practice.card import Card
from loke.promising_practice.forms.kept import EvidenceForm
from loke.promising_practice.offered import Offered

register = template.Library()


@register.inclusion_tag("promising_practice/_offer.html", takes_context=True)
def evidence(context: template.Context, card: Card) -> dict:
    """Nothing where the guide asks for no figures, to whoever may not see them, and in a judgement from outside."""
    request, place = context["request"], card.place
    may_see = not place.is_assessment and may(request.user, "figures", "see", unit=place.service.unit)
    shown = card.row.evidence and may_see
    found = Offered(place, card.row, timezone.localdate(), request.GET.get("period", "")) if shown else None
    form = EvidenceForm(initial={"period": found.period}) if found else None
    return {"request": request, "offer": found, "form": form, "service": place.service, "review": place.review}
