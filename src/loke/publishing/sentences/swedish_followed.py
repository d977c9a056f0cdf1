"""What a measure before and since a start says in Swedish, beside what was predicted; never what it is due to."""

from collections.abc import Sequence

from loke.analysis.estimates import Difference
from loke.analysis.followed import Figure
from loke.publishing.followed import Followed, about
from loke.publishing.numbers import percent, period_name, shortest, signed
from loke.publishing.readings import TOO_FEW
from loke.publishing.sentences.swedish_phrases import capital, few, in_brackets, joined, percent_span, span

HEAD = ("Period", "Antal", "Värde", "När")
WHEN = {False: "före start", True: "efter start", None: "start under perioden"}
COUNTED_BY = {
    "opened": "Räknat på dagen då kontakten började.",
    "closed": "Räknat på dagen då kontakten slutade.",
    "left": "Räknat på dagen då fasen slutade.",
    "contact": "Räknat på träffens dag. En person kan ha flera träffar, så osäkerheten är större än den ser ut.",
    "judged": "Räknat på dagen då målet bedömdes. En person kan ha flera mål, så osäkerheten är större än den ser ut.",
}
OUTCOME = {
    "came": "Det gick åt det håll {who} trodde, mer än slumpen brukar göra.",
    "came_size": "Det gick åt det håll {who} trodde, och minst så mycket.",
    "came_maybe": "Det gick åt det håll {who} trodde. Om det är så mycket som {who} trodde går inte att säga än.",
    "less": "Det gick åt det håll {who} trodde, men ganska säkert mindre än {who} trodde.",
    "not_so_much": "Det är ganska säkert mindre än {who} trodde. Om något har ändrats går inte att säga.",
    "opposite": "Det gick ganska säkert åt andra hållet än {who} trodde.",
    "uncertain": "Skillnaden kan vara tillfällig. Det går inte att säga om det blev som {who} trodde.",
    "several": "En person kan räknas flera gånger. Därför går det inte att säga om det blev som {who} trodde.",
    "redefined": "Det som räknas är inte detsamma i alla versioner. Därför jämförs inte före och efter start.",
    "too_few": "Det är för få för att jämföra före och efter start.",
}
WAY = {  # how it is held, that it falls, that it rises, and that it is seen
    "planned": ("tror", "minskar", "ökar", "syns"),
    "to_come": ("tror", "ska minska", "ska öka", "ska synas"),
    "past": ("trodde", "skulle minska", "skulle öka", "skulle synas"),
}
REMINDER = "Siffrorna säger om något har ändrats, inte vad det beror på."


def side(figure: Figure, when: str, followed: Followed) -> str:
    """As "Före start: 9 av 24 (38 %), osäkerhet 21 till 57."."""
    if not figure.n:
        return f"{when}: inget att räkna{' än' if figure is followed.since and not followed.over else ''}."
    if figure.hits is not None:
        counts = f"{figure.hits} av {figure.n}{in_brackets(figure.value, figure.n)}"
        sure = "" if figure.low is None or figure.high is None else f", {percent_span(figure.low, figure.high)}"
        return joined(f"{when}: {counts}{sure if figure.n >= TOO_FEW else ''}.", few(figure.n))
    if figure.n < TOO_FEW or figure.value is None or figure.low is None or figure.high is None:
        return f"{when}: medelvärdet vilar på färre än fem och visas inte."
    mean = f"i medeltal {shortest(figure.value, most=1)} {followed.unit}, {span(figure.low, figure.high, 1)}"
    return joined(f"{when}: {mean}. Antal: {figure.n}.", few(figure.n))


def predicted(followed: Followed) -> str:
    """As "Ni trodde att andelen skulle öka med minst 15 procentenheter och att det skulle synas 2026-10-01."."""
    prediction = followed.prediction
    if prediction is None:
        return ""
    what = "andelen" if followed.is_share else "medelvärdet"
    when = "to_come" if followed.is_believed else "past" if followed.started else "planned"
    believe, *ways, seen = WAY[when]
    unit = ("procentenhet" if prediction.size == 1 else "procentenheter") if followed.is_share else followed.unit
    size = f" med minst {shortest(prediction.size)} {unit}" if prediction.size is not None else ""
    by = f" och att det {seen} {prediction.by}" if prediction.by else ""
    return f"Ni {believe} att {what} {ways[prediction.up]}{size}{by}."


def changed(followed: Followed) -> str:
    """The difference with its interval, and how it stands to what was predicted."""
    if followed.outcome in ("too_few", "redefined"):
        return _outcome(followed, "ni")
    early = "Det är tidigt: dagen då det skulle synas har inte kommit." if followed.is_early else ""
    return joined(_difference(followed, followed.difference), _outcome(followed, "ni"), early)


def _outcome(followed: Followed, who: str) -> str:
    sized = followed.prediction is not None and followed.prediction.size is not None
    outcome = "came_size" if sized and followed.outcome == "came" else followed.outcome
    return OUTCOME[outcome].format(who=who)


def _difference(followed: Followed, found: Difference) -> str:
    if found.difference is None or found.low is None or found.high is None:
        return ""
    decimals, unit = (0, "procentenheter") if followed.is_share else (1, followed.unit)
    value, low, high = map(followed.scaled, (found.difference, found.low, found.high))
    return f"Skillnad: {signed(value, decimals)} {unit}, {span(low, high, decimals)}."


def pattern(followed: Followed) -> str:
    """What the points beside the middle say (Anhøj & Olesen 2014)."""
    runs = followed.runs
    if not followed.same:
        return ""
    if not runs.enough:
        return "Det är för få punkter för att säga om mönstret har ändrats. Det krävs åtta före start, och tio i allt."
    said = []
    if runs.is_shift:
        where = "över" if runs.up else "under"
        said.append(f"{runs.longest} punkter i rad ligger {where} mitten; av slumpen väntas högst {runs.most}.")
    if runs.is_crossing:
        times = "1 gång" if runs.crossings == 1 else f"{runs.crossings} gånger"
        said.append(f"Linjen korsar mitten {times}; av slumpen väntas minst {runs.fewest}.")
    if not said:
        return "Punkterna skiljer sig från mitten så som slumpen brukar göra."
    return joined("Det finns tecken på att något har ändrats.", *said)


def says(followed: Followed) -> Sequence[str]:
    """All of it, in the order it is read."""
    sides = [side(followed.before, "Före start", followed), side(followed.since, "Efter start", followed)]
    return [one for one in (predicted(followed), *sides, changed(followed), pattern(followed)) if one]


def row(period: str) -> str:
    return capital(period_name(period))


def shared(followed: Followed) -> Sequence[str]:
    """For those outside the unit: rounded, and nothing that rests on a few."""
    sides = (_about(followed.before, "Före start", followed), _about(followed.since, "Efter start", followed))
    return [f"{followed.name}.", *sides, *([_outcome(followed, "de")] if followed.may_be_told else [])]


def _about(figure: Figure, when: str, followed: Followed) -> str:
    if (found := about(figure)) is None:
        return f"{when}: för få för att visas utanför enheten."
    if figure.hits is not None:
        return f"{when}: omkring {percent(found.value)} av {found.n}."
    return f"{when}: i medeltal {shortest(found.value, most=1)} {followed.unit}. Antal: omkring {found.n}."
