"""Which columns of each table are counts, what they are parts of, and what is worked out from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SHARE = ("share", "low", "high")
AVERAGES = ("mean", "sd", "q1", "median", "q3")


@dataclass(frozen=True)
class Declared:
    """One table.

    `name` are the columns that say what a row is about, `about` those that need no hiding. `parts` says of every count
    the exclusive parts that it is the sum of, and `within` which count it is a part of, whose rest is looked after too.
    Where the parts of a whole stand below each other, `category` is the column that names them.
    """

    name: tuple[str, ...]
    base: str = ""  # whose parts they are: everything that is counted on the same day
    category: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    within: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # worked out from counts of the same row
    averages: Mapping[str, str] = field(default_factory=dict)  # of so many people: the count that says how many
    loose: tuple[str, ...] = ()  # counts that are not parts of anything, shown only where they are large everywhere
    never: tuple[str, ...] = ()  # averages of people that no column counts
    about: tuple[str, ...] = ()
    beside: str = ""  # a table that counts the same, whose rows are taken together with these
    apart: bool = False  # has rules of its own, in `special`


def _all(columns: tuple[str, ...], counts: str | tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(columns, (counts,) if isinstance(counts, str) else counts)


NOW_AND_BEFORE = ("difference", "difference_low", "difference_high")
CHANGE_FIGURES = (
    *("mean_start", "sd_start", "mean_end", "sd_end", "change", "low", "high", "effect", "effect_name", "effect_low"),
    *("effect_high", "label", "d_av", "d_z", "eta2_partial", "median_change", "rank_biserial"),
)
SCALE = ("instrument", "scale", "respondent")

# "*" is the whole base: the count of everything that the table counts in the period.
DECLARED: dict[str, Declared] = {
    "who": Declared(
        ("variable", "occasion"),
        category="category",
        parts={"n": "", "of": "*"},
        within={"n": "of"},
        figures=_all(SHARE, ("n", "of")),
    ),
    "who_numbers": Declared(
        ("variable", "occasion"),
        parts={"n": "n", "missing": "missing"},
        averages=dict.fromkeys(AVERAGES, "n"),
    ),
    "expectations": Declared(
        ("expectation", "version"),
        base="opened",
        parts={
            "assessable": "below within above",
            "not_assessable": "waiting",
            "below": "below",
            "within": "within",
            "above": "above",
        },
        within=dict.fromkeys(("below", "within", "above"), "assessable"),
        figures=_all((*SHARE, "verdict"), ("within", "assessable"))
        | _all(NOW_AND_BEFORE, ("within", "assessable", "earlier", "earlier_of")),
        about=("kind", "text", "target", "earlier", "earlier_of"),
    ),
    "doses": Declared(
        ("expectation", "version"),
        base="opened",
        parts={"n": "inside stayed", "ended_inside": "inside"},
        within={"ended_inside": "n"},
        averages=dict.fromkeys(("mean", "q1", "median", "q3"), "n"),
        loose=("missed", "cancelled"),
    ),
    "interventions": Declared(
        ("intervention",),
        base="opened",
        parts={"received": "received", "of": "*"},
        within={"received": "of"},
        figures=_all(SHARE, ("received", "of")),
        averages=dict.fromkeys(("contacts", "q1", "median", "q3"), "received"),
        about=("intended",),
    ),
    "attendance": Declared(
        (),
        base="contacts",
        category="intervention",
        parts={"planned": "came missed", "missed": "missed", "cancelled": "cancelled"},
        within={"missed": "planned"},
        figures=_all(SHARE, ("missed", "planned")),
    ),
    "phases": Declared(
        ("phase",),
        parts={"entered": "*", "left": "left", "ongoing": "ongoing"},
        within={"left": "entered"},
        averages=dict.fromkeys(("q1", "median", "q3"), "left"),
        loose=("skipped", "out_of_order"),
    ),
    "endings": Declared(
        (),
        base="closed",
        category="ending",
        parts={"n": "", "of": "*"},
        within={"n": "of"},
        figures=_all(SHARE, ("n", "of")),
        about=("kind",),
    ),
    "completion": Declared(
        (),
        base="closed",
        parts={"completed": "completed", "other": "other", "of": "*"},
        within={"completed": "of", "other": "of"},
        figures=_all(SHARE, ("completed", "of"))
        | {"share_without_other": ("completed", "of", "other")}
        | _all(NOW_AND_BEFORE, ("completed", "of", "earlier", "earlier_of")),
        about=("earlier", "earlier_of"),
    ),
    "better": Declared(
        SCALE,
        base="closed",
        parts={
            "pairs": "better unchanged worse",
            "better": "better",
            "unchanged": "unchanged",
            "worse": "worse",
        },
        within=dict.fromkeys(("better", "unchanged", "worse"), "pairs"),
        figures=_all(("share_better", "low", "high"), ("better", "pairs"))
        | _all(("share_worse", "worse_low", "worse_high"), ("worse", "pairs")),
        about=("step",),
        beside="change",
    ),
    "change": Declared(
        SCALE,
        base="closed",
        parts={
            "pairs": "better unchanged worse",
            "started": "better unchanged worse started",
            "ended": "better unchanged worse ended",
        },
        within={"pairs": "started"},
        figures=_all(CHANGE_FIGURES, "pairs") | {"label": ("pairs", "started")},
        averages=dict.fromkeys(CHANGE_FIGURES, "pairs"),
    ),
    "reliable_change": Declared(
        SCALE,
        base="closed",
        parts={
            "pairs": "recovered improved unchanged deteriorated",
            "recovered": "recovered",
            "improved": "improved",
            "unchanged": "unchanged",
            "deteriorated": "deteriorated",
        },
        within=dict.fromkeys(("recovered", "improved", "unchanged", "deteriorated", "functional_at_start"), "pairs"),
        loose=("functional_at_start",),
        about=("needed",),
    ),
    "norms": Declared(
        (*SCALE, "norm", "occasion"),
        base="closed",
        parts={"n": "n"},
        averages=dict.fromkeys(("mean", "difference", "low", "high"), "n"),
        about=("norm_mean",),
    ),
    "lasting": Declared(
        (*SCALE, "months_after"),
        base="closed",
        parts={
            "closed": "*",
            "eligible": "lost reached triples better kept",
            "reached": "reached triples better kept",
            "triples": "triples better kept",
            "better_at_end": "better kept",
            "kept": "kept",
        },
        within={
            "eligible": "closed",
            "reached": "eligible",
            "triples": "reached",
            "better_at_end": "triples",
            "kept": "better_at_end",
        },
        averages=dict.fromkeys(("mean_start", "mean_end", "mean_after"), "triples"),
        never=("mean_start_reached", "mean_start_lost", "carried_forward", "no_change"),
    ),
    "groups": Declared((*SCALE, "against"), apart=True),
    "yes_no": Declared(
        ("variable",),
        base="closed",
        parts={
            "pairs": "yes_yes yes_no no_yes no_no",
            "yes_yes": "yes_yes",
            "yes_no": "yes_no",
            "no_yes": "no_yes",
            "no_no": "no_no",
        },
        within=dict.fromkeys(("yes_yes", "yes_no", "no_yes", "no_no"), "pairs"),
        figures=_all(("difference", "low", "high", "p_exact"), ("pairs", "yes_no", "no_yes")),
    ),
    "goals": Declared(
        (),
        base="goals",
        category="attainment",
        parts={"n": "", "of": "*"},
        within={"n": "of"},
        figures=_all(SHARE, ("n", "of")),
    ),
    "completeness": Declared(
        ("what", "occasion"),
        base="opened",
        parts={"due": "done undone", "done": "done"},
        within={"done": "due"},
        figures=_all(SHARE, ("done", "due")),
    ),
    "trend": Declared(("measure",), apart=True),
    "retention": Declared(("day",), apart=True),
    "services": Declared(("group", "measure"), apart=True),
}
