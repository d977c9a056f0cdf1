"""How the tests of this room answer, read and adopt: the deviations of a service's usual period, and what is stored."""

from datetime import date

from tests.followup.reading_pages import reading

from loke.followup.actions import adopt_follow_up, answer_deviation
from loke.followup.deviations import Conversation, Deviation, conversation_of
from loke.followup.models import FollowUp
from loke.followup.page import follow_up_of
from loke.followup.reading import Reading

PERIOD = "2025"


def read(service, period: str = PERIOD, by: str = "") -> Reading:
    return reading(service, date.today(), period, by)


def talk(service, period: str = PERIOD) -> Conversation:
    """All that may be answered of the period, with what has been answered."""
    page = follow_up_of(read(service, period))
    return conversation_of(service, page.reality, service.follow_ups.at_hand(period), period)


def deviations(service, period: str = PERIOD) -> list[Deviation]:
    """Those that ask for an answer."""
    return [turn.deviation for turn in talk(service, period).turns if turn.deviation.asks]


def answer(by, service, deviation: Deviation, kind: str = "explanation", **told):
    told = {"words": "Sommaren var lång", "period": PERIOD, **told}
    return answer_deviation(by=by, service=service, deviation=deviation, answer=kind, **told)


def adopt(by, service, period: str = PERIOD, **more) -> FollowUp:
    told = {"met": date.today(), "participants": "Aino, Idris och Maryam", **more}
    return adopt_follow_up(by=by, service=service, reading=read(service, period), **told)
