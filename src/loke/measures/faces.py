"""A questionnaire as the one who answers meets it: in one language, by question on a screen or by sheet on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from loke.measures.models import Instrument, Item, Translation
from loke.publishing.numbers import shortest

RIGHT_TO_LEFT = {Translation.Language.ARABIC, Translation.Language.PERSIAN}
CODES = {Translation.Language.EASY: "sv"}  # as a browser knows the language
# Heights on paper in millimetres: a line of text, the space around a question, and each way of answering.
LINE, GAP, ROW, VISUAL, TITLE, SHEET, ACROSS = 6.4, 8, 11, 24, 12, 230, 76


@dataclass(frozen=True)
class Face:
    """One question: its words, its steps with their values, and the words of the two ends."""

    number: int
    code: str
    text: str
    kind: int | None
    steps: tuple[tuple[str, str], ...] = ()
    ends: tuple[str, str] = ("", "")
    limits: tuple[str, str] = ("", "")

    @property
    def across(self) -> bool:
        """Whether the steps have room beside each other on paper."""
        return sum(len(label) + 4 for _, label in self.steps) <= ACROSS

    @property
    def height(self) -> float:
        text = ceil(len(self.text) / ACROSS) * LINE
        if self.kind == Item.Kind.STEPS:
            return text + GAP + (ROW if self.across else len(self.steps) * LINE)
        return text + GAP + (VISUAL if self.kind == Item.Kind.LINE else ROW)


@dataclass(frozen=True)
class Questionnaire:
    title: str
    instruction: str
    code: str
    language: str
    direction: str
    machine: bool
    questions: tuple[Face, ...]

    def sheets(self) -> list[list[Face]]:
        """The questions on sheets of A4, none of them cut in two."""
        sheets, used = [[]], TITLE + sum(LINE * ceil(len(line) / ACROSS) for line in self.instruction.splitlines())
        for question in self.questions:
            if sheets[-1] and used + question.height > SHEET:
                sheets.append([])
                used = 0.0
            sheets[-1].append(question)
            used += question.height
        return sheets


def questionnaire(instrument: Instrument, language: str) -> Questionnaire:
    """In the language, and in Swedish where something is not translated."""
    wordings = {one.language: one for one in instrument.translations.prefetch_related("items")}
    here, swedish = wordings.get(language), wordings.get(Translation.Language.SWEDISH)
    return Questionnaire(
        title=(here and here.title) or str(instrument),
        instruction=(here and here.instruction) or (swedish.instruction if swedish else ""),
        code=instrument.code,
        language=CODES.get(language, language),
        direction="rtl" if language in RIGHT_TO_LEFT else "ltr",
        machine=bool(here) and here.provenance == Translation.Provenance.MACHINE,
        questions=tuple(_faces(list(instrument.items.all()), here, swedish)),
    )


def _faces(items: Sequence[Item], here: Translation | None, swedish: Translation | None):
    said = {text.item_id: text for text in here.items.all()} if here else {}
    otherwise = {text.item_id: text for text in swedish.items.all()} if swedish else {}
    for number, item in enumerate(items, 1):
        mine, swede = said.get(item.pk), otherwise.get(item.pk)
        labels = (mine and mine.labels) or (swede.labels if swede else "")
        yield _face(number, item, (mine and mine.text) or item.name, labels.splitlines())


def _face(number: int, item: Item, text: str, labels: list[str]) -> Face:
    values = item.allowed.split()
    kind = item.kind or (Item.Kind.STEPS if values else None)
    told = {"number": number, "code": item.code, "text": text, "kind": kind}
    if kind == Item.Kind.STEPS:
        words = labels if len(labels) == len(values) else [shortest(Decimal(value)) for value in values]
        return Face(**told, steps=tuple(zip(values, words, strict=True)))
    ends = (labels[0], labels[1]) if len(labels) == 2 else ("", "")
    limits = tuple("" if end is None else shortest(end) for end in (item.lowest, item.highest))
    return Face(**told, ends=ends, limits=limits)
