"""What the tables say in Swedish: counts before percentages, who is missing, and words no surer than the figures."""

from collections.abc import Mapping, Sequence

from loke.publishing import readings
from loke.publishing.numbers import EN_DASH, goal, percent, period_name, shortest, spelled
from loke.publishing.readings import FEW, MOST_NAMED, TOO_FEW, Row, Words
from loke.publishing.sentences import swedish_over_time as over_time  # noqa: F401 - a part of these sentences
from loke.publishing.sentences import swedish_phrases as phrases
from loke.publishing.sentences import swedish_results as results  # noqa: F401 - a part of these sentences
from loke.publishing.sentences.swedish_change import (  # noqa: F401 - a part of these sentences
    better,
    change,
    measures,
    turned,
)
from loke.publishing.sentences.swedish_phrases import capital, counted, few, in_brackets, joined, listed, nobody, people


def expectation_verdict(row: Row) -> str:
    """How sure it is, in a few words."""
    return phrases.VERDICT[readings.verdict(row)]


def expectation(row: Row, words: Words) -> str:
    """What happened: how many were as intended, how many beside it, and how many cannot be judged."""
    left_out = phrases.LEFT_OUT[row.kind].format(n=row.not_assessable) if row.not_assessable else ""
    if not row.assessable:
        return joined("Ingen kan bedömas än.", left_out)
    held = phrases.HELD[row.kind].format(some=phrases.some(row.within, row.assessable, words))
    below, above = phrases.SIDES[row.kind]
    who_counts = phrases.WHO_COUNTS.get(row.kind, "") if row.below else ""
    sides = counted((row.below, below), (row.above, above)) if row.within or above else ""
    return joined(capital(held), sides, left_out, who_counts)


def expectation_certainty(row: Row) -> str:
    """The share, its interval, and how the interval stands to the target."""
    reading = readings.verdict(row)
    if reading == "too_few" or row.assessable < TOO_FEW:
        return "Andelar visas från fem personer."
    share = f"{percent(row.share)}{', få personer' if row.assessable < FEW else ''}"
    target = "" if row.target is None else goal(row.target)
    goes = f"osäkerheten går från {phrases.ends(readings.edges(row.low, row.high, row.target))}"
    return {
        "met": f"{share}. {capital(goes)} och ligger inte under {target}.",
        "not_met": f"{share}. {capital(goes)} och når inte {target}.",
        "maybe": f"{share}, men {goes}. Det kan också vara färre än {target}.",
        "maybe_fewer": f"{share}, men {goes}. Det kan också vara minst {target}.",
    }.get(reading, f"{share}. {capital(goes)}.{' De flesta kan inte bedömas än.' if readings.is_early(row) else ''}")


def became(row: Row) -> str:
    """How many were as intended, as short as can be."""
    return f"Det blev {row.within} av {row.assessable}{in_brackets(row.share, row.assessable)}."


def deviations(texts: Sequence[str]) -> str:
    """Which expectations surely did not hold; the first of them when they are many."""
    if not texts:
        return ""
    what = "En sak" if len(texts) == 1 else f"{capital(spelled(len(texts)))} saker"
    named = [f"”{text}”" for text in texts[:MOST_NAMED]]
    rest = len(texts) - len(named)
    return f"{what} blev inte som ni hade tänkt: {listed([*named, f'{spelled(rest)} till'] if rest else named)}."


def began(n: int, age: Row | None, words: Words) -> str:
    """How many began, and how old they were."""
    said = f"{people(n, words) if n else f'Inga {words.plural}'} började."
    if age is None or not age.n:
        return said
    lacking = f"Uppgift om ålder saknas för {age.missing}." if age.missing else ""
    if age.n < TOO_FEW:
        return joined(said, lacking)
    middle = f"Medianåldern är {shortest(age.median, most=1)} år."
    low, high = shortest(age.q1, most=0), shortest(age.q3, most=0)
    half = f"mellan {low} och {high}" if low != high else low
    return joined(said, middle, f"Den mittersta hälften är {half} år.", lacking)


def expectations(rows: Sequence[Row], every: int = 0) -> str:
    """How many of the expectations hold, and how sure that is; `every` where not all of them may be told."""
    if not rows:
        return "Det finns inga förväntningar att jämföra med än."
    tally = readings.tally(rows)
    said = [phrases.TALLY[name].format(n=spelled(n)) for name, n in tally.items()]
    if len(rows) >= every and [*tally] == ["too_few"]:
        whole = "Den enda förväntningen" if len(rows) == 1 else f"Alla {spelled(len(rows))} förväntningar"
        return f"{whole} gäller för få personer för att säga något."
    if len(rows) < every:
        return f"{capital(spelled(len(rows)))} av {spelled(every)} förväntningar går att visa: {listed(said)}."
    return f"Av {spelled(len(rows))} {'förväntning' if len(rows) == 1 else 'förväntningar'}: {listed(said)}."


def earlier(row: Row) -> str:
    """The same share in all earlier periods, and whether the difference is more than chance."""
    reading = readings.against_earlier(row)
    if reading == "none":
        return ""
    before = f"{row.earlier} av {row.earlier_of}{in_brackets(row.earlier / row.earlier_of, row.earlier_of)}"
    return {
        "higher": f"Andelen är ganska säkert högre än tidigare, då det var {before}.",
        "lower": f"Andelen är ganska säkert lägre än tidigare, då det var {before}.",
        "same": f"Tidigare var det {before}.",
        "uncertain": f"Tidigare var det {before}. Skillnaden kan vara tillfällig.",
    }[reading]


def who(rows: Sequence[Row], names: Mapping[str, str], words: Words) -> str:
    """The commonest answer to one variable, and for how many it is missing; `names` by option code."""
    of = rows[0].of if rows else 0
    if not of:
        return f"Inga {words.plural} att beskriva under perioden."
    top, lacking = readings.commonest(rows), readings.missing(rows)
    if not top:
        return f"Uppgift saknas för {phrases.everybody(of)}."
    most = listed([names.get(row.category, row.category) for row in top])
    each = "vardera " if len(top) > 1 else ""
    which = "Lika vanliga" if len(top) > 1 and top[0].n * len(top) == of - lacking else "Vanligast"
    said = f"{which} är {most}: {each}{top[0].n} av {people(of, words)}{in_brackets(top[0].share, of)}."
    return joined(said, f"Uppgift saknas för {lacking}." if lacking else "")


def who_numbers(row: Row, words: Words) -> str:
    """The middle value and where the middle half lies."""
    lacking = f"Uppgift saknas för {row.missing}." if row.missing else ""
    if not row.n:
        return lacking or f"Inga {words.plural} att beskriva under perioden."
    if row.n < TOO_FEW:
        return joined(f"Uppgift finns för {people(row.n, words)}, för få att sammanfatta.", lacking)
    middle, low, high = (shortest(value, most=1) for value in (row.median, row.q1, row.q3))
    half = f"hälften av {row.n} {words.plural} ligger {low}{EN_DASH}{high}"
    return joined(f"Värdet i mitten är {middle}, och {half}.", lacking)


def doses(row: Row, words: Words) -> str:
    """How many contacts people had in the window, what was missed, and who left before it was over."""
    if not row.n:
        return "Ingen kan bedömas än."
    middle, low, high = (shortest(value, most=1) for value in (row.median, row.q1, row.q3))
    half = f"hälften av {row.n} {words.plural} fick {low}{EN_DASH}{high}"
    judged = f"{people(row.n, words)} kan bedömas."
    said = f"Värdet i mitten är {middle} träffar, och {half}." if row.n >= TOO_FEW else judged
    absent = counted(
        (row.missed, "träff uteblev" if row.missed == 1 else "träffar uteblev"), (row.cancelled, "avbokades")
    )
    ended = f"{row.ended_inside} avslutade innan tiden hade gått och är med i talen." if row.ended_inside else ""
    return joined(said, absent, ended, few(row.n))


def dose(row: Row) -> str:
    """The middle of the contacts in the window, beside how many had as many as intended; from five people."""
    if row.n < TOO_FEW:
        return ""
    middle, low, high = (shortest(value, most=1) for value in (row.median, row.q1, row.q3))
    return f"Värdet i mitten är {middle} träffar, och hälften fick {low}{EN_DASH}{high}."


def interventions(rows: Sequence[Row], names: Mapping[str, str], words: Words) -> str:
    """What most people received, what was intended but given to nobody, and what was given but not intended."""
    given = [row for row in rows if row.received]
    if not given:
        return f"Inga {words.plural} har fått någon insats under perioden."
    most = max(given, key=lambda row: row.received)
    share = f"{most.received} av {people(most.of, words)}{in_brackets(most.share, most.of)}"
    unused = [names.get(row.intervention, row.intervention) for row in rows if row.intended and not row.received]
    beside = [names.get(row.intervention, row.intervention) for row in given if not row.intended]
    return joined(
        f"Flest fick {names.get(most.intervention, most.intervention)}: {share}.",
        f"Det här är tänkt, men ingen fick det: {listed(unused)}." if unused else "",
        f"Det här gavs, men är inte tänkt: {listed(beside)}." if beside else "",
    )


def attendance(row: Row) -> str:
    """How many of the planned contacts were missed; cancelled ones are counted apart."""
    cancelled = f"{row.cancelled} avbokades och räknas inte med." if row.cancelled else ""
    if not row.planned:
        return joined("Inga träffar var planerade under perioden.", cancelled)
    planned = "planerad träff" if row.planned == 1 else "planerade träffar"
    said = f"Av {row.planned} {planned} uteblev {nobody(row.missed)}{in_brackets(row.share, row.planned)}."
    return joined(said, cancelled)


def phase(row: Row, name: str, words: Words) -> str:
    """How long one phase took for those who left it, who is still there, who skipped it or came in another order."""
    skipped = counted((row.skipped, "hoppade över den"), (row.out_of_order, "kom dit i en annan ordning"))
    if not row.entered:
        return joined(f"{name}: inga {words.plural} gick in i fasen under perioden.", skipped)
    stay = f", {row.ongoing} är kvar" if row.ongoing else ""
    days = ""
    if row.left >= TOO_FEW:
        middle, low, high = (shortest(value, most=0) for value in (row.median, row.q1, row.q3))
        days = f"För de {row.left} som har lämnat den är {middle} dagar i mitten, hälften {low}{EN_DASH}{high}."
    return joined(f"{name}: {people(row.entered, words)} gick in i fasen{stay}.", days, skipped)


def phases(rows: Sequence[Row], names: Mapping[str, str], words: Words) -> str:
    """A sentence or two for each phase; `names` by phase code."""
    return joined(*(phase(row, names.get(row.phase, row.phase), words) for row in rows))


def completion(rows: Sequence[Row]) -> str:
    """The last of the periods beside the one before it and all before it; rows in the order of time."""
    if not rows or not rows[-1].of:
        return "Inga har avslutats under perioden."
    last, before = rows[-1], [row for row in rows[:-1] if row.of]
    sure = f", {phrases.percent_span(last.low, last.high)}" if last.of >= TOO_FEW else ""
    said = f"Av {last.of} avslutade fullföljde {nobody(last.completed)}{in_brackets(last.share, last.of)}{sure}."
    nearest = ""
    if len(before) > 1:
        share = in_brackets(before[-1].share, before[-1].of)
        nearest = f"{capital(period_name(before[-1].period))} var det {before[-1].completed} av {before[-1].of}{share}."
    return joined(said, nearest, earlier(last), few(last.of))


def completeness(rows: Sequence[Row], names: Mapping[str, str]) -> str:
    """How much of what was due is there, and where most is missing; `names` by instrument or variable."""
    due = [row for row in rows if row.due]
    if not due:
        return "Inget skulle fyllas i under perioden."
    total, done = sum(row.due for row in due), sum(row.done for row in due)
    what = phrases.plural(total, "uppgift", "uppgifter")
    said = f"Av {what} som skulle fyllas i är {phrases.plural(done, 'ifylld', 'ifyllda')} ({percent(done / total)})."
    worst = min(due, key=lambda row: row.done / row.due)
    if worst.done == worst.due:
        return said
    what = names.get(f"{worst.occasion}.{worst.what}", names.get(worst.what, worst.what))
    where = f"{what} {occasion(worst.occasion)}"
    return f"{said} Störst del saknas för {where}: {worst.done} av {worst.due} ifyllda."


def occasion(code: str) -> str:
    """As "vid start" or "6 månader efter avslut"."""
    if code.startswith("after_"):
        return phrases.months_after(int(code.removeprefix("after_")))
    return f"vid {phrases.OCCASION[code]}"
