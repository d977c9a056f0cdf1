"""Where in Följ upp somebody stands: a service's figures of a chosen period and split, and what is said of them."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from loke.accounts.models import User
from loke.description.models import Service
from loke.followup.choices import ChoiceForm
from loke.followup.dataset import comparable_to, snapshot_for
from loke.followup.deviations import Conversation, Turn, conversation_of
from loke.followup.models import DeviationAnswer, FollowUp
from loke.followup.page import FollowUpPage, shown
from loke.followup.reading import Reading, days_of, reading_of


@dataclass(frozen=True)
class Place:
    service: Service
    choice: ChoiceForm
    reading: Reading

    @cached_property
    def page(self) -> FollowUpPage:
        return shown(self.reading)

    @cached_property
    def follow_up(self) -> FollowUp | None:
        return self.service.follow_ups.at_hand(self.reading.period)

    @cached_property
    def conversation(self) -> Conversation:
        return conversation_of(self.service, self.page.reality, self.follow_up, self.reading.period)

    def stored_answer(self, turn: Turn) -> DeviationAnswer | None:
        """What is stored of the turn now, read afresh."""
        at_hand, key = self.service.follow_ups.at_hand(self.reading.period), turn.deviation.key
        return at_hand and at_hand.answers.filter(deviation=key[0], version=key[1]).select_related("changed_by").first()

    @cached_property
    def texts(self) -> dict[str, str]:
        """Our own reading by the anchor of its section."""
        return self.follow_up.texts() if self.follow_up else {}

    @property
    def is_adopted(self) -> bool:
        return self.follow_up is not None and not self.follow_up.is_open

    @property
    def query(self) -> str:
        """What to add to the address of a page for it to stand here too."""
        return self.with_query()

    def with_query(self, **more: str) -> str:
        return urlencode({"period": self.reading.period, "by": self.reading.by, **more})

    def address(self, page: str, fragment: str = "", **more: str) -> str:
        return f"{reverse(page, args=[self.service.code])}?{self.with_query(**more)}{fragment and '#'}{fragment}"

    def answer_address(self, turn: Turn, **more: str) -> str:
        return self.address("answer_deviation", om=turn.deviation.code, version=turn.deviation.version, **more)


def place_of(service: Service, user: User, asked: QueryDict, today: date, language: str) -> Place | None:
    """None when nobody has begun yet; a period or split that is not there leads to the usual one."""
    snapshot = snapshot_for(service)
    days = days_of(snapshot, today)
    if days is None:
        return None
    begun = service.follow_ups.values_list("period", flat=True)
    choice = ChoiceForm(asked, service=snapshot.services[0], days=days, today=today, begun=begun)
    others = comparable_to(service, user)
    read = reading_of(service, snapshot, today, **choice.chosen, language=language, others=others)
    return Place(service, choice, read)
