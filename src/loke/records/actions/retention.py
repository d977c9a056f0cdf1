"""How long records are kept and how they go: proposed, spared, approved by two, put back or erased."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from loke.accounts.access import may, require
from loke.accounts.actions import action
from loke.accounts.models import Unit, User
from loke.description.models import Service
from loke.records.models import QUARANTINE, Client, ErasedClient, Erasure, RetentionRule
from loke.records.retention import asked, due, erasing, law, sealing, showing, still
from loke.records.storing import check


@action("decide_retention")
def decide_retention(
    *, by: User | None, service: Service, months: int | None = None, ground: str = "", why: str
) -> RetentionRule:
    """A shorter time than the law's, or to wait on a legal ground. Raises ValidationError by field.

    Whatever is on its way out by the rule before, and would not be by this one, stays or comes back.
    """
    require(by, "retention", "change", organisation=service.organisation)
    asked.months_or_ground(months, ground)
    if months and months > law.law().months:
        words = _("Lagen tillåter högst %(n)s månader. Ska uppgifterna stå kvar längre behövs ett rättsligt stöd.")
        raise ValidationError({"months": words % {"n": law.law().months}})
    made = RetentionRule(service=service, months=months or None, ground=ground, why=why, by=by)
    check(made)
    Unit.objects.select_for_update().get(pk=service.unit_id)
    made.save()
    for erasure in Erasure.objects.open().filter(unit=service.unit, ground=Erasure.Ground.TIME):
        _hold_to_rules(by, _held(erasure), timezone.localdate())
    return made


def _hold_to_rules(by: User | None, erasure: Erasure, day: date) -> None:
    """Let those stay whose time has not passed on that day, also out of quarantine, and keep how many they were.

    Once it is approved it keeps the rules that it was approved by, for the record; whoever stays, stays by today's.
    Raises ValidationError when somebody cannot be put back.
    """
    if erasure.ground != Erasure.Ground.TIME:
        return
    early = still.no_longer_due(erasure, day)
    for one in early:
        if one.sealed:
            sealing.unseal(by, one)
        one.delete()
    if early:
        services = still.services_of(erasure.unit, early).union(erasure.counts.get("left_out_of", ()))
        count = erasure.counts.get("left_out", 0) + len(early)
        erasure.counts = {"left_out": count, "left_out_of": sorted(services)}
    if not erasure.first_by:
        erasure.rules = _rules(erasure.unit)
    erasure.save()
    _withdraw_when_empty(erasure)


def _rules(unit: Unit) -> dict[str, int]:
    return {one.service.name: one.months for one in due.kept(unit.services.all()) if one.months}


@action("propose_erasure")
def propose_erasure(*, by: User | None, unit: Unit, day: date) -> Erasure | None:
    """A proposal with those whose time has passed on that day and who are not proposed yet; None when nobody is.

    In what was proposed before and is not confirmed, those whose time has not passed after all are left out.
    """
    require(by, "retention", "approve", unit=unit)
    Unit.objects.select_for_update().get(pk=unit.pk)
    for erasure in Erasure.objects.open().filter(unit=unit, ground=Erasure.Ground.TIME, second_by=None):
        _hold_to_rules(by, _held(erasure), day)
    found = due.without_those_on_their_way(due.due_in(unit, day), unit, day)
    if not found:
        return None
    return _propose(Erasure(unit=unit, ground=Erasure.Ground.TIME, rules=_rules(unit), proposed_by=by), found)


@action("request_erasure")
def request_erasure(*, by: User | None, client: Client, ground: str, why: str) -> Erasure:
    """Erase everything about one client whatever its age, when the person asks for it or it has been decided.

    Who asks has approved; another must do so too. Raises ValidationError by field.
    """
    require(by, "retention", "approve", unit=client.unit)
    asked.tells_no_code("why", why, [client.code])
    Unit.objects.select_for_update().get(pk=client.unit_id)
    asked.not_on_its_way(client)
    made = Erasure(unit=client.unit, ground=ground, why=why, proposed_by=by, first_by=by, first=timezone.now())
    check(made)
    return _propose(made, [due.all_of(client)])


def _propose(erasure: Erasure, found: list[due.Due]) -> Erasure:
    erasure.save()
    ErasedClient.objects.bulk_create(one.row(erasure) for one in found)
    return erasure


@action("spare_client")
def spare_client(*, by: User | None, one: ErasedClient, until: date, why: str) -> Erasure:
    """Take one client out, before the approval or out of quarantine, until a day. Raises ValidationError by field."""
    erasure = _held(one.erasure)
    require(by, "retention", "approve", unit=erasure.unit)
    one = ErasedClient.objects.select_for_update().get(pk=one.pk)
    if until <= timezone.localdate():
        raise ValidationError({"until": _("Välj en dag som inte har varit.")})
    if one.spared_until:
        raise ValidationError(_("Klienten är redan undantagen."))
    _spare(by, one, until, why)
    _withdraw_when_empty(erasure)
    return erasure


def _spare(by: User | None, one: ErasedClient, until: date, why: str) -> None:
    if one.sealed:
        sealing.unseal(by, one)
    one.spared_until, one.spared_why, one.spared_by = until, why, by
    check(one)
    one.save()


@action("approve_erasure")
def approve_erasure(*, by: User | None, erasure: Erasure) -> Erasure:
    """The first approval, by who answers for the unit."""
    erasure = _held(erasure)
    require(by, "retention", "approve", unit=erasure.unit)
    if erasure.first_by:
        raise ValidationError(_("Gallringen är redan godkänd av %(name)s.") % {"name": erasure.first_by})
    erasure.first_by, erasure.first = by, timezone.now()
    erasure.save()
    return erasure


@action("confirm_erasure")
def confirm_erasure(*, by: User, erasure: Erasure, day: date) -> Erasure:
    """The second approval, by somebody else: then it is all in quarantine. Whoever has come back meanwhile stays."""
    erasure = _held(erasure)
    if not showing.may_confirm(by, erasure.unit):
        raise PermissionDenied
    if erasure.second_by or not erasure.first_by:
        raise ValidationError(_("Gallringen väntar inte på ett andra godkännande."))
    if by in (erasure.first_by, erasure.proposed_by):
        raise ValidationError(
            _("Någon annan än den som föreslog eller godkände först behöver ge det andra godkännandet.")
        )
    _hold_to_rules(by, erasure, day)
    if erasure.withdrawn:
        return erasure
    erasure.second_by, erasure.second, erasure.until = by, timezone.now(), day + QUARANTINE
    erasure.save()
    for one in erasure.clients.filter(spared_until=None):
        if erasure.ground != Erasure.Ground.TIME:
            one.episodes = list(due.all_of(Client(pk=one.client_number)).episodes)
        if not sealing.seal(by, one):
            one.delete()
    _withdraw_when_empty(erasure)
    return erasure


@action("withdraw_erasure")
def withdraw_erasure(*, by: User, erasure: Erasure, until: date, why: str) -> Erasure:
    """Everything out of quarantine, or not into it: by either of the two who approve, with a reason, until a day."""
    erasure = _held(erasure)
    if not (showing.may_confirm(by, erasure.unit) or may(by, "retention", "approve", unit=erasure.unit)):
        raise PermissionDenied
    if until <= timezone.localdate():
        raise ValidationError({"until": _("Välj en dag som inte har varit.")})
    asked.tells_no_code("why", why, filter(None, (one.code for one in showing.leaving(erasure))))
    for one in erasure.clients.filter(spared_until=None):
        _spare(by, one, until, why)
    _withdraw_when_empty(erasure)
    return erasure


@action("erase")
def erase(*, by: None, erasure: Erasure, day: date) -> Erasure:
    """Erase for good what has been in quarantine long enough, and keep what was erased in numbers only.

    Whoever should not go by the rules of that day, which may be others than those it was proposed by, comes back.
    """
    if by is not None:
        raise PermissionDenied  # nobody erases by hand; time does
    erasure = _held(erasure)
    if not erasure.second_by or erasure.until is None or erasure.until > day:
        raise ValidationError(_("Tiden i karantän har inte gått ut."))
    _hold_to_rules(by, erasure, day)
    if erasure.withdrawn:
        return erasure
    going = list(erasure.clients.filter(spared_until=None).select_related("sealed__service"))
    told = _record_of(going)
    erasure.counts = told | erasing.erase_all(by, erasure.unit, going)
    erasure.erased, erasure.why = timezone.now(), ""
    erasure.save()
    return erasure


def _record_of(going: Collection[ErasedClient]) -> dict[str, object]:
    """In numbers what goes: clients, older episodes of clients who stay, episodes that were only counted; and years."""
    known = [one for one in going if one.client_number is not None]
    older = [one for one in known if "client" not in sealing.numbers_of(one)]
    years = sorted(one.ended.year for one in going if one.ended)
    counts = {"people": len(known) - len(older), "older": sum(len(one.episodes) for one in older)}
    return {**counts, "counted": len(going) - len(known), "years": years[:1] + years[-1:]}


def _held(erasure: Erasure) -> Erasure:
    """The erasure as it stands, held until the transaction ends; one that is over is left alone."""
    held = Erasure.objects.select_for_update(of=("self",)).select_related("unit__organisation").get(pk=erasure.pk)
    if held.erased or held.withdrawn:
        raise ValidationError(_("Gallringen är redan avslutad."))
    return held


def _withdraw_when_empty(erasure: Erasure) -> None:
    if not erasure.clients.filter(spared_until=None).exists():
        erasure.withdrawn, erasure.why = timezone.now(), ""
        erasure.save()
