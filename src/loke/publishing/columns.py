"""Which columns each table shows a reader, under which headings and how they are written: data, in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A heading and the columns of the analysis behind it; `kind` names how they are written (see tables.py)."""

    sv: str
    en: str
    kind: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """A table: its caption, what is counted in it, and its columns, the first of which heads the row."""

    sv: str
    en: str
    note_sv: str
    note_en: str
    columns: tuple[Column, ...]


def column(sv: str, en: str, kind: str, *columns: str) -> Column:
    return Column(sv, en, kind, columns)


PERIOD = column("Period", "Period", "period", "period")
BY = column("Uppdelning", "Split by", "name", "by")
GROUP = column("Grupp", "Group", "name", "group")
SHARE = column("Andel", "Share", "percent", "share")
UNCERTAINTY = column("Osäkerhet", "Uncertainty", "percents", "low", "high")
INSTRUMENT = column("Instrument", "Instrument", "name", "instrument")
SCALE = column("Skala", "Scale", "name", "scale")
RESPONDENT = column("Svarat av", "Answered by", "name", "respondent")
MIDDLE = column("I mitten", "Middle", "short", "median")
MIDDLE_HALF = column("Mittersta hälften", "Middle half", "shorts", "q1", "q3")
EARLIER = (
    column("Tidigare", "Earlier", "of", "earlier", "earlier_of"),
    column("Skillnad i procentenheter", "Difference in percentage points", "points", "difference"),
    column(
        "Osäkerhet i skillnaden", "Uncertainty of the difference", "points_span", "difference_low", "difference_high"
    ),
)

LAYOUTS = {
    "who": Layout(
        "Vilka kommer till oss?",
        "Who comes to us?",
        "Antal som började under perioden. Andelen räknas på alla, också dem där uppgift saknas.",
        "People who started in the period. Shares are of everybody, also those with information missing.",
        (
            column("Uppgift", "Variable", "name", "variable"),
            column("Svar", "Answer", "name", "category"),
            column("Antal", "Number", "count", "n"),
            column("Av", "Of", "count", "of"),
            SHARE,
            UNCERTAINTY,
        ),
    ),
    "who_numbers": Layout(
        "Vilka kommer till oss? Tal",
        "Who comes to us? Numbers",
        "De som började under perioden.",
        "Those who started in the period.",
        (
            column("Uppgift", "Variable", "name", "variable"),
            column("Antal", "Number", "count", "n"),
            column("Uppgift saknas", "Missing", "count", "missing"),
            MIDDLE,
            MIDDLE_HALF,
            column("Medelvärde", "Mean", "decimal", "mean"),
            column("Standardavvikelse", "Standard deviation", "decimal", "sd"),
        ),
    ),
    "expectations": Layout(
        "Idé mot verklighet",
        "Idea against reality",
        "De som började under perioden, mot den version som gällde då.",
        "Those who started in the period, against the version in force on that day.",
        (
            column("Det vi tänkte", "Intended", "text", "text"),
            column("Version", "Version", "text", "version"),
            column("Kan bedömas", "Assessable", "count", "assessable"),
            column("Kan inte bedömas", "Not assessable", "count", "not_assessable"),
            column("Under", "Below", "count", "below"),
            column("Som tänkt", "As intended", "count", "within"),
            column("Över", "Above", "count", "above"),
            SHARE,
            UNCERTAINTY,
            column("Tänkt minst", "Intended at least", "percent", "target"),
            column("Hur säkert", "How sure", "verdict", "verdict"),
            *EARLIER,
        ),
    ),
    "doses": Layout(
        "Hur många träffar blev det?",
        "How many meetings were there?",
        "De vars tid har gått, också de som avslutade innan.",
        "Those whose time is over, also those who ended before.",
        (
            column("Det vi tänkte", "Intended", "name", "expectation"),
            column("Version", "Version", "text", "version"),
            column("Antal", "Number", "count", "n"),
            column("Medelvärde", "Mean", "decimal", "mean"),
            MIDDLE,
            MIDDLE_HALF,
            column("Uteblivna", "Missed", "count", "missed"),
            column("Avbokade", "Cancelled", "count", "cancelled"),
            column("Avslutade innan", "Ended before", "count", "ended_inside"),
        ),
    ),
    "interventions": Layout(
        "Vilka får vilka insatser?",
        "Who receives which interventions?",
        "De som började under perioden. Träffar per person gäller dem som fick insatsen.",
        "Those who started in the period. Meetings per person are of those who received the intervention.",
        (
            column("Insats", "Intervention", "name", "intervention"),
            column("Tänkt", "Intended", "yes_no", "intended"),
            column("Fick den", "Received it", "count", "received"),
            column("Av", "Of", "count", "of"),
            SHARE,
            UNCERTAINTY,
            column("Träffar", "Meetings", "count", "contacts"),
            column("Per person, i mitten", "Per person, middle", "short", "median"),
            MIDDLE_HALF,
        ),
    ),
    "attendance": Layout(
        "Kommer de på sina tider?",
        "Do they attend?",
        "Träffar under perioden. Andelen uteblivna räknas på planerade, alltså kom och uteblev.",
        "Meetings in the period. The share missed is of those planned, attended or missed.",
        (
            column("Insats", "Intervention", "name", "intervention"),
            column("Planerade", "Planned", "count", "planned"),
            column("Uteblivna", "Missed", "count", "missed"),
            column("Andel uteblivna", "Share missed", "percent", "share"),
            UNCERTAINTY,
            column("Avbokade", "Cancelled", "count", "cancelled"),
        ),
    ),
    "phases": Layout(
        "Faserna",
        "The phases",
        "Faser som började under perioden. Dagar räknas för dem som har lämnat fasen.",
        "Phases entered in the period. Days are of those who left the phase.",
        (
            column("Fas", "Phase", "name", "phase"),
            column("Gick in", "Entered", "count", "entered"),
            column("Lämnade", "Left", "count", "left"),
            column("Är kvar", "Still there", "count", "ongoing"),
            column("Dagar, i mitten", "Days, middle", "short", "median"),
            MIDDLE_HALF,
            column("Hoppade över", "Skipped", "count", "skipped"),
            column("I annan ordning", "In another order", "count", "out_of_order"),
        ),
    ),
    "endings": Layout(
        "Orsak till avslut",
        "Reason for ending",
        "Antal avslutade under perioden. Andelen räknas på alla avslutade.",
        "Those who ended in the period. Shares are of all of them.",
        (
            column("Orsak", "Reason", "name", "ending"),
            column("Slag", "Kind", "name", "kind"),
            column("Antal", "Number", "count", "n"),
            column("Av", "Of", "count", "of"),
            SHARE,
            UNCERTAINTY,
        ),
    ),
    "completion": Layout(
        "Hur många fullföljer?",
        "How many complete?",
        "Antal avslutade. Andelen räknas på alla avslutade, också Annat.",
        "Number ended. Shares are of all who ended, also Other.",
        (
            PERIOD,
            column("Fullföljde", "Completed", "count", "completed"),
            column("Annat", "Other", "count", "other"),
            column("Alla", "All", "count", "of"),
            SHARE,
            UNCERTAINTY,
            column("Andel utan Annat", "Share without Other", "percent", "share_without_other"),
            *EARLIER,
        ),
    ),
    "better": Layout(
        "Blir det bättre?",
        "Do things get better?",
        "Avslutade under perioden med svar vid start och slut. Bättre eller sämre är minst ett steg.",
        "Those who ended in the period with answers at start and end. Better or worse is by at least one step.",
        (
            SCALE,
            INSTRUMENT,
            RESPONDENT,
            column("Steg", "Step", "short", "step"),
            column("Par", "Pairs", "count", "pairs"),
            column("Bättre", "Better", "count", "better"),
            column("Oförändrat", "Unchanged", "count", "unchanged"),
            column("Sämre", "Worse", "count", "worse"),
            column("Andel bättre", "Share better", "percent", "share_better"),
            UNCERTAINTY,
            column("Andel sämre", "Share worse", "percent", "share_worse"),
            column("Osäkerhet, sämre", "Uncertainty, worse", "percents", "worse_low", "worse_high"),
        ),
    ),
    "change": Layout(
        "Hur stora är förändringarna?",
        "How large are the changes?",
        "Avslutade under perioden med svar vid start och slut. Storleken är vänd så att plus är bättre.",
        "Those who ended in the period with answers at start and end. The size is turned so that plus is better.",
        (
            SCALE,
            INSTRUMENT,
            RESPONDENT,
            column("Svar vid start", "Answers at start", "count", "started"),
            column("Svar vid slut", "Answers at end", "count", "ended"),
            column("Par", "Pairs", "count", "pairs"),
            column("Start", "Start", "decimal", "mean_start"),
            column("Slut", "End", "decimal", "mean_end"),
            column("Förändring", "Change", "signed", "change"),
            column("Osäkerhet", "Uncertainty", "decimals", "low", "high"),
            column("Mått", "Measure", "measure", "effect_name"),
            column("Storlek", "Size", "fine", "effect"),
            column("Osäkerhet i storleken", "Uncertainty of the size", "fines", "effect_low", "effect_high"),
            column("Ord för storleken", "Word for the size", "size", "label"),
        ),
    ),
    "completeness": Layout(
        "Hur fullständigt är det?",
        "How complete are the records?",
        "Svar och uppgifter som var på tur för dem som började under perioden.",
        "Entries due for those who started in the period.",
        (
            column("Vad", "What", "name", "what"),
            column("När", "When", "occasion", "occasion"),
            column("På tur", "Due", "count", "due"),
            column("Finns", "Filled in", "count", "done"),
            SHARE,
            UNCERTAINTY,
        ),
    ),
}

GENERAL_NAMES = {
    "sv": {
        "missing": "Uppgift saknas",
        "yes": "Ja",
        "no": "Nej",
        "all": "Alla",
        "age": "Ålder",
        "opened": "Började",
        "closed": "Avslutade",
        "contacts": "Träffar",
        "missed": "Uteblivna träffar",
        "sex": "Kön",
        "ending": "Hur kontakten slutade",
        "female": "Kvinna",
        "male": "Man",
        "other": "Annat",
        "completed": "Fullföljde",
        "discontinued": "Avbröt",
    },
    "en": {
        "missing": "Missing",
        "yes": "Yes",
        "no": "No",
        "all": "All",
        "age": "Age",
        "opened": "Started",
        "closed": "Ended",
        "contacts": "Meetings",
        "missed": "Missed meetings",
        "sex": "Sex",
        "ending": "How the contact ended",
        "female": "Female",
        "male": "Male",
        "other": "Other",
        "completed": "Completed",
        "discontinued": "Discontinued",
    },
}
