"""The sections of Följ upp in the handbook's order."""

from collections.abc import Callable

from loke.followup.beside import beside_others
from loke.followup.change import better, change
from loke.followup.compared import groups
from loke.followup.outcomes import goals, yes_no
from loke.followup.over_time import how_long, over_time
from loke.followup.practice import completeness, completion, do_we_do_it, interventions
from loke.followup.reading import Reading
from loke.followup.results import lasting, norms, reliable_change
from loke.followup.section import Section
from loke.followup.who import who

# A new section is a function from a reading to a section, or to None where there is nothing to show, and a line here.
SECTIONS: tuple[Callable[[Reading], Section | None], ...] = (
    who,
    do_we_do_it,
    interventions,
    completion,
    how_long,
    goals,
    better,
    change,
    reliable_change,
    norms,
    lasting,
    yes_no,
    groups,
    over_time,
    beside_others,
    completeness,
)


def sections_of(reading: Reading) -> list[Section]:
    """Those that have something to show for the chosen period."""
    return [section for make in SECTIONS if (section := make(reading)) is not None]
