"""One of something is said as one."""

from tests.publishing.rows import CLIENTS, WHERE

from loke.analysis.completeness import CompletenessRow
from loke.analysis.doses import DosesRow
from loke.analysis.goals import GoalsRow
from loke.publishing.sentences import english, swedish

NB = "\N{NO-BREAK SPACE}"


def test_one_is_said_in_the_singular():
    assert (swedish.occasion("after_1"), english.occasion("after_1")) == (
        "1 månad efter avslut",
        "1 month after the end",
    )
    due = CompletenessRow(*WHERE, "week", "after_1", 1, 1, None, None, None)
    assert swedish.completeness([due], {}).replace(NB, " ") == "Av 1 uppgift som skulle fyllas i är 1 ifylld (100 %)."
    goal = GoalsRow(*WHERE, "fully", 1, 1, 1.0, 0.2, 1.0)
    assert swedish.results.goals([goal], 0).startswith("Av 1 bedömt mål nåddes 1 helt")
    few = DosesRow(*WHERE, "dose", "1", 1, 1.0, 1.0, 1.0, 1.0, 0, 0, 0)
    assert swedish.doses(few, CLIENTS) == "1 klient kan bedömas. Få personer."
