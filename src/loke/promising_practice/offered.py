"""What is offered beside one question: evidence to take, what has been taken, and whether newer figures exist."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from loke.promising_practice.access import Place
from loke.promising_practice.costing import spent_in
from loke.promising_practice.evidence import offer
from loke.promising_practice.found import differs, language_of, picture_of, text_of
from loke.promising_practice.ground import Ground, ground_of, offered
from loke.promising_practice.guide import Row
from loke.promising_practice.models import Evidence
from loke.publishing.marks import Picture


@dataclass(frozen=True)
class Shown:
    """One piece of evidence as the page shows it."""

    content: dict[str, Any]

    @property
    def text(self) -> str:
        return text_of(self.content)

    @property
    def other_language(self) -> str:
        """The language that it is said in, where it is another than the page's."""
        said = language_of(self.content)
        return "" if said == (get_language() or "sv") else said

    @property
    def picture(self) -> Picture | None:
        return picture_of(self.content, get_language() or "sv")


@dataclass(frozen=True, eq=False)
class Offered:
    place: Place
    row: Row
    today: date
    asked: str  # the period, nothing for the usual one

    @cached_property
    def ground(self) -> Ground | None:
        """Of the period that is asked for, else of that which was taken, so that like is held against like."""
        return ground_of(self.place.service, self.today, self.asked or (self.taken.period if self.taken else ""))

    @cached_property
    def now(self) -> Shown | None:
        found = self.ground and offer(self.ground, self.row.evidence)
        return Shown(found) if found else None

    @cached_property
    def taken(self) -> Evidence | None:
        """The latest that was taken."""
        answers = {"answer__review": self.place.review, "answer__row": self.row.code}
        found = Evidence.objects.filter(**answers, kind=self.row.evidence).select_related("taken_by")
        return found.last()

    @cached_property
    def kept(self) -> Shown | None:
        return Shown(self.taken.said) if self.taken else None

    @property
    def shown(self) -> Shown | None:
        return self.kept or self.now

    @cached_property
    def is_newer(self) -> bool:
        return bool(self.taken and self.now and differs(self.taken.said, self.now.content))

    @cached_property
    def periods(self) -> list[tuple[str, str]]:
        return offered(self.place.service, self.today)

    @property
    def period(self) -> str:
        return self.ground.reading.period if self.ground else ""

    @property
    def about_cost(self) -> bool:
        return self.row.evidence.startswith("cost")

    @property
    def is_wider(self) -> bool:
        """Whether it is the cost of more than the way of working, which is a part of the service."""
        return self.about_cost and self.place.review.practice.casefold() != self.place.service.name.casefold()

    @cached_property
    def lacks_cost(self) -> bool:
        return bool(self.about_cost and self.ground and spent_in(self.ground) is None)

    @property
    def more(self) -> str:
        """The section of Följ upp that says more; nothing where there is none."""
        shown = self.shown
        if not shown or not shown.content["anchor"]:
            return ""
        query = {"period": shown.content["period"]}
        return f"{reverse('follow_up', args=[self.place.service.code], query=query)}#{shown.content['anchor']}"
