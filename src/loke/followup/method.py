"""The method appendix: what is asked, counted and expected, by which formulas, as the figures took it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from loke.dataset.definitions import Expectation, Instrument, Scale, Service
from loke.followup.counted import FIGURES, TABLES
from loke.followup.limits import LIMITS, written
from loke.followup.meanings import NO_SIZE, NOT_SHOWN, SIGNS, SIZES, VERDICTS, WORDS
from loke.measures.models import Expectation as StoredExpectation
from loke.measures.models import Scale as StoredScale
from loke.measures.models import Variable as StoredVariable
from loke.publishing.columns import LAYOUTS
from loke.publishing.documents.content import Column, Table
from loke.publishing.documents.paper import Block, Chapter, Words, fitted
from loke.publishing.numbers import percent, shortest
from loke.publishing.sentences import sentences_in
from loke.publishing.tables import PHRASES, name_of


def method_of(
    service: Service, instruments: Sequence[Instrument], titles: Mapping[str, str], language: str
) -> list[Chapter]:
    """Every definition: of what the service asks, gives and expects, and then of how the figures are counted."""
    expected = [_expectation(one, service, titles, language) for one in service.expectations]
    scales = [(titles.get(one.instrument, one.instrument), scale) for one in instruments for scale in one.scales]
    return [
        Chapter(_("Frågor och variabler"), _or_none(_variables(service), _("Inga variabler är valda."))),
        Chapter(_("Insatser, faser och avslut"), tuple(_named(service))),
        Chapter(
            _("Instrument och skalor"),
            _or_none(
                (*_scoring(scales, language), *_limits(scales, language), *_norms(instruments, titles, language)),
                _("Inga instrument är valda."),
            ),
        ),
        Chapter(_("Förväntningar"), _or_none(_expectations(expected), _("Inga förväntningar är antagna."))),
        *_figures(written(language), language),
    ]


def _or_none(blocks: Iterable[Block], otherwise: str) -> tuple[Block, ...]:
    return tuple(blocks) or (Words(otherwise),)


def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[Table]:
    """The table, or nothing without rows."""
    columns = tuple(Column(f"c{place}", head) for place, head in enumerate(heads))
    found = tuple(tuple(row) for row in rows)
    return [fitted(Table("", caption, columns, found))] if found else []


def _defined(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """A table of definitions, which stand in its second column and need most of the room."""
    shares = (1.0, 2.4, 1.1)
    columns = tuple(
        Column(f"c{place}", head, share=share) for place, (head, share) in enumerate(zip(heads, shares, strict=False))
    )
    return Table("", caption, columns, tuple(tuple(row) for row in rows))


def _variables(service: Service) -> list[Table]:
    roles, types = dict(StoredVariable.Role.choices), dict(StoredVariable.Type.choices)
    moments = dict(StoredVariable.Occasion.choices)
    rows = [
        [
            *(one.name, str(roles.get(one.role, one.role)), str(types.get(one.type, one.type))),
            ", ".join(str(moments.get(each, each)) for each in one.occasions),
            " · ".join(option.name for option in one.options),
            one.purpose,
        ]
        for one in service.variables
    ]
    heads = _("Variabel"), _("Slag"), _("Svar"), _("När"), _("Svarsalternativ"), _("Vad svaret ska användas till")
    return _table(_("Variabler"), heads, rows)


def _named(service: Service) -> Iterator[Block]:
    yes, no = _("ja"), _("nej")
    given = [[one.name, yes if one.intended else no] for one in service.interventions]
    endings = [
        [one.name, "" if one.planned is None else yes if one.planned else no, _ending(one.kind)]
        for one in service.endings
    ]
    found = [
        *_table(_("Insatser"), (_("Insats"), _("Finns i beskrivningen")), given),
        *_table(_("Faser"), (_("Ordning"), _("Fas")), [[str(one.order), one.name] for one in service.phases]),
        *_table(_("Sätt att avsluta"), (_("Avslut"), _("Planerat"), _("Räknas som")), endings),
    ]
    yield from found or [Words(_("Inga insatser, faser eller avslut är beskrivna."))]


def _ending(kind: str) -> str:
    return {"completed": _("fullföljt"), "discontinued": _("avbrott"), "other": _("annat")}.get(kind, kind)


def _scoring(scales: Sequence[tuple[str, Scale]], language: str) -> list[Table]:
    scores, directions = dict(StoredScale.Score.choices), dict(StoredScale.Better.choices)
    rows = [
        [
            *(instrument, scale.name, str(scores.get(scale.score, scale.score)), ", ".join(scale.items or scale.parts)),
            ", ".join(scale.reversed),
            _number(scale.need and Fraction(scale.need), language),
            str(directions.get(scale.better, scale.better)),
            _number(scale.step, language),
        ]
        for instrument, scale in scales
    ]
    heads = [_("Instrument"), _("Skala"), _("Räknas som"), _("Frågor"), _("Vända frågor"), _("Minst antal svar")]
    return _table(_("Så räknas skalorna"), [*heads, _("Riktning"), _("Minsta steg som räknas")], rows)


def _limits(scales: Sequence[tuple[str, Scale]], language: str) -> list[Table]:
    rows = [
        [
            instrument,
            scale.name,
            *(_number(one, language) for one in (scale.lowest, scale.highest, scale.cutoff)),
            _number(scale.reliability, language),
            scale.source,
        ]
        for instrument, scale in scales
    ]
    heads = [_("Instrument"), _("Skala"), _("Lägsta svar"), _("Högsta svar"), _("Gränsvärde"), _("Tillförlitlighet")]
    return _table(_("Gränser och källor"), [*heads, _("Källa")], rows)


def _norms(instruments: Sequence[Instrument], titles: Mapping[str, str], language: str) -> list[Table]:
    rows = [
        [
            *(titles.get(one.instrument, one.instrument), norm.name, _number(norm.mean, language)),
            *(_number(norm.sd, language), str(norm.n or ""), norm.source),
        ]
        for one in instruments
        for norm in one.norms
    ]
    heads = _("Instrument"), _("Grupp"), _("Medelvärde"), _("Spridning"), _("Antal"), _("Källa")
    return _table(_("Jämförelsevärden"), heads, rows)


def _number(value: Fraction | int | None, language: str) -> str:
    return "" if value is None else shortest(value, language)


def _expectation(one: Expectation, service: Service, titles: Mapping[str, str], language: str) -> list[str]:
    kinds = dict(StoredExpectation.Kind.choices)
    until = one.valid_to.isoformat() if one.valid_to else _("gäller")
    return [
        *(one.text, one.version, str(kinds.get(one.kind, one.kind)), _about(one, service, titles, language)),
        _span(one, language),
        "" if one.share is None else percent(one.share, language),
        f"{one.valid_from.isoformat()} – {until}",
    ]


def _about(one: Expectation, service: Service, titles: Mapping[str, str], language: str) -> str:
    names = {each.variable: each.name for each in service.variables}
    names |= {each.intervention: each.name for each in service.interventions}
    names |= {each.phase: each.name for each in service.phases} | dict(titles)
    return ", ".join(
        name_of(code, names, language) for code in (one.variable, one.intervention, one.phase, one.instrument) if code
    )


def _span(one: Expectation, language: str) -> str:
    ends = [_number(end, language) for end in (one.lowest, one.highest)]
    return _("%(low)s till %(high)s") % {"low": ends[0] or "–", "high": ends[1] or "–"} if any(ends) else ""


def _expectations(rows: Iterable[Sequence[str]]) -> list[Table]:
    heads = (
        _("Det vi tänkte"),
        _("Version"),
        _("Slag"),
        _("Gäller"),
        _("Från och till"),
        _("Minst andel"),
        _("Gäller under"),
    )
    return _table(_("Förväntningar"), heads, rows)


def _figures(said: Mapping[str, str], language: str) -> Iterator[Chapter]:
    """How every table is counted, what the words beside it mean, and the limits that decide both."""
    source, how = _("Källa"), _("Så räknas det")
    told = [[str(name), str(one.how) % said, one.source] for name, one in FIGURES]
    hidden = [[str(name), str(what) % said] for name, what in NOT_SHOWN]
    decides = [[said[name], str(one.decides)] for name, one in LIMITS.items()]
    tables = (
        (_("Så räknas tabellerna"), _("Tabellerna"), (_("Tabell"), how, source), _counted(said, language)),
        (_("Vad orden betyder"), _("Orden"), (_("Ord"), how, source), _meanings(said, language)),
        (_("Formler"), _("Formlerna"), (_("Det som räknas"), how, source), told),
        (_("Det som saknas eller inte visas"), _("Saknas eller visas inte"), (_("Ord"), _("Vad det betyder")), hidden),
        (_("Gränser"), _("Gränserna"), (_("Gräns"), _("Det den avgör")), decides),
    )
    yield from (Chapter(title, (_defined(caption, heads, rows),)) for title, caption, heads, rows in tables)


def _counted(said: Mapping[str, str], language: str) -> Iterator[list[str]]:
    for name, one in TABLES.items():
        caption = LAYOUTS[name].sv if language == "sv" else LAYOUTS[name].en
        yield [caption, str(one.how) % said, one.source]


def _meanings(said: Mapping[str, str], language: str) -> Iterator[list[str]]:
    """The words as they are said on the page, those that several figures share first."""
    phrases, over_time = PHRASES[language], sentences_in(language).over_time
    yield from ([str(word), str(one.how) % said, one.source] for word, one in WORDS)
    yield from ([phrases.VERDICT[code], str(one.how) % said, one.source] for code, one in VERDICTS.items())
    size = _("Storleken är %(word)s")
    yield from ([size % {"word": phrases.SIZE[code]}, str(how) % said, "Cohen 1988"] for code, how in SIZES.items())
    yield [_("Inget ord för storleken"), str(NO_SIZE) % said, ""]
    yield from ([over_time.SIGNAL[code], str(how) % said, "NHSRplotthedots"] for code, how in SIGNS.items())
    yield [over_time.NONE, _("Inget av tecknen finns i den valda perioden."), "NHSRplotthedots"]
    outside = _("Andelen ligger utanför de inre gränserna för en så stor verksamhet, %(inner)s.")
    yield [over_time.OUTSIDE, outside % said, "Spiegelhalter 2005"]
