"""Moving between services of an organisation: handed over under a one-time code, taken over under a new pseudonym."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.access import require
from loke.accounts.actions import action
from loke.accounts.models import User
from loke.description.models import Service
from loke.records import handing_over
from loke.records.actions.answers import record_values
from loke.records.actions.episodes import open_episode
from loke.records.history import together
from loke.records.models import Episode, Handover
from loke.records.storing import hold, only_the_operator

DAYS = timedelta(days=14)


@action("hand_over")
def hand_over(
    *, by: User | None, episode: Episode, to: Service, code: str, sex: bool = False, age: bool = False, variables=()
) -> Episode:
    """Leave what was chosen for another service of the organisation, sealed with the code, for fourteen days."""
    hold(by, episode, "part_with")
    if to.pk == episode.service_id or to.unit.organisation_id != episode.service.unit.organisation_id:
        raise ValidationError(_("Välj en annan verksamhet i organisationen."))
    today = timezone.localdate()
    common = {variable.pk for variable in handing_over.in_common(episode.service, to)}
    chosen = [variable for variable in variables if variable.pk in common]
    content = handing_over.content_of(episode, today, sex, age, chosen)
    sealed = handing_over.seal(code, to, content)
    Handover.objects.create(to=to, digest=handing_over.digest_of(code), until=today + DAYS, sealed=sealed)
    return episode


@action("take_over")
def take_over(*, by: User | None, service: Service, code: str, opened: date) -> Episode:
    """Open an episode for a new client with what was handed over, which then is used and goes in the night.

    Raises ValidationError, the same for every code that opens nothing here.
    """
    require(by, "client", "open", unit=service.unit)
    left = Handover.objects.select_for_update().filter(to=service, until__gte=timezone.localdate())
    left = left.exclude(pk__in=Handover.objects.used().values("pk"))
    handover = left.filter(digest=handing_over.digest_of(code)).first()
    if handover is None:
        raise ValidationError({"code": _("Koden öppnar inget här. Kontrollera tecknen, eller be om en ny.")})
    content = handing_over.unseal(code, handover)
    person = {name: content[name] for name in ("sex", "birth_year", "age") if name in content}
    with together("take_over"):
        episode = open_episode(by=by, service=service, opened=opened, **person)
        answers = handing_over.answers_from(content, service)
        record_values(by=by, episode=episode, occasion="opening", values=answers)
    Handover.objects.filter(pk=handover.pk).update(episode_number=episode.pk)
    return episode


@action("erase_handovers")
def erase_handovers(*, by: User | None) -> None:
    """Erase those that nobody took over in time, and those that somebody did take over."""
    only_the_operator(by)
    Handover.objects.used().delete()
    Handover.objects.filter(until__lt=timezone.localdate()).delete()
