"""The attacker, written apart from what chooses, finds nothing in what is published of services drawn at random."""

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.analysis.disclosure.anybody import anybody

from loke.analysis.disclosure.attack import THRESHOLD, Fault
from loke.analysis.disclosure.knowledge import COUNTS, NAMES
from loke.analysis.disclosure.proof import faults
from loke.analysis.disclosure.publishable import Cubes
from loke.analysis.disclosure.releases import key_of
from loke.analysis.options import Options
from loke.dataset.snapshot import Snapshot


def told(snapshot: Snapshot, by: tuple[str, ...]) -> list[Fault]:
    """What can be told of the service by whoever has all of its tables, over all and by year, with these splits."""
    options = Options().settled(snapshot)
    cubes = Cubes(snapshot, options)
    published, real = [], []
    for period in ("all", "year"):
        result = cubes.result(Options(period=period, by=by))
        for table in NAMES:
            shown = {(row.period, key_of(table, row.columns)): row.with_hidden() for row in result.tables[table]}
            rows = [vars(row) for row in cubes.results[period].tables[table] if row.by is None or row.by in by]
            real += [(table, row) for row in rows]
            for row in rows:  # what no row tells of is hidden too
                nothing = {**row, **dict.fromkeys(COUNTS[table]), "hidden": COUNTS[table]}
                published.append((table, shown.get((row["period"], key_of(table, row)), nothing)))
    return faults(published, real, snapshot.services[0])


def small(found: list[Fault]) -> list[Fault]:
    return [fault for fault in found if fault.value < THRESHOLD]


seeds, people, years = st.integers(0, 10**6), st.sampled_from([8, 15, 25]), st.integers(1, 3)
split = st.sampled_from([(), ("sex",), ("way",), ("ending",), ("kids",), ("age",)])


@settings(max_examples=5, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(seeds, people, years, split)
def test_nothing_can_be_told_of_any_service_by_everybody_and_a_split(seed, people, years, split):
    assert small(told(anybody(seed, people, years), split)) == []
