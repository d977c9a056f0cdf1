"""What several rows of a kind are called, and how many of each there are in words."""

from collections.abc import Mapping

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loke.records.models import (
    Acknowledgement,
    Answer,
    CarePlanGoal,
    Client,
    Contact,
    Dismissal,
    Episode,
    Measurement,
    OpenedForReason,
    Phase,
    PlannedContact,
    Responsible,
    Score,
    Value,
)

SEVERAL: dict[type[Model], Promise] = {
    Client: _("klienter"),
    Episode: _("kontakter med verksamheten"),
    Responsible: _("ansvariga"),
    Phase: _("faser"),
    Contact: _("träffar"),
    PlannedContact: _("planerade träffar"),
    Value: _("uppgifter"),
    Measurement: _("mätningar"),
    Answer: _("svar på frågor"),
    Score: _("poäng på skalor"),
    Acknowledgement: _("kvitteringar"),
    CarePlanGoal: pgettext_lazy("several", "mål i genomförandeplanen"),
    Dismissal: _("anmärkningar som stämmer ändå"),
    OpenedForReason: _("öppningar med skäl"),
}


def how_many(counts: Mapping[type[Model], int]) -> str:
    """In the order of the kinds: "5 träffar, 1 mätning"."""
    told = ((counts[model], model._meta.verbose_name, words) for model, words in SEVERAL.items() if counts.get(model))
    return ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in told)
