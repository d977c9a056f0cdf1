"""Any small dataset that the schema accepts comes out as it went in."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.exchange.alike import assert_comes_out_equal
from tests.shared import examples

FIRST = date(2019, 1, 1)
OCCASIONS = ["opening", "closing", "follow_up"]
TYPES = ["choice", "choices", "number", "yes_no", "date", "text"]
NUMBERS = ["0", "-1.5", "0.10", "1e3", "12.000000001", "00.5", "+2"]

days = st.integers(0, 2000).map(lambda n: (FIRST + timedelta(n)).isoformat())
words = st.text(st.sampled_from("abåÄ ,;\"'\n\r=\t😀"), min_size=1, max_size=8).filter(str.strip)
maybe_words = st.one_of(st.just(""), words)
numbers = st.sampled_from(NUMBERS)
maybe_number = st.sampled_from(["", *NUMBERS])
orders = st.sampled_from(["", "1", "2", "-3"])
booleans = st.sampled_from(["true", "false"])

Row = dict[str, Any]


def some(draw: st.DrawFn, values: list, most: int = 3) -> list:
    """A few of the values, each at most once."""
    places = st.lists(st.integers(0, len(values) - 1), max_size=most, unique=True)
    return [values[n] for n in draw(places)] if values else []


def said(draw: st.DrawFn, s: str) -> dict[str, list[Row]]:
    """What one service has declared, but for expectations."""
    variables = [
        {
            "variable": f"v{n}",
            "name": draw(words),
            "role": draw(st.sampled_from(["background", "outcome"])),
            "type": kind,
        }
        | {"occasion": " ".join(some(draw, OCCASIONS)), "component": draw(maybe_words), "purpose": draw(maybe_words)}
        for n, kind in enumerate(some(draw, TYPES, 6))
    ]
    options = [
        {"variable": one["variable"], "option": option, "name": draw(words), "order": draw(orders)}
        for one in variables
        for option in some(draw, ["o1", "o2", "yes"])
    ]
    endings = [
        {
            "ending": e,
            "name": draw(words),
            "kind": draw(st.sampled_from(["completed", "other"])),
            "planned": draw(planned),
        }
        for e in some(draw, ["d1", "d2"])
    ]
    given_ones = [
        {"intervention": i, "name": draw(words), "intended": draw(booleans)} for i in some(draw, ["i1", "i2"])
    ]
    plan = [{"phase": p, "name": draw(words), "order": str(n)} for n, p in enumerate(some(draw, ["p1", "p2"]))]
    tables = {"variables": variables, "options": options, "endings": endings, "interventions": given_ones}
    moments = {"at_start": booleans, "every_weeks": st.sampled_from(["", "1", "104"]), "at_end": booleans}
    moments |= {"months_after": st.sampled_from(["", "6", "12 6", "1 240"])}
    asked = [{"instrument": i, **{name: draw(one) for name, one in moments.items()}} for i in some(draw, ["x", "y"])]
    tables |= {"phase_plan": plan, "measurement_plan": asked}
    return {name: [{"service": s, **row} for row in rows] for name, rows in tables.items()}


planned = st.sampled_from(["", "true", "false"])


def expected(draw: st.DrawFn, s: str, own: dict[str, list[Row]]) -> list[Row]:
    """Expectations of every kind that the service has something for."""
    kinds: list[Row] = [
        {"kind": "completion"},
        {"kind": "duration", "to": "9"},
        {"kind": "dose", "months": "3", "from": "1"},
    ]
    kinds += [{"kind": "range", "variable": "age", "from": "13.5", "to": ""}]
    kinds += [{"kind": "received", "intervention": one["intervention"]} for one in own["interventions"]]
    kinds += [{"kind": "phase", "phase": one["phase"], "to": "30"} for one in own["phase_plan"]]
    kinds += [{"kind": "improvement", "instrument": "x", "scale": "a"}]
    kinds += [
        {"kind": "category", "variable": o["variable"], "option": o["option"]} for o in own["options"] if chosen(o, own)
    ]
    kinds += [
        {"kind": "category", "variable": v["variable"], "option": "no"}
        for v in own["variables"]
        if v["type"] == "yes_no"
    ]
    return [
        {"service": s, "expectation": f"x{n}", "version": version, "valid_from": "2019-01-01", "text": draw(words)}
        | {
            "share": draw(st.sampled_from(["", "0", "0.70", "1"])),
            "valid_to": draw(st.sampled_from(["", "2021-12-31"])),
        }
        | row
        for n, row in enumerate(some(draw, kinds, 5))
        for version in some(draw, ["1", "två"], 2)
    ]


def chosen(option: Row, own: dict[str, list[Row]]) -> bool:
    return any(v["variable"] == option["variable"] and v["type"] in ("choice", "choices") for v in own["variables"])


def value_of(draw: st.DrawFn, variable: Row, options: list[str]) -> str | None:
    drawn = {"number": numbers, "yes_no": st.sampled_from(["yes", "no"]), "date": days, "text": words}
    if variable["type"] in drawn:
        return draw(drawn[variable["type"]])
    return draw(st.sampled_from(options)) if options else None


def contents(draw: st.DrawFn, e: str, own: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """What happened in one episode."""
    options = {
        v["variable"]: [o["option"] for o in own["options"] if o["variable"] == v["variable"]] for v in own["variables"]
    }
    values = [
        {
            "variable": v["variable"],
            "value": value_of(draw, v, options[v["variable"]]),
            "occasion": draw(st.sampled_from(["", *OCCASIONS])),
        }
        for v in some(draw, own["variables"])
    ]
    contact = st.fixed_dictionaries(
        {
            "date": st.sampled_from(["2020-01-01", "2020-02-29"]),
            "intervention": st.sampled_from([one["intervention"] for one in own["interventions"]] or ["none"]),
            "attendance": st.sampled_from(["attended", "missed"]),
            "minutes": st.sampled_from(["", "0", "100000"]),
            "session": maybe_words,
        }
    )
    contacts = draw(st.lists(contact, max_size=4)) if own["interventions"] else []
    stays = [
        {"phase": p, "entered": draw(days), "left": ""}
        for p in some(draw, [p["phase"] for p in own["phase_plan"]] or ["q1", "q2"])
    ]
    goals = [
        {"goal": g, "attainment": draw(st.sampled_from(["", "fully"])), "set_on": draw(days)}
        for g in some(draw, ["mål ett", "två"])
    ]
    tables = {"values": [v for v in values if v["value"]], "contacts": contacts, "phases": stays, "goals": goals}
    return {name: [{"episode": e, **row} for row in rows] for name, rows in tables.items()}


def measured(draw: st.DrawFn, e: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {"measurements": [], "answers": [], "scores": []}
    for occasion in some(draw, ["start", "during", "end", "after"]):
        m, instrument = f"{e} {occasion}", draw(st.sampled_from(["x", "y"]))
        months = draw(st.sampled_from(["6", "12"] if occasion == "after" else ["", "0"]))
        row = {"measurement": m, "episode": e, "instrument": instrument, "occasion": occasion, "months_after": months}
        respondent = draw(st.sampled_from(["", "client", "parent"]))
        found["measurements"].append(row | {"date": draw(st.one_of(st.just(""), days)), "respondent": respondent})
        if instrument == "y":
            found["scores"] += [{"measurement": m, "scale": "c", "value": draw(numbers)}]
        else:
            answer = st.sampled_from([("1", ""), ("2.50", ""), ("", ""), ("", "declined")])
            answers = [(item, *draw(answer)) for item in some(draw, ["q1", "q2"])]
            found["answers"] += [{"measurement": m, "item": q, "value": v, "reason": why} for q, v, why in answers]
    return found


INSTRUMENTS: dict[str, list[Row]] = {
    "scales": [
        {
            "instrument": "x",
            "scale": "a",
            "name": "A",
            "items": "q1 q2",
            "reversed": "q2",
            "score": "sum",
            "min": "1",
            "max": "5.0",
        }
        | {"better": "lower", "step": "0.50", "multiply": "1", "add": "0"},
        {"instrument": "y", "scale": "c", "name": "C", "better": "higher", "step": "1", "need": ""},
    ],
    "items": [{"instrument": "x", "item": "q1", "min": "1.0", "max": "3", "allowed": "1 2.50 3"}],
    "norms": [{"instrument": "y", "scale": "c", "norm": "n", "name": "Norm", "mean": "3.30", "ages": "16–84"}],
}


@st.composite
def datasets(draw: st.DrawFn) -> dict[str, list[Row]]:
    tables: dict[str, list[Row]] = {name: list(rows) for name, rows in INSTRUMENTS.items()}
    listing = draw(st.booleans())

    def add(more: dict[str, list[Row]]) -> None:
        for name, rows in more.items():
            tables.setdefault(name, []).extend(rows)

    for s in ("s1", "s2")[: draw(st.integers(1, 2))]:
        own = said(draw, s)
        add(own | {"services": [{"service": s, "name": draw(words), "organisation": draw(st.sampled_from(["", "Å"]))}]})
        add({"expectations": expected(draw, s, own)})
        busy: set[str] = set()
        for n in range(draw(st.integers(0, 3))):
            e, client, opened = f"{s}-{n}", draw(st.sampled_from(["", "k1", "k2"])), draw(days)
            closed = draw(st.sampled_from(["", opened])) if client not in busy else opened
            busy |= {client} if client and not closed else set()
            ending = draw(st.sampled_from(["", *(d["ending"] for d in own["endings"])])) if closed else ""
            row = {"episode": e, "client": client, "service": s, "opened": opened, "closed": closed, "ending": ending}
            add({"episodes": [row | {"age": draw(st.sampled_from(["", "0", "130"]))}]})
            add(contents(draw, e, own) | measured(draw, e))
        if listing:
            sexes = st.sampled_from(["", "female", "other"])
            years = st.sampled_from(["", "1870", "2010"])
            add(
                {
                    "clients": [
                        {"client": k, "service": s, "sex": draw(sexes), "birth_year": draw(years)}
                        for k in ("k1", "k2", "k3")
                    ]
                }
            )
    return {"episodes": []} | tables


class AnyDataset(TestCase):
    @settings(max_examples=examples(6), deadline=None, suppress_health_check=list(HealthCheck))
    @given(datasets(), st.integers(1, 2))
    def test_comes_out_equal(self, tables: dict[str, list[Row]], times: int) -> None:
        with transaction.atomic():
            assert_comes_out_equal(tables, times)
            transaction.set_rollback(True)
