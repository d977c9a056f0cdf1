"""What is said of a version, as pages show it, and who is let in from outside to say it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loke.accounts.access import may, reach
from loke.accounts.models import User
from loke.description.access import may_describe
from loke.description.headings import headings
from loke.description.models import Comment, ProcessDescription, Review, Service, ServiceDescription, Version
from loke.description.reading import place_of

KINDS = {"verksamhet": ServiceDescription, "process": ProcessDescription}  # as an address names them


def kind_of(version: ServiceDescription | ProcessDescription) -> str:
    return next(kind for kind, model in KINDS.items() if isinstance(version, model))


@dataclass(frozen=True)
class Said:
    """What is said of a version, of all of it or beside one place, and what whoever reads may do about it.

    Each comment has `where`, the name of its place. Those that nobody has answered come first.
    """

    version: ServiceDescription | ProcessDescription
    comments: Sequence[Comment]
    places: dict[str, str]
    may_comment: bool
    may_answer: bool
    place: str = ""
    question: str = ""
    asked: bool = False  # whether it stands under its question
    guest: User | None = None  # who is let in to answer the questions

    def at(self, place: str) -> "Said":
        """What is said beside one place."""
        return replace(self, place=place, comments=[one for one in self.comments if one.place == place])

    def by_question(self) -> list["Said"]:
        """The three questions in their order, and last what is about none of them."""
        return [self.about(question) for question in (*Comment.Question.values, "")]

    def about(self, question: str) -> "Said":
        there = [one for one in self.comments if one.question == question]
        return replace(self, question=question, comments=there, asked=True)

    @property
    def title(self) -> str:
        return dict(Comment.Question.choices).get(self.question, _("Något annat"))

    @property
    def where(self) -> str:
        return self.places.get(self.place, "")

    @property
    def questions(self) -> list[tuple[str, str]]:
        return [("", _("Något annat")), *Comment.Question.choices]

    @property
    def submission(self) -> uuid.UUID:
        """A new one for each form."""
        return uuid.uuid4()

    @property
    def key(self) -> str:
        """Names the form on a page that has several."""
        return f"{kind_of(self.version)}-{self.place.replace('.', '-')}-{self.question}"

    @property
    def awaits(self) -> bool:
        """Whether somebody who is let in has yet to say anything of the question."""
        return bool(self.guest and self.question) and all(one.by_id != self.guest.pk for one in self.comments)

    @property
    def unanswered(self) -> list[Comment]:
        return [one for one in self.comments if not one.answer]

    @property
    def answered(self) -> list[Comment]:
        return [one for one in self.comments if one.answer]

    @property
    def count(self) -> str:
        """As "3 kommentarer, 1 obesvarad"; nothing when nothing is said."""
        return counted(len(self.comments), len(self.unanswered)) if self.comments else ""

    @property
    def url(self) -> str:
        """The page of these comments alone."""
        return address_of("comments", self.version) + (f"?plats={self.place}" if self.place else "")

    @property
    def add_url(self) -> str:
        return address_of("add_comment", self.version)


def counted(all_of_them: int, unanswered: int) -> str:
    words = ngettext("%(n)s kommentar", "%(n)s kommentarer", all_of_them) % {"n": all_of_them}
    left = ngettext("%(n)s obesvarad", "%(n)s obesvarade", unanswered) % {"n": unanswered}
    return f"{words}, {left if unanswered else ngettext('besvarad', 'alla besvarade', all_of_them)}"


def address_of(page: str, version: ServiceDescription | ProcessDescription) -> str:
    return reverse(page, args=[version.service.code, kind_of(version), version.pk])


def comments_of(version: ServiceDescription | ProcessDescription, user: User, place: str = "") -> Said:
    """All that is said of the version, or what is said beside a place, with what `user` may do.

    A page with many places asks once, and then `at` for each.
    """
    places = places_of(version)
    found = version.comments.select_related("by", "answered_by").order_by("at", "pk")
    comments = sorted(found, key=lambda one: bool(one.answer))
    for one in comments:
        one.where = places.get(one.place, "")
    said = Said(
        version=version,
        comments=comments,
        places=places,
        may_comment=version.status != Version.REPLACED and may_describe(user, "comment", version.service),
        may_answer=may(user, "description", "write", unit=version.access_unit),
        guest=None if may(user, "service", "see", unit=version.access_unit) else user,
    )
    return said.at(place) if place else said


def places_of(version: ServiceDescription | ProcessDescription) -> dict[str, str]:
    """Every place of a version that a comment may stand beside, with its name on the screen."""
    if isinstance(version, ProcessDescription):
        return dict(version.rows.values_list("code", "text"))
    found = {field.code: _(field.label) for heading in headings() for field in heading.fields}
    for part in version.parts.prefetch_related("passages"):
        told = {one.field: one.text for one in part.passages.all()}
        name = told.get("name") or part.get_kind_display()
        fields = [field for heading in headings() for field in heading.parts.get(part.kind, ())]
        found |= {place_of(field.code, part): f"{name}: {_(field.label)}" for field in fields}
    return found


# Who is let in


def invitations_of(user: User) -> QuerySet[Review]:
    """What somebody is let in to read today."""
    found = Review.objects.open().of(user).select_related("service__unit__organisation", "invited_by")
    return found.order_by("until", "pk")


def questions_to(user: User) -> QuerySet[Review]:
    """The pairs that others ask of services which `user` answers for, and that nobody has said yes or no to."""
    units = reach(user, "description", "ask").units
    found = Review.objects.waiting().filter(service__unit__in=units)
    return found.select_related("service__unit", "pair__service__unit", "pair__partner", "partner", "invited_by")


@dataclass(frozen=True)
class ToRead:
    """A version that there is something to say of, and how much is said already."""

    version: ServiceDescription | ProcessDescription
    count: str
    url: str

    @property
    def name(self) -> str:
        return self.version._meta.verbose_name


def to_read(service: Service) -> list[ToRead]:
    """The version being written of each description, else the adopted one, with its comments counted."""
    found = []
    for model in KINDS.values():
        left = Count("comments", filter=Q(comments__answer=""))
        versions = model.objects.filter(service=service).exclude(status=Version.REPLACED).latest_first()
        if version := versions.annotate(said=Count("comments"), left=left).first():
            version.service = service
            count = counted(version.said, version.left) if version.said else _("Inga kommentarer än")
            found.append(ToRead(version, count, address_of("comments", version)))
    return found
