"""What the tables about results say in Swedish, by the same rules as swedish.py."""

from collections.abc import Sequence

from loke.dataset.definitions import Norm
from loke.publishing import readings
from loke.publishing.groups import SEVERAL, Group, Pair, comparable, differing, too_few
from loke.publishing.numbers import number, percent, shortest, signed, spelled
from loke.publishing.readings import FEW, TOO_FEW, Row, Words
from loke.publishing.sentences import swedish_phrases as phrases
from loke.publishing.sentences.swedish_phrases import capital, few, joined, listed, nobody, people

ATTAINMENT = {
    "fully": "helt",
    "largely": "i stor utsträckning",
    "slightly": "i liten utsträckning",
    "not_at_all": "inte alls",
}
LOOKED_FOR = (
    "Uppdelningen valdes när talen redan fanns. Det som syns är upptäckt i efterhand: "
    "en fråga att följa nästa period, inte ett svar."
)
FOUND_BY_LOOKING = "Upptäckt i efterhand."
LIKE_OTHERS = (
    "Normgruppen kan skilja sig från dem som verksamheten möter i ålder, kön och hur länge sedan den svarade. "
    "Svaren vid start och vid slut kommer inte alltid från samma personer."
)


def goals(rows: Sequence[Row], waiting: int) -> str:
    """How many goals were reached how far, and how many of those that ended were never judged."""
    judged = "bedömt" if waiting == 1 else "bedömda"
    unjudged = f"{waiting} mål blev inte {judged} innan kontakten avslutades." if waiting else ""
    if not rows or not rows[0].of:
        return joined("Inga mål bedömdes under perioden.", unjudged)
    reached = [f"{nobody(row.n).replace('ingen', 'inget')} {ATTAINMENT[row.attainment]}" for row in rows]
    said = f"Av {phrases.plural(rows[0].of, 'bedömt', 'bedömda')} mål nåddes {listed(reached)}."
    return joined(said, unjudged, "Få mål." if rows[0].of < FEW else "")


def reliable_change(row: Row, name: str, words: Words) -> str:
    """For how many the change is larger than the error, either way, and who passed the cut-off."""
    if not row.pairs:
        return f"Inga {words.plural} har svarat på {name} både vid start och slut än."
    up = row.improved + (row.recovered or 0)
    said = f"{people(row.pairs, words)} har svarat på {name} både vid start och slut."
    split = (
        f"För {nobody(up)} är en förändring till det bättre större än mätfelet, för {nobody(row.unchanged)} ryms den "
        f"i mätfelet och för {nobody(row.deteriorated)} är en förändring till det sämre större än mätfelet."
    )
    return joined(said, split, f"Det krävs {shortest(row.needed, most=1)} poäng.", _cutoff(row), few(row.pairs))


def _cutoff(row: Row) -> str:
    if row.recovered is None:
        return ""
    passed = f"{capital(nobody(row.recovered))} gick samtidigt förbi gränsen från det svårare hållet."
    already = f"{row.functional_at_start} var förbi den redan vid start." if row.functional_at_start else ""
    return joined(passed, already)


def norms(row: Row) -> str:
    """The mean on one occasion beside the norm group's, and whether they surely differ."""
    if row.n < TOO_FEW:
        return f"{row.n} svar vid {phrases.OCCASION[row.occasion]}, för få för att jämföra."
    said = (
        f"{row.n} svar vid {phrases.OCCASION[row.occasion]}: medelvärdet är {number(row.mean, 1)}, "
        f"i normgruppen {number(row.norm_mean, 1)}."
    )
    reading = readings.direction(row)
    if reading == "none":
        return said
    span = phrases.span(row.low, row.high, 1)
    sure = {
        "up": f"Det är ganska säkert högre än i normgruppen (skillnad {signed(row.difference, 1)}, {span}).",
        "down": f"Det är ganska säkert lägre än i normgruppen (skillnad {signed(row.difference, 1)}, {span}).",
        "uncertain": f"Det är ingen säker skillnad ({signed(row.difference, 1)}, {span}).",
    }
    return joined(said, sure[reading], few(row.n))


def norm_group(norm: Norm, better: str) -> str:
    """Who the norm group are and what is known of it; which way is better."""
    ages = f"{norm.ages} år" if norm.ages else ""
    n = people(norm.n, Words("person", "personer")) if norm.n else "okänt antal"
    told = ", ".join(filter(None, [norm.name, norm.country, str(norm.year) if norm.year else "okänt år", ages, n]))
    spread = "" if norm.sd else "Spridningen i den är inte känd, så skillnaden får ingen storlek."
    way = "Högre är bättre." if better == "higher" else "Lägre är bättre."
    return joined(f"Normgrupp: {told}.", spread, way, f"Källa: {norm.source.rstrip('.')}." if norm.source else "")


def lasting(row: Row, name: str) -> str:
    """Who could have been reached and was, and of the same persons how many were and are better."""
    when = f"{name}, {phrases.months_after(row.months_after)}"
    if not row.eligible:
        return f"{when}: av {row.closed} avslutade har ingen hunnit dit än."
    reached = f"{when}: av {row.closed} avslutade kunde {row.eligible} ha nåtts, och {nobody(row.reached)} nåddes."
    return joined(reached, lasted(row))


def lasted(row: Row) -> str:
    """Of those who answered all three times how many were and are better, and their means."""
    return joined(_kept(row), _three_means(row))


def _kept(row: Row) -> str:
    if not row.triples:
        return "Ingen av dem har svarat alla tre gångerna." if row.reached else ""
    return (
        f"{capital(spelled(row.triples))} har svarat alla tre gångerna. Vid slut var det bättre för "
        f"{nobody(row.better_at_end)} av dem, och av dessa är det fortfarande bättre för {nobody(row.kept)}."
    )


def _three_means(row: Row) -> str:
    if row.triples < TOO_FEW:
        return ""
    start, end, after = (number(mean, 1) for mean in (row.mean_start, row.mean_end, row.mean_after))
    return f"För samma {row.triples} var medelvärdet {start} vid start, {end} vid slut och {after} efteråt."


def not_reached(row: Row) -> str:
    """How those who were not reached stood at start, and what the change is whichever way they are counted."""
    if row.reached < TOO_FEW or row.eligible - row.reached < TOO_FEW:
        return ""
    if None in (row.mean_start_reached, row.mean_start_lost, row.no_change):
        return ""
    lost = number(row.mean_start_lost, 1)
    apart = f"De som nåddes hade i medel {number(row.mean_start_reached, 1)} vid start, de andra {lost}."
    return joined(
        apart,
        f"Om de som inte nåddes är tillbaka där de började är medelförändringen {signed(row.no_change, 1)} för alla "
        f"som svarade vid start. Om deras senaste svar gäller än är den {signed(row.carried_forward, 1)}.",
    )


def yes_no(row: Row, name: str, closed: int) -> str:
    """How many said yes before and after, who moved which way, who is missing and how sure the difference is."""
    lacking = closed - row.pairs
    missing = f"För {lacking} av {closed} avslutade saknas minst ett av svaren." if lacking > 0 else ""
    if not row.pairs:
        return joined(f"{name}: ingen har svarat både vid start och avslut än.", missing)
    before, after = row.yes_yes + row.yes_no, row.yes_yes + row.no_yes
    said = f"{name}: av {row.pairs} svarade {nobody(before)} ja vid start och {nobody(after)} vid avslut."
    moved = f"{capital(nobody(row.no_yes))} gick från nej till ja och {nobody(row.yes_no)} från ja till nej."
    return joined(said, moved, _sure(row), missing, few(row.pairs))


def _sure(row: Row) -> str:
    reading = readings.moved(row)
    if reading == "none":
        return ""
    span = phrases.percent_span(row.low, row.high)
    return {
        "up": f"Ökningen är ganska säker ({span} procentenheter).",
        "down": f"Minskningen är ganska säker ({span} procentenheter).",
        "uncertain": f"Det är ingen säker skillnad ({span} procentenheter).",
    }[reading]


def groups(scales: int, comparisons: int, differing: int) -> str:
    """How many comparisons are made, and what that asks of each; what was found by looking is named, but not here."""
    if not comparisons:
        return "För få för att säga om grupperna skiljer sig. Det krävs minst tio par i två grupper."
    one = comparisons == 1
    said = f"{capital(spelled(comparisons))} {'jämförelse' if one else 'jämförelser'} av medelförändringen"
    many = "Ju fler som görs, desto tydligare måste var och en vara (Holm)." if comparisons > 2 else ""
    none = "" if differing else f"{'Ingen säker skillnad syns' if one else 'Ingen av dem visar en säker skillnad'}."
    return joined(f"{said} på {spelled(scales)} {'skala' if scales == 1 else 'skalor'}.", none, many)


def groups_differ(pairs: Sequence[tuple[str, str, bool]], small: Sequence[str]) -> str:
    """Which groups differ in one scale; a pair is two names and whether they surely do. `small` were not compared."""
    sure = [f"{one} och {other}" for one, other, differ in pairs if differ]
    if not pairs:
        said = "För få för att säga om grupperna skiljer sig."
    else:
        said = f"Skiljer sig ganska säkert: {'; '.join(sure)}." if sure else "Ingen säker skillnad mellan grupperna."
    return joined(said, f"Färre än tio par, inte jämförda: {', '.join(small)}." if small else "")


def compared(groups: Sequence[Group], found: Sequence[Pair] | None = None, who: str = "") -> str:
    """Which groups differ more than chance allows, and the counts of those too small for a share.

    `found` are the pairs that do, where they are judged together with others. `who` they are, in a word.
    """
    tiny, small = ([f"{one.name} ({one.n} av {one.of})" for one in each] for each in too_few(groups))
    found, who = differing(groups) if found is None else found, who or "grupperna"
    pairs = [" och ".join(f"{one.name} ({percent(one.share)})" for one in pair) for pair in found]
    if len(comparable(groups)) < 2:
        said, small = f"För få för att säga om {who} skiljer sig.", []
    elif pairs:
        said = f"Skiljer sig ganska säkert: {'; '.join(pairs)}."
    else:
        said = f"Ingen säker skillnad mellan {who}."
    left = (("Färre än tio, jämförs inte", small), ("Färre än fem, utan andel", tiny))
    return joined(said, *(f"{why}: {', '.join(which)}." for why, which in left if which))


def not_compared(groups: Sequence[Group], who: str = "") -> str:
    """Of what one person may have several of: the intervals are wider than they look, so no pair is told apart."""
    tiny = ", ".join(f"{one.name} ({one.n} av {one.of})" for one in too_few(groups)[0])
    said = "En person kan ha flera, så osäkerheten är större än den ser ut."
    left = f"Färre än fem, utan andel: {tiny}." if tiny else ""
    return joined(said, f"Därför sägs inte om {who or 'grupperna'} skiljer sig.", left)


def compared_services(services: Sequence[Group], measure: str) -> str:
    """The same of comparable services in one measure."""
    if measure in SEVERAL:
        return not_compared(services, "verksamheterna")
    return compared(services, who="verksamheterna")


def dose_groups(rows: Sequence[Row], names: Sequence[str]) -> str:
    """The middle number of contacts in each group large enough, one name for each row."""
    shown = [
        f"{name} {shortest(row.median, most=1)} ({row.n} personer)"
        for row, name in zip(rows, names, strict=True)
        if row.n >= TOO_FEW
    ]
    return f"Antal träffar i mitten: {', '.join(shown)}." if shown else ""
