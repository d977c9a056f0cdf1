"""The library of instruments: what its files say, that they score as they should, and what is off."""

import re
from fractions import Fraction
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.measures.oracle import by_hand, scored

from loke.measures.library import Entry, LibraryError, entries, entry, sources
from loke.measures.library.facts import SURE
from loke.measures.library.reading import read
from loke.measures.library.scoring import by_items, definition, lacking, step_of, usable_scales

FOLDER = files("loke.measures.library")
ALL = list(entries().values())
SCORED = [one for one in ALL if one.scored == "items"]


def everything_confirmed(one: Entry):
    """The entry as it is scored when all that its key needs has been confirmed."""
    confirmed = {fact.path: "manualen" for fact in lacking(one)}
    return definition(one, {scale.code: Fraction(1) for scale in one.scales}, confirmed)


@pytest.mark.parametrize("one", SCORED, ids=lambda one: one.code)
def test_every_instrument_gives_the_scores_of_its_test_vectors(one):
    found = scored(everything_confirmed(one), [vector.answers for vector in one.vectors])
    told = [(vector.why, dict(vector.scores)) for vector in one.vectors]
    assert [(vector.why, score) for vector, score in zip(one.vectors, found, strict=True)] == told


@pytest.mark.parametrize("one", SCORED, ids=lambda one: one.code)
def test_the_test_vectors_are_what_plain_arithmetic_gives(one):
    assert [by_hand(one, vector.answers) for vector in one.vectors] == [dict(vector.scores) for vector in one.vectors]


@pytest.mark.parametrize("one", SCORED, ids=lambda one: one.code)
def test_the_lowest_and_the_highest_answers_stay_within_the_range_and_reach_it_where_nothing_is_turned(one):
    first = one.vectors[:2]
    for scale in one.scales:
        low, high = scale.facts["range"].value
        got = sorted(vector.scores[scale.code] for vector in first)
        assert low <= got[0] <= got[1] <= high
        parts = [one.scale(code) for code in scale.value("parts", default=())] or [scale]
        if not any(part.facts["reversed"].value for part in parts):
            assert got == [low, high]


@pytest.mark.parametrize("one", SCORED, ids=lambda one: one.code)
def test_vectors_cover_a_missing_answer_at_and_over_the_limit_and_a_turned_item(one):
    for scale in (scale for scale in one.scales if "items" in scale.facts):
        items, need = scale.facts["items"].value, scale.facts["need"].value
        numbers = {
            sum(vector.answers[n - 1] is not None for n in items): vector.scores[scale.code] for vector in one.vectors
        }
        assert numbers[need] is not None
        assert numbers[need - 1] is None
        for turned in scale.facts["reversed"].value:
            only = [v for v in one.vectors if v.answers[turned - 1] == one.answers_to(turned).highest]
            assert any(v.answers[n - 1] == one.answers_to(n).lowest for v in only for n in items if n != turned)


@pytest.mark.parametrize("one", SCORED, ids=lambda one: one.code)
def test_answers_outside_are_refused_and_those_of_the_vectors_are_not(one):
    assert [item for item, answer in one.refused if one.answers_to(item).allows(answer)] == []
    taken = [(n, a) for v in one.vectors for n, a in enumerate(v.answers, 1) if a is not None]
    assert [(n, a) for n, a in taken if not one.answers_to(n).allows(a)] == []
    assert {number for group in one.answers for number in group.items} >= {item for item, _ in one.refused}


@given(st.data())
def test_any_answers_are_scored_as_by_hand(data):
    one = data.draw(st.sampled_from(SCORED))
    answers = [
        data.draw(st.none() | st.sampled_from(_possible(one, n))) for n in range(1, len(one.vectors[0].answers) + 1)
    ]
    assert scored(everything_confirmed(one), [answers]) == [by_hand(one, answers)]


def _possible(one: Entry, item: int) -> list[Fraction]:
    answers = one.answers_to(item)
    unit = 10**answers.decimals
    span = range(int(answers.lowest * unit), int(answers.highest * unit) + 1)
    return list(answers.allowed) or [Fraction(n, unit) for n in span]


def test_only_what_has_been_seen_in_a_source_is_on():
    """A table by hand of the instruments whose key nobody has confirmed."""
    assert {one.code for one in SCORED if not by_items(one)} == {"core-om", "k6", "rosenberg", "sdq"}
    assert {fact.status for one in ALL for _, fact in one.all_facts()} == {"verified", "derived", "secondary", "memory"}
    assert SURE == ("verified", "derived")
    ors = definition(entry("ors"), {"hela": Fraction(5)}).scales[0]
    assert (ors.cutoff, ors.reliable, ors.reliability) == (None, None, Fraction("0.58"))
    assert definition(entry("phq-9"), {"hela": Fraction(6)}).norms == ()


def test_a_confirmed_fact_is_on_with_the_source_that_was_found():
    made = definition(
        entry("ors"), {"hela": Fraction(5)}, {"scales.hela.cutoff": "Manualen, s. 12"}, source="Vår rutin"
    )
    assert made.scales[0].cutoff == Fraction("24.9")
    assert "Manualen, s. 12" in made.scales[0].source.splitlines()
    assert made.scales[0].source.splitlines()[-1] == "Vår rutin"


STEPS = """
phq-9         hela      6
gad-7         hela      4
who-5         hela      -
core-10       hela      -
ors           hela      -
audit         hela      40
audit         konsumtion 12
dudit         hela      44
"""


@pytest.mark.parametrize("row", STEPS.strip().splitlines())
def test_the_least_change_is_a_stated_one_or_the_whole_width_where_change_is_refused(row):
    code, scale, step = row.split()
    found = step_of(entry(code), entry(code).scale(scale), {})
    assert ("-" if found is None else str(found)) == step


def test_whole_audit_and_dudit_may_not_show_change_and_name_the_quantity_questions():
    for code, instead in (("audit", "audit-c"), ("dudit", "dudit-mangd")):
        rule = entry(code).change
        assert (rule.use, rule.instead) == (False, (instead,))
        assert "12 månaderna" in rule.reason or "senaste året" in rule.reason
        assert entry(instead).change.use


def test_every_fact_has_a_source_that_is_in_the_list_and_every_source_is_used():
    used = {fact.source.code for one in ALL for _, fact in one.all_facts()}
    assert used == set(sources())
    assert all(source.what for source in sources().values())
    assert [
        one.code for one in sources().values() if one.address and not re.match(r"https?://[\w.-]+/", one.address)
    ] == []


def test_codes_are_the_names_of_the_files_and_paths_name_one_fact_each():
    for file in FOLDER.iterdir():
        if file.name.endswith(".toml") and file.name != "sources.toml":
            one = entry(file.name.removesuffix(".toml"))
            paths = [fact.path for _, fact in one.all_facts()]
            assert len(paths) == len(set(paths))
            assert all(one.fact(path).path == path for path in paths)


def test_no_question_of_a_questionnaire_is_written_in_the_library():
    """Facts, not items: nothing in a file reads as a question to the one who answers."""
    text = "\n".join(f.read_text("utf-8") for f in FOLDER.iterdir() if f.name.endswith(".toml"))
    assert "?" not in text
    assert not re.search(r"\b(du|dig|din|jag|mig)\b", text, re.IGNORECASE)


def test_what_only_comes_as_scores_says_which_are_taken_and_refused():
    for one in (one for one in ALL if one.scored == "scores"):
        for trial in one.given:
            low, high = one.scale(trial.scale).facts["range"].value
            assert all(low <= score <= high for score in trial.taken)
            assert not any(low <= score <= high for score in trial.refused)


def test_scales_whose_range_is_not_sure_are_not_used_with_ready_scores():
    asi = [scale.code for scale in usable_scales(entry("asi"), (), False)]
    assert len(asi) == 7
    assert all(code.endswith("skattning") for code in asi)
    assert "alkohol-index" in [s.code for s in usable_scales(entry("asi"), {"scales.alkohol-index.range"}, False)]


GOOD = (FOLDER / "core-10.toml").read_text("utf-8")
FAULTS = [
    ('status = "verified"', 'status = "säkert"', "x.toml: facts.name.status: här väntades något av verified, derived"),
    ('source = "ms_core10"', 'source = "nagon"', "x.toml: facts.name.source: här väntades en källa i sources.toml"),
    ('scored = "items"', 'scored = "ja"', "x.toml: scored: här väntades något av items, scores, no"),
    ('items = "1-10"\nallowed', 'items = "1-9"\nallowed', "x.toml: scales.hela.items: här väntades frågor som finns"),
    ("value = [2, 3]", "value = [2, 13]", "x.toml: scales.hela.reversed: här väntades frågor som hör till skalan"),
    ("need = { value = 9", "need = { value = 11", "x.toml: scales.hela.need: här väntades ett tal från 1 till 10"),
    ("[0, 40]", "[40, 0]", "x.toml: scales.hela.range.value: här väntades lägsta och högsta poäng i stigande ordning"),
    (
        "allowed = [0, 1, 2, 3, 4]",
        "allowed = [0, 2, 1]",
        "x.toml: answers.1.allowed: här väntades tal i stigande ordning",
    ),
    ("[licence]", "[licens]", "x.toml: licence: här väntades villkoren för att använda instrumentet"),
    ('code = "core-10"', 'code = "core-10"\nfarg = "blå"', "x.toml: farg: här väntades inget mer"),
    ('answers = "0 0 0 0 0 0 0 0 0 0"', 'answers = "0 0"', "x.toml: vectors.1: här väntades 10 svar"),
    (
        'answers = "0 0 0 0 0 0 0 0 0 0"',
        'answers = "a 0 0 0 0 0 0 0 0 0"',
        "x.toml: vectors.1.answers: här väntades ett tal",
    ),
    ("items = [6]", "items = [16]", "x.toml: alarm.items: här väntades frågor som finns i answers"),
    ('name = { value = "CORE-10"', 'namn = { value = "CORE-10"', "x.toml: facts.name: här väntades instrumentets namn"),
    ("[facts]", "facts]", "x.toml: filen går inte att läsa"),
]


@pytest.mark.parametrize(("good", "bad", "says"), FAULTS)
def test_a_faulty_file_is_refused_with_where_the_fault_is(good, bad, says):
    read("x.toml", GOOD)
    with pytest.raises(LibraryError, match=re.escape(says)):
        read("x.toml", GOOD.replace(good, bad, 1))
