"""How the tests release an adopted follow-up: by the manager, and approved by the administrator."""

from tests.followup.conversing import PERIOD, adopt

from loke.followup.actions.releases import approve_release, prepare_release, propose_release
from loke.followup.models import Release
from loke.followup.published.making import make


def prepare(world, service=None, by: str = "", level: str = "outside", period: str = PERIOD) -> Release:
    service = service or world.ungdom
    manager = world.maryam if service.unit == world.ungdom.unit else world.bengt
    follow_up = service.follow_ups.adopted().filter(period=period).first() or adopt(manager, service, period)
    return prepare_release(by=manager, made=make(follow_up, level))


def release(world, service=None, **more) -> Release:
    prepared = prepare(world, service, **more)
    propose_release(by=prepared.prepared_by, release=prepared)
    return approve_release(by=world.administrator, release=prepared)
