"""Whatever is done to the rows of a column, in whatever order, each stands in one place and none is lost."""

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.measures.process_pages import draft_of, order, small_service
from tests.shared import examples

from loke.description.actions import add_row, move_row, remove_row, restore_row
from loke.description.models import ProcessDescription, ProcessRow

COLUMNS = ("target_group", "outcome", "phase")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "move", "remove", "restore"]),
        st.sampled_from(COLUMNS),
        st.integers(0, 9),
        st.integers(-3, 12),
    ),
    max_size=25,
)


class AnyOrder(TestCase):
    @settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def test_stays_a_permutation(self, steps: list[tuple[str, str, int, int]]) -> None:
        with transaction.atomic():
            check_order(draft_of(small_service()), steps)
            transaction.set_rollback(True)


def check_order(process: ProcessDescription, steps: list[tuple[str, str, int, int]]) -> None:
    """The page beside a plain list for each column; a row that comes back may stand anywhere."""
    wanted: dict[str, list[str]] = {column: [] for column in COLUMNS}
    gone: dict[str, list[str]] = {column: [] for column in COLUMNS}
    for n, (what, column, which, place) in enumerate(steps):
        there, away = wanted[column], gone[column]
        if what == "add":
            there.append(add_row(by=None, process=process, column=column, text=f"rad {n}").text)
        elif what == "restore" and away:
            back = away.pop(which % len(away))
            restore_row(by=None, row=row(process, back))
            shown = order(process, column)
            assert [text for text in shown if text != back] == there
            wanted[column] = shown
        elif what == "remove" and there:
            away.append(there.pop(which % len(there)))
            remove_row(by=None, row=row(process, away[-1]))
        elif what == "move" and there:
            text = there.pop(which % len(there))
            there.insert(max(place, 0), text)
            move_row(by=None, row=row(process, text), place=place)
        assert all(order(process, one) == wanted[one] for one in COLUMNS)
    codes = process.rows.values_list("code", flat=True)
    assert len(set(codes)) == len(codes)


def row(process: ProcessDescription, text: str) -> ProcessRow:
    return process.rows.get(text=text)
